using System.Net;
using GitEdge.Core.Primitives;

namespace GitEdge.Inference.Tests.Serving;

[Collection("server")]
public sealed class EndpointTests(ServerFixture fixture)
{
    private readonly HttpClient _client = fixture.Server.Public;

    [Fact]
    public async Task Server_metadata_names_extensions_and_runtime()
    {
        var metadata = await _client.GetAsync("v2").JsonAsync();
        Assert.Equal("gitedge-inference", (string)metadata["name"]!);
        Assert.Contains("binary_tensor_data", metadata["extensions"]!.AsArray().Select(node => (string)node!));
        Assert.StartsWith("onnxruntime 1.", (string)metadata["runtime"]!, StringComparison.Ordinal);
        Assert.Equal($"onnxruntime {(string)metadata["runtimeVersion"]!}", (string)metadata["runtime"]!);
        Assert.Equal("CPUExecutionProvider", (string)metadata["providers"]!.AsArray().Single()!);
        Assert.True((int)metadata["maximumOpset"]! >= 21);
    }

    [Theory]
    [InlineData("v2/health/live")]
    [InlineData("v2/health/ready")]
    [InlineData("v2/models/vad/ready")]
    [InlineData("v2/models/vad/versions/5/ready")]
    public async Task Health_of_what_works_is_200(string path)
    {
        using var response = await _client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("v2/models/none/ready", 404)]
    [InlineData("v2/models/vad/versions/6/ready", 404)]
    [InlineData("v2/models/broken/ready", 503)]
    [InlineData("v2/models/broken", 503)]
    public async Task Health_of_what_does_not_work_says_why(string path, int status) =>
        Assert.NotEmpty(await _client.GetAsync(path).ErrorAsync(status));

    [Theory]
    [InlineData("")]
    [InlineData("/versions/5")]
    public async Task Model_metadata_gives_tensors_and_the_digest_of_the_loaded_bytes(string version)
    {
        var metadata = await _client.GetAsync($"v2/models/vad{version}").JsonAsync();
        Assert.Equal("""[{"name":"input","datatype":"FP32","shape":[-1,-1]},{"name":"state","datatype":"FP32","shape":[2,-1,128]},{"name":"sr","datatype":"INT64","shape":[]}]""", metadata["inputs"]!.ToJsonString());
        Assert.Equal("[\"5\"]", metadata["versions"]!.ToJsonString());
        Assert.Equal(Sha256Digest.Of(File.ReadAllBytes(Repository.Silero("v5"))).ToString(), (string)metadata["gitedge"]!["digest"]!);
        Assert.True((bool)metadata["gitedge"]!["default"]!);
    }

