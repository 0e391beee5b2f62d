namespace GitEdge.Inference.Tests;

/// <summary>Models made for a purpose.</summary>
public static class TestModels
{
    /// <summary>x → sum = x + x, and same = x.</summary>
    public static byte[] TwoOutputs() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("sum", OnnxType.Float, -1).Output("same", OnnxType.Float, -1)
        .Node("Add", ["x", "x"], ["sum"]).Node("Identity", ["x"], ["same"]).Build();

    /// <summary>x → y = x / x: NaN for 0, 1 for the rest.</summary>
    public static byte[] NotANumber() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("y", OnnxType.Float, -1).Node("Div", ["x", "x"], ["y"]).Build();

    /// <summary>x → y = x · 0 + 1.</summary>
    public static byte[] AlwaysOne() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("y", OnnxType.Float, -1)
        .Constant("zero", [1], 0).Constant("one", [1], 1)
        .Node("Mul", ["x", "zero"], ["nothing"]).Node("Add", ["nothing", "one"], ["y"]).Build();

    /// <summary>x → y = x + <paramref name="number"/>, so that versions can be told apart.</summary>
    public static byte[] Plus(float number) => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("y", OnnxType.Float, -1).Constant("number", [1], number)
        .Node("Add", ["x", "number"], ["y"]).Build();

    /// <summary>x → y = x, and parts, a sequence.</summary>
    public static byte[] WithSequence() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("y", OnnxType.Float, -1).Output("parts", OnnxModelBuilder.Sequence(OnnxType.Float))
        .Node("Identity", ["x"], ["y"]).Node("SequenceConstruct", ["x"], ["parts"]).Build();

    /// <summary>x → y = x, and maybe, which may not be there.</summary>
    public static byte[] WithOptional() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("y", OnnxType.Float, -1).Output("maybe", OnnxModelBuilder.Optional(OnnxType.Float, -1))
        .Node("Identity", ["x"], ["y"]).Node("Optional", ["x"], ["maybe"]).Build();

