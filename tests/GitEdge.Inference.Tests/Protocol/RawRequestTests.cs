using System.Text;

namespace GitEdge.Inference.Tests.Protocol;

/// <summary>Bodies without a JSON part: Triton's binary tensor data extension, "Raw Binary Request".</summary>
[Collection("server")]
public sealed class RawRequestTests(ServerFixture fixture)
{
    private readonly HttpClient _client = fixture.Server.Public;

    [Theory]
    [InlineData("fixed", 6, "[2,3]", false)]
    [InlineData("rows", 6, "[2,3]", false)]
    [InlineData("rows", 6, "[2,3]", true)]
    [InlineData("rows", 0, "[0,3]", false)]
    [InlineData("scalar", 1, "[]", false)]
    public async Task Shape_follows_from_the_number_of_bytes(string model, int count, string shape, bool chunked)
    {
        var data = TestTensors.Bytes([.. Enumerable.Range(1, count).Select(i => (float)i)]);
        using var response = await _client.InferRawAsync(model, data, chunked);
        var (header, binary) = await response.SplitAsync();
        Assert.Equal(shape, header["outputs"]![0]!["shape"]!.ToJsonString());
        Assert.Equal(data.Length, (int)header["outputs"]![0]!["parameters"]!["binary_data_size"]!);
        Assert.Equal(data, binary);
    }

    [Fact]
    public async Task All_outputs_come_in_binary()
    {
        using var response = await _client.InferRawAsync("two", TestTensors.Bytes(1f, 2f));
        var (header, binary) = await response.SplitAsync();
        Assert.Equal(["sum", "same"], header["outputs"]!.AsArray().Select(output => (string)output!["name"]!));
        Assert.Equal(TestTensors.Bytes(2f, 4f, 1f, 2f), binary);
    }

    [Fact]
    public async Task Text_is_the_one_element_without_its_length()
    {
        using var response = await _client.InferRawAsync("word", Encoding.UTF8.GetBytes("427"));
        var (header, binary) = await response.SplitAsync();
        Assert.Equal("[1]", header["outputs"]![0]!["shape"]!.ToJsonString());
        Assert.Equal(TestTensors.Strings("427"), binary);
    }

    [Theory]
    [InlineData("fixed", 23, "input 'x' is FP32 [2,3]: a raw body takes 24 bytes, got 23")]
    [InlineData("rows", 13, "a raw body takes a multiple of 12 bytes, got 13")]
    [InlineData("scalar", 0, "a raw body takes 4 bytes, got 0")]
    [InlineData("identity-float", 8, "input 'x' is FP32 [-1,-1]: how long each of several open dimensions is")]
    [InlineData("identity-string", 3, "the shape must be [1]")]
    [InlineData("spec", 19, "for a model with one input, this one has 2")]
    [InlineData("constant", 0, "for a model with one input, this one has 0")]
    public async Task Body_that_does_not_say_its_shape_is_refused(string model, int bytes, string expected) =>
        Assert.Contains(expected, await _client.InferRawAsync(model, new byte[bytes]).ErrorAsync(400), StringComparison.Ordinal);

    [Fact]
    public async Task Truth_values_are_checked()
    {
        Assert.Contains("element 1 is 2; BOOL is 0 or 1", await _client.InferRawAsync("flags", [1, 2]).ErrorAsync(400), StringComparison.Ordinal);
        using var response = await _client.InferRawAsync("flags", [1, 0]);
        Assert.Equal([1, 0], (await response.SplitAsync()).Binary);
    }

    [Fact]
    public async Task Without_the_header_a_body_of_any_content_type_is_json()
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(InferenceCalls.Floats(1, 2)));
        content.Headers.ContentType = new("application/octet-stream");
        var answer = await _client.PostAsync("v2/models/two/infer", content).JsonAsync();
        Assert.Equal("[2,4]", answer["outputs"]![0]!["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Compressed_body_is_415(string encoding)
    {
        using var content = new StringContent(InferenceCalls.Floats(1));
        content.Headers.ContentEncoding.Add(encoding);
        using var response = await _client.PostAsync("v2/models/two/infer", content);
        Assert.Equal("identity", response.Headers.GetValues("Accept-Encoding").Single());
        Assert.Contains(encoding, await Task.FromResult(response).ErrorAsync(415), StringComparison.Ordinal);
    }
}
