using System.Text.Json.Nodes;

namespace GitEdge.Inference.Tests.Protocol;

[Collection("server")]
public sealed class DatatypeTests(ServerFixture fixture)
{
    private readonly HttpClient _client = fixture.Server.Public;

    public static TheoryData<OnnxType> Types => [.. TestTensors.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Json_in_and_out_keeps_every_element(OnnxType type)
    {
        var answer = await _client.InferAsync(Model(type), Request(type, $"\"data\":{TestTensors.Json(type)}")).JsonAsync();
        var output = answer["outputs"]![0]!;
        Assert.Equal("y", (string)output["name"]!);
        Assert.Equal(TestTensors.Datatype(type), (string)output["datatype"]!);
        Assert.Equal("[2,3]", output["shape"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(TestTensors.Json(type)), output["data"]), output["data"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Nested_json_is_read_as_flat_json_is(OnnxType type)
    {
        var flat = JsonNode.Parse(TestTensors.Json(type))!.AsArray().Select(node => node!.ToJsonString()).ToArray();
        var nested = $"[[{string.Join(',', flat[..3])}],[{string.Join(',', flat[3..])}]]";
        var answer = await _client.InferAsync(Model(type), Request(type, $"\"data\":{nested}")).JsonAsync();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(TestTensors.Json(type)), answer["outputs"]![0]!["data"]));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Binary_in_and_out_is_the_same_byte_for_byte(OnnxType type)
    {
        var data = TestTensors.Binary(type);
        var request = Request(type, $$"""  "parameters":{"binary_data_size":{{data.Length}}}""", ""","parameters":{"binary_data_output":true}""");
        using var response = await _client.InferBinaryAsync(Model(type), request, data);
        var (header, binary) = await response.SplitAsync();
        Assert.Equal(data.Length, (int)header["outputs"]![0]!["parameters"]!["binary_data_size"]!);
        Assert.Null(header["outputs"]![0]!["data"]);
        Assert.Equal(data, binary);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Json_in_and_binary_out_gives_the_bytes_of_the_type(OnnxType type)
    {
        var request = Request(type, $"\"data\":{TestTensors.Json(type)}", ""","outputs":[{"name":"y","parameters":{"binary_data":true}}]""");
        using var response = await _client.InferAsync(Model(type), request);
        Assert.Equal(TestTensors.Binary(type), (await response.SplitAsync()).Binary);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Binary_in_and_json_out_gives_the_elements(OnnxType type)
    {
        var data = TestTensors.Binary(type);
        var answer = await _client.InferBinaryAsync(Model(type), Request(type, $$"""  "parameters":{"binary_data_size":{{data.Length}}}"""), data).JsonAsync();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(TestTensors.Json(type)), answer["outputs"]![0]!["data"]));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Tensor_without_elements_comes_back_without_elements(OnnxType type)
    {
        var request = $$"""{"inputs":[{"name":"x","shape":[2,0],"datatype":"{{TestTensors.Datatype(type)}}","data":[]}]}""";
        var output = (await _client.InferAsync(Model(type), request).JsonAsync())["outputs"]![0]!;
        Assert.Equal("[2,0]", output["shape"]!.ToJsonString());
        Assert.Equal("[]", output["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("[]", "[2.5]", "[]")]
    [InlineData("[]", "2.5", "[]")]
    [InlineData("[1]", "[2.5]", "[1]")]
    public async Task Scalar_is_taken_in_every_usual_form(string shape, string data, string answered)
    {
        var request = $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"FP32","data":{{data}}}]}""";
        var output = (await _client.InferAsync("scalar", request).JsonAsync())["outputs"]![0]!;
        Assert.Equal(answered, output["shape"]!.ToJsonString());
        Assert.Equal("[2.5]", output["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData(OnnxType.Float16, "[1.0006,-1.0004,1e-9]", new ushort[] { 0x3C01, 0xBC00, 0 })]
    [InlineData(OnnxType.BFloat16, "[1.014,-1.003,1.00390625]", new ushort[] { 0x3F82, 0xBF80, 0x3F80 })]
    public async Task Number_between_two_of_sixteen_bits_becomes_the_nearest(OnnxType type, string data, ushort[] nearest)
    {
        var request = $$$"""{"inputs":[{"name":"x","shape":[1,3],"datatype":"{{{TestTensors.Datatype(type)}}}","data":{{{data}}}}],"parameters":{"binary_data_output":true}}""";
        using var response = await _client.InferAsync(Model(type), request);
        Assert.Equal(TestTensors.Bytes(nearest), (await response.SplitAsync()).Binary);
    }

    [Fact]
    public async Task Shape_may_change_from_request_to_request()
    {
        foreach (var count in (int[])[1, 7, 3, 0, 1000, 2])
        {
            var values = Enumerable.Range(0, count).Select(i => (float)i).ToArray();
            var answer = await _client.InferAsync("two", InferenceCalls.Floats(values)).JsonAsync();
            Assert.Equal(values.Select(value => value * 2), answer["outputs"]![0]!["data"]!.AsArray().Select(node => (float)node!));
        }
    }

    [Fact]
    public async Task Fields_of_an_input_may_come_in_any_order()
    {
        const string Request = """{"outputs":[{"name":"y"}],"inputs":[{"data":[[1,2,3],[4,5,6]],"shape":[2,3],"datatype":"FP32","name":"x","extra":{"a":[1]}}],"id":"7","parameters":{"anything":1}}""";
        var answer = await _client.InferAsync("fixed", Request).JsonAsync();
        Assert.Equal("[1,2,3,4,5,6]", answer["outputs"]![0]!["data"]!.ToJsonString());
        Assert.Equal("7", (string)answer["id"]!);
    }

    [Fact]
    public async Task Nan_is_null_in_json_and_itself_in_binary()
    {
        var answer = await _client.InferAsync("nan", InferenceCalls.Floats(0, 2)).JsonAsync();
        Assert.Equal("[null,1]", answer["outputs"]![0]!["data"]!.ToJsonString());
        using var response = await _client.InferAsync("nan", InferenceCalls.Floats(0, 2)[..^1] + ""","parameters":{"binary_data_output":true}}""");
        Assert.True(float.IsNaN(BitConverter.ToSingle((await response.SplitAsync()).Binary)));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused_in_json_and_given_in_binary()
    {
        byte[] data = [2, 0, 0, 0, 0xFF, 0xFE];
        const string Input = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"BYTES","parameters":{"binary_data_size":6}}]""";
        Assert.Contains("'y'", await _client.InferBinaryAsync(Model(OnnxType.String), Input + "}", data).ErrorAsync(400), StringComparison.Ordinal);
        using var response = await _client.InferBinaryAsync(Model(OnnxType.String), Input + ""","parameters":{"binary_data_output":true}}""", data);
        Assert.Equal(data, (await response.SplitAsync()).Binary);
    }

    [Fact]
    public async Task Outputs_come_in_the_order_and_form_that_were_asked_for()
    {
        var request = InferenceCalls.Floats(1, 2)[..^1] + ""","outputs":[{"name":"same","parameters":{"binary_data":true}},{"name":"sum"}]}""";
        using var response = await _client.InferAsync("two", request);
        var (header, binary) = await response.SplitAsync();
        Assert.Equal("same", (string)header["outputs"]![0]!["name"]!);
        Assert.Equal("[2,4]", header["outputs"]![1]!["data"]!.ToJsonString());
        Assert.Equal(TestTensors.Bytes(1f, 2f), binary);
    }

    private static string Model(OnnxType type) => $"identity-{type.ToString().ToLowerInvariant()}";

    private static string Request(OnnxType type, string data, string more = "") =>
        $$"""{"inputs":[{"name":"x","shape":[2,3],"datatype":"{{TestTensors.Datatype(type)}}",{{data}}}]{{more}}}""";
}
