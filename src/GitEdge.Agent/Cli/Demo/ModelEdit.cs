using System.Buffers.Binary;
using System.Text;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>Makes the models nobody publishes: a faulty one, and re-exports. Field numbers are those of onnx.proto.</summary>
internal static class ModelEdit
{
    private const int DocString = 6;
    private const int Graph = 7;
    private const int Node = 1;
    private const int NodeInput = 1;
    private const int NodeOutput = 2;
    private const int Initializer = 5;
    private const string Raw = "gitedge.raw";

    /// <summary>The same weights under another digest: only the model's description is new.</summary>
    public static byte[] Describe(ReadOnlyMemory<byte> model, string description) =>
        [.. Copy(model, keep: field => field.Number != DocString), .. Protobuf.Write(DocString, Encoding.UTF8.GetBytes(description))];

    /// <summary>
    /// The same answers as long as no sample of <paramref name="input"/> is louder than <paramref name="threshold"/>, NaN
    /// beyond: output + 0·√(threshold − max|input|).
    /// </summary>
    /// <exception cref="InvalidDataException">The model has no such output, or is none.</exception>
    public static byte[] NotANumberAbove(ReadOnlyMemory<byte> model, string input, string output, float threshold)
    {
        var graph = Protobuf.Read(model).FirstOrDefault(field => field.Number == Graph).Content;
        var renamed = Rename(graph, output);
        byte[] edited =
        [
            .. renamed,
            .. Operator("Abs", [input], "gitedge.loudness"),
            .. Operator("ReduceMax", ["gitedge.loudness"], "gitedge.peak", keepDims: false),
            .. Operator("Sub", ["gitedge.threshold", "gitedge.peak"], "gitedge.room"),
            .. Operator("Sqrt", ["gitedge.room"], "gitedge.root"),
            .. Operator("Mul", ["gitedge.root", "gitedge.zero"], "gitedge.fault"),
            .. Operator("Add", [Raw, "gitedge.fault"], output),
            .. Scalar("gitedge.threshold", threshold),
            .. Scalar("gitedge.zero", 0),
        ];
        return [.. Copy(model, keep: field => field.Number != Graph), .. Protobuf.Write(Graph, edited)];
    }

    private static byte[] Rename(ReadOnlyMemory<byte> graph, string output)
    {
        var found = false;
        var edited = new MemoryStream();
        foreach (var field in Protobuf.Read(graph))
        {
            if (field.Number == Node && Protobuf.Read(field.Content).Any(part => IsOutput(part, output)))
            {
                found = true;
                edited.Write(Protobuf.Write(Node, Redirect(field.Content, output)));
            }
            else
                edited.Write(field.Whole.Span);
        }
        return found ? edited.ToArray() : throw new InvalidDataException($"no node of the model makes an output '{output}'");
    }

    private static byte[] Redirect(ReadOnlyMemory<byte> node, string output) =>
        [.. Protobuf.Read(node).SelectMany(part => IsOutput(part, output) ? Text(NodeOutput, Raw) : part.Whole.ToArray())];

    private static bool IsOutput(ProtobufField part, string name) =>
        part.Number == NodeOutput && part.Content.Span.SequenceEqual(Encoding.UTF8.GetBytes(name));

    private static byte[] Operator(string type, string[] inputs, string output, bool keepDims = true) => Protobuf.Write(Node,
    [
        .. inputs.SelectMany(input => Text(NodeInput, input)),
        .. Text(NodeOutput, output),
        .. Text(4, type),
        .. keepDims ? [] : Protobuf.Write(5, [.. Text(1, "keepdims"), .. Protobuf.Write(3, 0), .. Protobuf.Write(20, 2)]),
    ]);

    private static byte[] Scalar(string name, float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Protobuf.Write(Initializer, [.. Protobuf.Write(2, 1), .. Text(8, name), .. Protobuf.Write(9, bytes)]);
    }

    private static byte[] Text(int number, string text) => Protobuf.Write(number, Encoding.UTF8.GetBytes(text));

    private static IEnumerable<byte> Copy(ReadOnlyMemory<byte> message, Func<ProtobufField, bool> keep) =>
        Protobuf.Read(message).Where(keep).SelectMany(field => field.Whole.ToArray());
}
