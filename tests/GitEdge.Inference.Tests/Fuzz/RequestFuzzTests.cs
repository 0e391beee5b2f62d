using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using GitEdge.Testing.Fuzzing;

namespace GitEdge.Inference.Tests.Fuzz;

/// <summary>Requests over the real listener: each is answered in the protocol's form, and the server goes on.</summary>
[Collection("server")]
[Trait("Category", "Fuzz")]
public sealed class RequestFuzzTests(ServerFixture fixture)
{
    private const int Inputs = 1500;

    private static readonly string[] Words =
    [
        "\"inputs\":", "\"outputs\":", "\"parameters\":", "\"binary_data_size\":", "\"binary_data\":true", "\"classification\":1", "\"shape\":[", "\"datatype\":\"BYTES\"", "\"data\":[",
        "NaN", "Infinity", "1e999", "-1", "9223372036854775807", "null", "[[[[[[[[", "{\"a\":", "\\ud800", "\"id\":", "true",
    ];

    [Theory]
    [InlineData("identity-float")]
    [InlineData("identity-string")]
    [InlineData("two")]
    public void Json(string model) => Fuzzer.Run(new FuzzTarget($"request-{model}", [Good(model)], Words, input => Ask(model, input, input.Length)), Inputs);

    [Fact]
    public void Binary()
    {
        var header = Encoding.UTF8.GetBytes("""{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}],"parameters":{"binary_data_output":true}}""");
        byte[] good = [.. header, 0, 0, 128, 63, 0, 0, 0, 64];
        Fuzzer.Run(new FuzzTarget("request-binary", [good], Words, input => Ask("identity-float", input, Math.Min(header.Length, input.Length))), Inputs);
    }

    [Fact]
    public void Raw() => Fuzzer.Run(new FuzzTarget("request-raw", [TestTensors.Bytes(1f, 2f, 3f)], Words, input => Ask("rows", input, 0)), Inputs);

    private static byte[] Good(string model) => Encoding.UTF8.GetBytes(model switch
    {
        "identity-string" => """{"id":"7","inputs":[{"name":"x","shape":[1,2],"datatype":"BYTES","data":["a","b"]}],"outputs":[{"name":"y"}]}""",
        "two" => InferenceCalls.Floats(1, 2),
        _ => """{"id":"7","inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[[1.5,-2]]}],"outputs":[{"name":"y","parameters":{"binary_data":false}}],"parameters":{"x":1}}""",
    });

    private string Ask(string model, byte[] body, int header)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add(InferenceCalls.HeaderLength, header.ToString(CultureInfo.InvariantCulture));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v2/models/{model}/infer") { Content = content };
        using var response = fixture.Server.Public.Send(request);
        using var stream = response.Content.ReadAsStream();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        if ((int)response.StatusCode is not (200 or 400 or 413))
            throw new InvalidOperationException($"The answer is {(int)response.StatusCode}: {Encoding.UTF8.GetString(bytes.ToArray())}");
        if ((int)response.StatusCode == 200)
            return "answered";
        var error = (string)JsonNode.Parse(bytes.ToArray())!["error"]!;
        return $"{(int)response.StatusCode} {string.Concat(error.Take(40).Where(c => char.IsAsciiLetterLower(c) || c == ' '))}";
    }
}
