using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace GitEdge.Inference.Tests;

/// <summary>Calls of the protocol, as a client makes them.</summary>
public static class InferenceCalls
{
    public const string HeaderLength = "Inference-Header-Content-Length";

    public static Task<HttpResponseMessage> InferAsync(this HttpClient client, string model, string json, string? version = null) =>
        client.PostAsync(InferPath(model, version), new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Sends a JSON header and binary data after it.</summary>
    public static Task<HttpResponseMessage> InferBinaryAsync(this HttpClient client, string model, string json, byte[] data)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var content = new ByteArrayContent([.. header, .. data]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add(HeaderLength, header.Length.ToString(CultureInfo.InvariantCulture));
        return client.PostAsync(InferPath(model, null), content);
    }

    /// <summary>Sends nothing but the data of a model's one input.</summary>
    public static Task<HttpResponseMessage> InferRawAsync(this HttpClient client, string model, byte[] data, bool chunked = false)
    {
        var content = new ByteArrayContent(data);
        content.Headers.Add(HeaderLength, "0");
        var request = new HttpRequestMessage(HttpMethod.Post, InferPath(model, null)) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        return client.SendAsync(request);
    }

    /// <summary>Takes an answer with binary data apart.</summary>
    public static async Task<(JsonNode Header, byte[] Binary)> SplitAsync(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        var values = response.Headers.TryGetValues(HeaderLength, out var found) ? found : response.Content.Headers.GetValues(HeaderLength);
        var length = int.Parse(values.Single(), CultureInfo.InvariantCulture);
        return (JsonNode.Parse(body.AsSpan(0, length))!, body[length..]);
    }

    public static async Task<JsonNode> JsonAsync(this Task<HttpResponseMessage> sent, int status = 200)
    {
        using var response = await sent;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"expected {status}, got {(int)response.StatusCode}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(text)!;
    }

    /// <summary>The <c>error</c> of a refusal.</summary>
    public static async Task<string> ErrorAsync(this Task<HttpResponseMessage> sent, int status) =>
        (string)(await sent.JsonAsync(status))["error"]!;

    public static Task<JsonNode> AdminAsync(this InferenceServerProcess server, string path, string json, int status = 200) =>
        server.Admin.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json")).JsonAsync(status);

    public static Task<JsonNode> LoadAsync(this InferenceServerProcess server, string model, long version, string slot = "b", int status = 200) =>
        server.AdminAsync($"v2/repository/models/{model}/load", $$$"""{"parameters":{"slot":"{{{slot}}}","version":"{{{version}}}"}}""", status);

    public static Task<JsonNode> PromoteAsync(this InferenceServerProcess server, string versions, int status = 200) =>
        server.AdminAsync("v2/repository/promote", $$$"""{"versions":{{{{versions}}}}}""", status);

    public static Task<JsonNode> UnloadAsync(this InferenceServerProcess server, string model, string parameters, int status = 200) =>
        server.AdminAsync($"v2/repository/models/{model}/unload", $$$"""{"parameters":{{{{parameters}}}}}""", status);

    public static Task<JsonNode> StatisticsAsync(this InferenceServerProcess server, string model, long version, int status = 200) =>
        server.Admin.GetAsync($"v2/models/{model}/versions/{version}/stats").JsonAsync(status);

    /// <summary>A request with one flat float input <c>x</c>.</summary>
    public static string Floats(params float[] values) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"inputs":[{"name":"x","shape":[{{values.Length}}],"datatype":"FP32","data":[{{string.Join(',', values)}}]}]}""");

    private static string InferPath(string model, string? version) =>
        version is null ? $"v2/models/{model}/infer" : $"v2/models/{model}/versions/{version}/infer";
}
