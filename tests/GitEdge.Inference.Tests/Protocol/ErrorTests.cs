using System.Net;
using System.Text;

namespace GitEdge.Inference.Tests.Protocol;

[Collection("server")]
public sealed class ErrorTests(ServerFixture fixture)
{
    private readonly HttpClient _client = fixture.Server.Public;

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{", "not JSON")]
    [InlineData("{} {}", "not JSON")]
    [InlineData("{}", "no 'inputs'")]
    [InlineData("""{"inputs":{}}""", "'inputs' must be an array")]
    [InlineData("""{"inputs":[1]}""", "each input must be an object")]
    [InlineData("""{"inputs":[]}""", "input 'x' is missing: expected FP32 [2,3]")]
    [InlineData("""{"inputs":[{"shape":[2,3]}]}""", "no 'name'")]
    [InlineData("""{"inputs":[{"name":7}]}""", "'name' must be a string")]
    [InlineData("""{"inputs":[{"name":"z"}]}""", "there is no input 'z'; the model has 'x'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","data":[]}]}""", "input 'x': has no 'shape'; expected [2,3]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"data":[]}]}""", "input 'x': has no 'datatype'; expected FP32")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32"}]}""", "input 'x': has neither 'data'")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP31","data":[]}]}""", "datatype 'FP31'")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"INT64","data":[1,2,3,4,5,6]}]}""", "input 'x': expected datatype FP32, got INT64")]
    [InlineData("""{"inputs":[{"name":"x","shape":[3,2],"datatype":"FP32","data":[1,2,3,4,5,6]}]}""", "input 'x': expected shape [2,3], got [3,2]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[6],"datatype":"FP32","data":[1,2,3,4,5,6]}]}""", "expected shape [2,3], got [6]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,-3],"datatype":"FP32","data":[1,2,3,4,5,6]}]}""", "negative")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,1.5],"datatype":"FP32","data":[1]}]}""", "whole numbers")]
    [InlineData("""{"inputs":[{"name":"x","shape":"2,3","datatype":"FP32","data":[1]}]}""", "'shape' must be an array")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5]}]}""", "has 6 elements, 'data' has 5")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6,7]}]}""", "has 6 elements, 'data' has 7")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[[1,2],[3,4],[5,6]]}]}""", "nested with 2 elements where shape [2,3] has 3")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[[1,2,3],4,5,6]}]}""", "neither flat nor nested")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[[[1,2,3,4,5,6]]]}]}""", "deeper than its shape")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":7}]}""", "'data' must be an array")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,"3",4,5,6]}]}""", "element 2 is String, expected FP32")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,1e39,5,6]}]}""", "element 3 is 1e39, expected FP32")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,null,4,5,6]}]}""", "element 2 is Null")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]},{"name":"x"}]}""", "input 'x': is given twice")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6],"parameters":{"binary_data_size":4}}]}""", "both 'data' and 'binary_data_size'")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","parameters":{"binary_data_size":24}}]}""", "0 bytes of binary data are left")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","parameters":{"shared_memory_region":"r"}}]}""", "shared memory")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]}],"outputs":[{"name":"z"}]}""", "no output 'z'; the model has 'y'")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]}],"outputs":[{"name":"y"},{"name":"y"}]}""", "asked for twice")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]}],"outputs":[{"name":"y","parameters":{"classification":3}}]}""", "classification")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]}],"outputs":[{"name":"y","parameters":{"shared_memory_region":"r"}}]}""", "shared memory")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]}],"id":7}""", "'id' must be a string")]
    [InlineData("""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]}],"parameters":{"binary_data_output":"yes"}}""", "binary_data_output")]
    public async Task Request_that_is_wrong_is_told_what_and_where(string request, string expected) =>
        Assert.Contains(expected, await _client.InferAsync("fixed", request).ErrorAsync(400), StringComparison.Ordinal);

    [Theory]
    [InlineData(20, 24, "takes 24 bytes, got 20")]
    [InlineData(24, 28, "4 bytes follow the last input's")]
    [InlineData(28, 24, "24 bytes of binary data are left")]
    [InlineData(-1, 24, "binary_data_size is -1")]
    public async Task Binary_data_of_the_wrong_size_is_refused(int declared, int sent, string expected)
    {
        var request = $$$"""{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","parameters":{"binary_data_size":{{{declared}}}}}]}""";
        Assert.Contains(expected, await _client.InferBinaryAsync("fixed", request, new byte[sent]).ErrorAsync(400), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0 }, "ends within element 0")]
    [InlineData(new byte[] { 5, 0, 0, 0, 65 }, "ends within element 0")]
    [InlineData(new byte[] { 255, 255, 255, 255, 65 }, "ends within element 0")]
    [InlineData(new byte[] { 1, 0, 0, 0, 65, 66 }, "1 bytes follow the last")]
    public async Task Bytes_elements_of_the_wrong_length_are_refused(byte[] data, string expected)
    {
        var request = $$$"""{"inputs":[{"name":"x","shape":[1,1],"datatype":"BYTES","parameters":{"binary_data_size":{{{data.Length}}}}}]}""";
        var error = await _client.InferBinaryAsync("identity-string", request, data).ErrorAsync(400);
        Assert.True(error.Contains(expected, StringComparison.Ordinal) || error.Contains("more elements than the data", StringComparison.Ordinal), error);
    }

    [Theory]
    [InlineData("identity-int8", "INT8", "128")]
    [InlineData("identity-uint8", "UINT8", "-1")]
    [InlineData("identity-int64", "INT64", "1.5")]
    [InlineData("identity-int32", "INT32", "2147483648")]
    [InlineData("identity-float16", "FP16", "65520")]
    [InlineData("identity-double", "FP64", "1e400")]
    [InlineData("identity-bool", "BOOL", "2")]
    [InlineData("identity-string", "BYTES", "2")]
    [InlineData("identity-uint64", "UINT64", "18446744073709551616")]
    public async Task Element_beyond_its_type_is_named(string model, string datatype, string element)
    {
        var request = $$"""{"inputs":[{"name":"x","shape":[1,2],"datatype":"{{datatype}}","data":[{{(datatype is "BOOL" ? "true" : datatype is "BYTES" ? "\"a\"" : "1")}},{{element}}]}]}""";
        Assert.Contains($"input 'x': element 1 is {element}, expected {datatype}", await _client.InferAsync(model, request).ErrorAsync(400), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,1],"datatype":"BYTES","data":["\ud800"]}]}""")]
    [InlineData("""{"inputs":[{"name":"\ud800"}]}""")]
    public async Task Text_that_is_no_text_is_refused(string request) =>
        Assert.Contains("not UTF-8", await _client.InferAsync("identity-string", request).ErrorAsync(400), StringComparison.Ordinal);

    [Fact]
    public async Task Shape_of_a_size_that_no_body_holds_takes_no_memory()
    {
        const string Request = """{"inputs":[{"name":"x","shape":[2147483647,2147483647],"datatype":"FP64","data":[1]}]}""";
        Assert.Contains("more elements than the data given", await _client.InferAsync("identity-double", Request).ErrorAsync(400), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("1000")]
    public async Task Header_length_that_does_not_fit_the_body_is_refused(string length)
    {
        using var content = new StringContent("{}", Encoding.UTF8);
        content.Headers.Add(InferenceCalls.HeaderLength, length);
        Assert.Contains(InferenceCalls.HeaderLength, await _client.PostAsync("v2/models/fixed/infer", content).ErrorAsync(400), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_beyond_the_limit_is_413(bool declared)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v2/models/fixed/infer") { Content = new ByteArrayContent(new byte[1_000_001]) };
        request.Headers.TransferEncodingChunked = !declared;
        Assert.Contains("larger than", await _client.SendAsync(request).ErrorAsync(413), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_beyond_the_limit_are_431()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v2");
        for (var i = 0; i < 5; i++)
            request.Headers.Add($"X-{i}", new string('x', 7 << 10));
        using var response = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("v2/models/none/infer", 404, "no model 'none'")]
    [InlineData("v2/models/fixed/versions/2/infer", 404, "no version '2' here; it has 1")]
    [InlineData("v2/models/fixed/versions/01/infer", 404, "no version '01'")]
    [InlineData("v2/models/fixed/versions/x/infer", 404, "no version 'x'")]
    [InlineData("v2/models/..%2F..%2Fetc/infer", 404, "no model")]
    [InlineData("v2/models/broken/infer", 503, "not ready")]
    [InlineData("v2/models/broken/versions/1/infer", 503, "unavailable")]
    public async Task Model_that_does_not_answer_is_told_apart(string path, int status, string expected) =>
        Assert.Contains(expected, await _client.PostAsync(path, new StringContent("{}")).ErrorAsync(status), StringComparison.Ordinal);

    [Fact]
    public async Task Failure_in_the_model_is_500_and_the_next_request_is_answered()
    {
        // The model's own check: speech shorter than its window.
        const string Request = """{"inputs":[{"name":"input","shape":[1,1],"datatype":"FP32","data":[0]},{"name":"state","shape":[2,1,128],"datatype":"FP32","data":ZEROS},{"name":"sr","shape":[],"datatype":"INT64","data":[16000]}]}""";
        var zeros = $"[{string.Join(',', Enumerable.Repeat("0", 256))}]";
        var error = await _client.InferAsync("vad", Request.Replace("ZEROS", zeros, StringComparison.Ordinal)).ErrorAsync(500);
        Assert.Contains("model 'vad' version 5 failed", error, StringComparison.Ordinal);
        using var good = await _client.InferAsync("vad", SileroRequest.Json(new float[512]));
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }
}