    [Theory]
    [InlineData("GET", "v2/models/vad/infer", "POST")]
    [InlineData("GET", "v2/repository/index", "POST")]
    [InlineData("POST", "v2/models/stats", "GET")]
    [InlineData("POST", "v2/models/vad/stats", "GET")]
    [InlineData("POST", "v2/models/vad", "GET")]
    [InlineData("DELETE", "v2/models/vad/ready", "GET")]
    [InlineData("POST", "v2/health/live", "GET")]
    public async Task Wrong_method_is_405_and_names_the_right_one(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal([allowed], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Index_is_what_the_repository_extension_says()
    {
        var index = (await _client.PostAsync("v2/repository/index", new StringContent("")).JsonAsync()).AsArray();
        Assert.Equal("""{"name":"fixed","version":"1","state":"READY","reason":""}""", index.Single(entry => (string)entry!["name"]! == "fixed")!.ToJsonString());
        var broken = index.Single(entry => (string)entry!["name"]! == "broken")!;
        Assert.Equal("UNAVAILABLE", (string)broken["state"]!);
        Assert.StartsWith("unsupported-model:", (string)broken["reason"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("{}", true)]
    [InlineData("""{"ready":false,"other":1}""", true)]
    [InlineData("""{"ready":true}""", false)]
    public async Task Index_leaves_out_what_is_not_ready_when_asked_to(string request, bool all)
    {
        foreach (var client in (HttpClient[])[_client, fixture.Server.Admin])
        {
            if (client != _client && request.Contains("other", StringComparison.Ordinal))
                continue;
            var index = (await client.PostAsync("v2/repository/index", new StringContent(request)).JsonAsync()).AsArray();
            Assert.Equal(all, index.Any(entry => (string)entry!["name"]! == "broken"));
            Assert.Contains(index, entry => (string)entry!["name"]! == "vad");
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"ready":7}""")]
    [InlineData("x")]
    public async Task Index_request_of_another_form_is_told_the_right_one(string request) =>
        Assert.Contains("\"ready\"", await _client.PostAsync("v2/repository/index", new StringContent(request)).ErrorAsync(400), StringComparison.Ordinal);

    [Theory]
    [InlineData("v2/repository/promote")]
    [InlineData("v2/repository/models/vad/load")]
    [InlineData("v2/repository/models/vad/unload")]
    public async Task Repository_is_not_changed_on_the_public_listener(string path) =>
        Assert.Contains("admin socket", await _client.PostAsync(path, new StringContent("{}")).ErrorAsync(404), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("v3")]
    [InlineData("v2/models")]
    [InlineData("v2/models/vad/versions")]
    [InlineData("v2/models/vad/versions//ready")]
    [InlineData("v2/models/vad/config")]
    [InlineData("v2/models/vad/infer/more")]
    public async Task Unknown_path_is_404_in_the_form_of_the_protocol(string path) =>
        Assert.NotEmpty(await _client.GetAsync(path).ErrorAsync(404));

    [Fact]
    public async Task Answer_says_which_version_and_digest_gave_it()
    {
        using var response = await _client.InferAsync("vad", SileroRequest.Json(new float[512]));
        var digest = Assert.Single(response.Headers.GetValues("GitEdge-Model-Digest"));
        Assert.Equal(Sha256Digest.Of(File.ReadAllBytes(Repository.Silero("v5"))).ToString(), digest);
        Assert.Contains("\"model_version\":\"5\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_prometheus_text_with_the_names_of_triton()
    {
        using var answered = await _client.InferAsync("two", InferenceCalls.Floats(1));
        using var response = await _client.GetAsync("metrics");
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        foreach (var name in (string[])["nv_inference_request_success", "nv_inference_request_failure", "nv_inference_count", "nv_inference_exec_count", "nv_inference_request_duration_us", "nv_inference_queue_duration_us", "nv_inference_compute_input_duration_us", "nv_inference_compute_infer_duration_us", "nv_inference_compute_output_duration_us"])
        {
            Assert.Contains($"# TYPE {name} counter", lines);
            Assert.Contains(lines, line => line.StartsWith($"{name}{{model=\"two\",version=\"1\"}} ", StringComparison.Ordinal));
        }
        Assert.Contains(lines, line => line.StartsWith("gitedge_model_info{model=\"vad\",version=\"5\",digest=\"sha256:", StringComparison.Ordinal) && line.EndsWith("default=\"true\"} 1", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("process_resident_memory_bytes ", StringComparison.Ordinal));
        Assert.Equal(
            ValueOf("nv_inference_request_success{model=\"two\",version=\"1\"} "),
            ValueOf("gitedge_model_request_duration_seconds_bucket{model=\"two\",version=\"1\",le=\"+Inf\"} "));
        Assert.Contains(lines, line => line.StartsWith("gitedge_model_request_duration_seconds_bucket{model=\"two\",version=\"1\",le=\"0.000064\"} ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("model=\"broken\"", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Matches("""^(|#.*|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9]+(\.[0-9]+)?)$""", line));

        string ValueOf(string series) => lines.Single(line => line.StartsWith(series, StringComparison.Ordinal))[series.Length..];
    }

    [Fact]
    public async Task Admin_listener_answers_the_public_questions_too() =>
        Assert.Equal("gitedge-inference", (string)(await fixture.Server.Admin.GetAsync("v2").JsonAsync())["name"]!);

    [Fact]
    public void Admin_socket_is_for_owner_and_group() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(fixture.Server.AdminSocket));
}
