using GitEdge.Inference.Golden;
using GitEdge.Inference.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Tests.Selftest;

/// <summary>A tree of models with recorded cases, in ONNX's test layout, and <c>selftest</c> run on it.</summary>
internal sealed class SelftestTree : IDisposable
{
    private readonly TempDirectory _directory = new();

    public string Path => _directory.Path;

    /// <summary>Puts a model there.</summary>
    public SelftestTree Model(string name, byte[] model, string file = "model.onnx")
    {
        Directory.CreateDirectory(_directory[name]);
        File.WriteAllBytes(_directory[name, file], model);
        return this;
    }

    /// <summary>Records a case.</summary>
    public SelftestTree Case(string name, int number, GoldenTensor[] inputs, params GoldenTensor[] outputs)
    {
        GoldenFolder.Write(_directory[name], new GoldenSet { Name = $"test_data_set_{number}", Inputs = inputs, Outputs = outputs });
        return this;
    }

    /// <summary>A tensor of a type of one size.</summary>
    public static GoldenTensor Tensor(string name, TensorElementType type, long[] shape, byte[] data) =>
        new() { Name = name, Type = type, Shape = shape, Data = data };

    public static GoldenTensor Floats(string name, long[] shape, params float[] values) => Tensor(name, TensorElementType.Float, shape, TestTensors.Bytes(values));

    public static GoldenTensor Texts(string name, params string[] values) =>
        new() { Name = name, Type = TensorElementType.String, Shape = [values.Length], Strings = values };

    /// <summary>Runs it.</summary>
    public ToolResult Run(params string[] arguments) => Tool.Try(InferenceServerProcess.Executable(), ["selftest", Path, .. arguments]);

    /// <summary>Runs it, and takes the rows of its table apart: result, cases, model, reason.</summary>
    public (int ExitCode, string[][] Rows, string Summary) Table(params string[] arguments)
    {
        var result = Run(arguments);
        var lines = result.Output.TrimEnd().Split('\n');
        Assert.True(lines.Length > 2, result.Output + result.Errors);
        var rows = lines[1..^1].Select(line => line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
        return (result.ExitCode, rows, lines[^1]);
    }

    public void Dispose() => _directory.Dispose();
}
