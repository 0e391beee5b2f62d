using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace GitEdge.Inference.Tests.Protocol;

/// <summary>The examples of the Open Inference Protocol and of the binary tensor data extension, byte for byte.</summary>
[Collection("server")]
public sealed class SpecificationTests(ServerFixture fixture)
{
    private const string Expected = """{"model_name":"spec","model_version":"1","id":"42","outputs":[{"name":"output0","datatype":"FP32","shape":[3,2],"data":[1,2,0,0,1,2]}]}""";

    private static readonly byte[] s_input0 = TestTensors.Bytes(1u, 2u, 3u, 4u);
    private static readonly byte[] s_input1 = [1, 0, 1];
    private static readonly byte[] s_output0 = TestTensors.Bytes(1f, 2f, 0f, 0f, 1f, 2f);

    private readonly HttpClient _client = fixture.Server.Public;

    [Theory]
    [InlineData("[ 1, 2, 3, 4 ]", "[ true, false, true ]")]
    [InlineData("[ [ 1, 2 ], [ 3, 4 ] ]", "[ true, false, true ]")]
    public async Task Json_request_is_answered_in_json(string input0, string input1)
    {
        var request = $$"""
            { "id" : "42", "inputs" : [
              { "name" : "input0", "shape" : [ 2, 2 ], "datatype" : "UINT32", "data" : {{input0}} },
              { "name" : "input1", "shape" : [ 3 ], "datatype" : "BOOL", "data" : {{input1}} } ],
              "outputs" : [ { "name" : "output0" } ] }
            """;
        using var response = await _client.InferAsync("spec", request);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.False(response.Headers.Contains(InferenceCalls.HeaderLength));
        Assert.Equal(Expected, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Binary_request_is_answered_in_binary()
    {
        var (header, body) = await ExchangeAsync("""
            { "model_name" : "mymodel", "inputs" : [
              { "name" : "input0", "shape" : [ 2, 2 ], "datatype" : "UINT32", "parameters" : { "binary_data_size" : 16 } },
              { "name" : "input1", "shape" : [ 3 ], "datatype" : "BOOL", "parameters" : { "binary_data_size" : 3 } } ],
              "outputs" : [ { "name" : "output0", "parameters" : { "binary_data" : true } } ] }
            """, [.. s_input0, .. s_input1]);
        const string Json = """{"model_name":"spec","model_version":"1","outputs":[{"name":"output0","datatype":"FP32","shape":[3,2],"parameters":{"binary_data_size":24}}]}""";
        Assert.Equal(Json.Length, header);
        Assert.Equal([.. Encoding.UTF8.GetBytes(Json), .. s_output0], body);
    }

    [Fact]
    public async Task Binary_data_comes_in_the_order_of_the_request()
    {
        var (header, body) = await ExchangeAsync("""
            {"inputs":[{"name":"input1","shape":[3],"datatype":"BOOL","parameters":{"binary_data_size":3}},
            {"name":"input0","shape":[2,2],"datatype":"UINT32","parameters":{"binary_data_size":16}}],"parameters":{"binary_data_output":true}}
            """, [.. s_input1, .. s_input0]);
        Assert.Equal(s_output0, body[header!.Value..]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Inputs_in_json_and_in_binary_go_together(bool first)
    {
        var (one, other) = first
            ? ("\"parameters\":{\"binary_data_size\":16}", "\"data\":[true,false,true]")
            : ("\"data\":[[1,2],[3,4]]", "\"parameters\":{\"binary_data_size\":3}");
        var (header, body) = await ExchangeAsync($$"""
            {"id":"42","inputs":[{"name":"input0","shape":[2,2],"datatype":"UINT32",{{one}}},{"name":"input1","shape":[3],"datatype":"BOOL",{{other}}}]}
            """, first ? s_input0 : s_input1);
        Assert.Null(header);
        Assert.Equal(Expected, Encoding.UTF8.GetString(body));
    }

    [Theory]
    [InlineData("false", "true", true)]
    [InlineData("true", "false", false)]
    public async Task Binary_data_of_an_output_overrides_binary_data_output(string all, string one, bool binary)
    {
        var (header, _) = await ExchangeAsync($$$"""
            {"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}],"parameters":{"binary_data_output":{{{all}}}},
            "outputs":[{"name":"sum","parameters":{"binary_data":{{{one}}}}}]}
            """, [], "two");
        Assert.Equal(binary, header is not null);
    }

    [Fact]
    public async Task Null_is_as_good_as_nothing_where_a_field_is_optional()
    {
        var (_, body) = await ExchangeAsync("""
            {"id":null,"parameters":null,"outputs":null,"inputs":[
            {"name":"input0","shape":[2,2],"datatype":"UINT32","parameters":{"binary_data_size":16},"data":null},
            {"data":null,"parameters":null,"name":"input1","shape":[3],"datatype":"BOOL","data":[true,false,true]}]}
            """, s_input0);
        Assert.Equal(Expected.Replace("\"id\":\"42\",", "", StringComparison.Ordinal), Encoding.UTF8.GetString(body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7b1e")]
    [InlineData("\"quoted\" and \\ and \n")]
    [InlineData("ü€😀 \u2028")]
    public async Task Id_comes_back_as_it_was_given(string id)
    {
        var request = new JsonObject { ["id"] = id, ["inputs"] = JsonNode.Parse(InferenceCalls.Floats(1))!["inputs"]!.DeepClone() };
        Assert.Equal(id, (string)(await _client.InferAsync("two", request.ToJsonString()).JsonAsync())["id"]!);
    }

    [Fact]
    public async Task Parameters_that_mean_nothing_here_are_passed_over()
    {
        const string Request = """
            {"parameters":{"priority":1,"sequence_id":7,"sequence_start":true,"mine":"x"},
            "inputs":[{"name":"x","shape":[1],"datatype":"FP32","parameters":{"content_type":"np"},"data":[1]}],"outputs":[{"name":"sum","parameters":{"mine":1.5}}]}
            """;
        var answer = await _client.InferAsync("two", Request).JsonAsync();
        Assert.Equal("[2]", answer["outputs"]![0]!["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"inputs\":[]")]
    public async Task Model_that_takes_nothing_is_asked_with_nothing(string inputs)
    {
        var answer = await _client.InferAsync("constant", $$"""{{{inputs}}}""").JsonAsync();
        Assert.Equal("[1,2]", answer["outputs"]![0]!["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("[3]", "[1,2,3]")]
    [InlineData("[1,3]", "[[1,2,3]]")]
    [InlineData("[1,1,3]", "[[[1,2,3]]]")]
    public async Task Undeclared_rank_takes_any_shape(string shape, string data)
    {
        var answer = await _client.InferAsync("any-rank", $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"FP32","data":{{data}}}]}""").JsonAsync();
        Assert.Equal(shape, answer["outputs"]![0]!["shape"]!.ToJsonString());
        Assert.Equal("[1,2,3]", answer["outputs"]![0]!["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("[0,3]", "[]")]
    [InlineData("[2,0]", "[[],[]]")]
    [InlineData("[2,0,3]", "[[],[]]")]
    [InlineData("[0]", "[]")]
    public async Task Shape_without_elements_may_be_nested_or_flat(string shape, string data)
    {
        var answer = await _client.InferAsync("any-rank", $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"FP32","data":{{data}}}]}""").JsonAsync();
        Assert.Equal(shape, answer["outputs"]![0]!["shape"]!.ToJsonString());
        Assert.Equal("[]", answer["outputs"]![0]!["data"]!.ToJsonString());
    }

    private async Task<(int? Header, byte[] Body)> ExchangeAsync(string json, byte[] data, string model = "spec")
    {
        using var response = await _client.InferBinaryAsync(model, json, data);
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        var isBinary = response.Headers.TryGetValues(InferenceCalls.HeaderLength, out var values);
        Assert.Equal(new MediaTypeHeaderValue(isBinary ? "application/octet-stream" : "application/json"), response.Content.Headers.ContentType);
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        return (isBinary ? int.Parse(values!.Single(), CultureInfo.InvariantCulture) : null, body);
    }
}
