namespace GitEdge.Device.Tests.Fleet;

/// <summary>Models x → 2x of half a megabyte, told apart by numbers that no answer depends on, and their recorded case.</summary>
internal static class SmallModels
{
    private const int Ballast = 128 << 10;

    /// <summary>A request as clients make it.</summary>
    public const string Request = """{"inputs":[{"name":"x","shape":[1,3],"datatype":"FP32","data":[1,2,3]}]}""";

    /// <summary>A second release that stays in probation as long as <see cref="DeviceProbe"/> answers.</summary>
    /// <param name="golden">Folder with the recorded case.</param>
    public static DeviceRelease Watched(string golden) => new(Good(2), golden) { Soak = TimeSpan.FromMinutes(20), Required = DeviceProbe.Url };

    /// <summary>One that is right.</summary>
    public static byte[] Good(int number) => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1, 3).Output("y", OnnxType.Float, -1, 3)
        .Constant("factor", [], 2).Constant("ballast", [Ballast], [.. Enumerable.Range(0, Ballast).Select(i => (float)(i * number))])
        .Node("Mul", ["x", "factor"], ["y"]).Build();

    /// <summary>Writes the recorded case and gives its folder.</summary>
    public static string WriteGolden(string folder)
    {
        var set = Directory.CreateDirectory(Path.Combine(folder, "test_data_set_0")).FullName;
        File.WriteAllBytes(Path.Combine(set, "input_0.pb"), Tensor("x", 0, 1, 2));
        File.WriteAllBytes(Path.Combine(set, "output_0.pb"), Tensor("y", 0, 2, 4));
        return folder;
    }

    private static byte[] Tensor(string name, params float[] values) =>
        OnnxTensor.Write(name, OnnxType.Float, [1, values.Length], [.. values.SelectMany(BitConverter.GetBytes)]);
}