    /// <summary>x → y = x, and scores, a sequence of maps, as exporters of classifiers make them.</summary>
    public static byte[] WithMaps() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1, 2).Output("y", OnnxType.Float, -1, 2)
        .Output("scores", new ProtoMessage().Bytes(4, new ProtoMessage().Bytes(1, OnnxModelBuilder.Map(OnnxType.Float))))
        .Node("Identity", ["x"], ["y"])
        .Node("ai.onnx.ml", "ZipMap", ["x"], ["scores"], OnnxAttribute.Of("classlabels_int64s", 7, attribute => attribute.Number(8, 0).Number(8, 1)))
        .Build(17, OnnxModelBuilder.Import("ai.onnx.ml", 3));

    /// <summary>parts, a sequence → y = its first tensor.</summary>
    public static byte[] OfSequence() => new OnnxModelBuilder()
        .Input("parts", OnnxModelBuilder.Sequence(OnnxType.Float)).Output("y", OnnxType.Float, -1)
        .Constant("first", OnnxType.Int64, [], new byte[8]).Node("SequenceAt", ["parts", "first"], ["y"]).Build();

    /// <summary>scores, a map → y = its values.</summary>
    public static byte[] OfMap() => new OnnxModelBuilder()
        .Input("scores", OnnxModelBuilder.Map(OnnxType.Float)).Output("y", OnnxType.Float, 1, -1)
        .Node("ai.onnx.ml", "CastMap", ["scores"], ["y"], OnnxAttribute.Of("cast_to", 3, attribute => attribute.Text(4, "TO_FLOAT")))
        .Build(17, OnnxModelBuilder.Import("ai.onnx.ml", 3));

    /// <summary>maybe, which may not be there → y = it.</summary>
    public static byte[] OfOptional() => new OnnxModelBuilder()
        .Input("maybe", OnnxModelBuilder.Optional(OnnxType.Float, -1)).Output("y", OnnxType.Float, -1)
        .Node("OptionalGetElement", ["maybe"], ["y"]).Build();

    /// <summary>The signature of the specification's example: input0 UINT32[2,2] and input1 BOOL[3] → output0 FP32[3,2] = the rows 0, 1, 0 of input0, times input1.</summary>
    public static byte[] OfSpecification() => new OnnxModelBuilder()
        .Input("input0", OnnxType.UInt32, 2, 2).Input("input1", OnnxType.Bool, 3).Output("output0", OnnxType.Float, 3, 2)
        .Constant("rows", OnnxType.Int64, [3], TestTensors.Bytes(0L, 1L, 0L)).Constant("column", OnnxType.Int64, [2], TestTensors.Bytes(3L, 1L))
        .Node("Cast", ["input0"], ["numbers"], ("to", (long)OnnxType.Float)).Node("Gather", ["numbers", "rows"], ["three"])
        .Node("Cast", ["input1"], ["mask"], ("to", (long)OnnxType.Float)).Node("Reshape", ["mask", "column"], ["high"])
        .Node("Mul", ["three", "high"], ["output0"]).Build();

    /// <summary>→ y = 1, 2: takes nothing.</summary>
    public static byte[] Constant() => new OnnxModelBuilder().Output("y", OnnxType.Float, 2)
        .Constant("numbers", [2], 1, 2).Node("Identity", ["numbers"], ["y"]).Build();

    /// <summary>x → y = x + weights[0] with so many megabytes of weights, none of them zero.</summary>
    public static byte[] Large(int megabytes)
    {
        var weights = new byte[megabytes << 20];
        new Random(1).NextBytes(weights);
        return new OnnxModelBuilder()
            .Input("x", OnnxType.Int8, -1).Output("y", OnnxType.Int8, -1)
            .Constant("weights", OnnxType.Int8, [weights.Length], weights)
            .Constant("index", OnnxType.Int64, [1], new byte[8])
            .Constant("zero", OnnxType.Int64, [1], new byte[8])
            .Node("Cast", ["x"], ["wide"], ("to", (long)OnnxType.Int64))
            .Node("Gather", ["weights", "wide"], ["y"]).Build();
    }

    /// <summary>x → y = x turns of a loop, so that a request lasts as long as it asks to, for ever too, and the warm-up on zeros does not.</summary>
    public static byte[] Turns() => Turns("x");

    /// <summary>As <see cref="Turns()"/> and <see cref="ForEver"/> to its clients, but y = 7 at once.</summary>
    public static byte[] NoTurns() => new OnnxModelBuilder()
        .Input("x", OnnxType.Int64).Output("y", OnnxType.Float, 1)
        .Constant("one", OnnxType.Int64, [1], BitConverter.GetBytes(1L)).Constant("zero", [1], 0).Constant("seven", [1], 7)
        .Node("Reshape", ["x", "one"], ["long"]).Node("Cast", ["long"], ["number"], ("to", (long)OnnxType.Float))
        .Node("Mul", ["number", "zero"], ["nothing"]).Node("Add", ["nothing", "seven"], ["y"]).Build();

    /// <summary>Loops for ever, whatever it is asked.</summary>
    public static byte[] ForEver() => Turns("forever");

    private static byte[] Turns(string count) => new OnnxModelBuilder()
        .Input("x", OnnxType.Int64).Output("y", OnnxType.Float, 1)
        .Constant("go", OnnxType.Bool, [], [1]).Constant("start", [1], 0).Constant("forever", OnnxType.Int64, [], BitConverter.GetBytes(long.MaxValue))
        .Loop([count, "go", "start"], ["y"], new OnnxModelBuilder()
            .Input("turn", OnnxType.Int64).Input("on", OnnxType.Bool).Input("v", OnnxType.Float, 1)
            .Output("on_out", OnnxType.Bool).Output("v_out", OnnxType.Float, 1)
            .Constant("one", [1], 1).Node("Identity", ["on"], ["on_out"]).Node("Add", ["v", "one"], ["v_out"]))
        .Build();
}
