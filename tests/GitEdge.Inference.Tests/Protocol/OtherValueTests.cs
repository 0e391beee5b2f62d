namespace GitEdge.Inference.Tests.Protocol;

/// <summary>Sequences, maps and optional values, which the protocol has no form for.</summary>
[Collection("server")]
public sealed class OtherValueTests(ServerFixture fixture)
{
    private readonly HttpClient _client = fixture.Server.Public;

    [Theory]
    [InlineData("sequence", "parts", "[1]", "[1]")]
    [InlineData("optional", "maybe", "[1]", "[1]")]
    [InlineData("maps", "scores", "[1,2]", "[1,2]")]
    public async Task Output_is_left_out_named_in_metadata_and_refused_when_asked_for(string model, string output, string shape, string data)
    {
        var request = $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"FP32","data":{{data}}}]""";
        var answer = await _client.InferAsync(model, request + "}").JsonAsync();
        Assert.Equal("y", (string)Assert.Single(answer["outputs"]!.AsArray())!["name"]!);
        var metadata = await _client.GetAsync($"v2/models/{model}").JsonAsync();
        Assert.Equal($"[\"{output}\"]", metadata["gitedge"]!["unsupportedOutputs"]!.ToJsonString());
        Assert.Equal("y", (string)Assert.Single(metadata["outputs"]!.AsArray())!["name"]!);
        var error = await _client.InferAsync(model, $$"""{{request}},"outputs":[{"name":"{{output}}"}]}""").ErrorAsync(400);
        Assert.Equal($"output '{output}' is no tensor of a type that the protocol carries", error);
    }

    [Theory]
    [InlineData("of-sequence", "'parts' is ONNX_TYPE_SEQUENCE")]
    [InlineData("of-map", "'scores' is ONNX_TYPE_MAP")]
    [InlineData("of-optional", "'maybe' is ONNX_TYPE_OPTIONAL")]
    public async Task Model_with_such_an_input_is_not_loaded_and_says_why(string model, string what)
    {
        var error = await _client.InferAsync(model, "{}").ErrorAsync(503);
        Assert.Contains("unsupported-model", error, StringComparison.Ordinal);
        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.Equal(error, await _client.GetAsync($"v2/models/{model}/ready").ErrorAsync(503));
    }
}
