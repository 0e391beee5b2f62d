using System.Text.Json;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Health;

public sealed class PreflightVerdictTests
{
    private static readonly PreflightRequest Request = new()
    {
        Name = "vad",
        Candidate = "/c",
        Digest = Sha256Digest.Of([1]),
        Size = 5,
        Running = "/r",
        Golden = "/g",
        Tolerance = new Tolerance { Absolute = 0.001, Argmax = true },
        Latency = new LatencyGate { P95 = TimeSpan.FromMilliseconds(20), Regression = 1.5 },
        MemoryLimit = 7,
        TimeoutSeconds = 2.5,
        Requires = new ModelRequirements { Opset = 17 },
        AllowInterfaceChange = true,
    };

    [Fact]
    public void Request_survives_json()
    {
        var json = JsonSerializer.Serialize(Request, HealthJson.Default.PreflightRequest);

        Assert.Equal(Request, JsonSerializer.Deserialize(json, HealthJson.Default.PreflightRequest));
        Assert.Contains("\"timeoutSeconds\":2.5", json, StringComparison.Ordinal);
        Assert.Contains("\"p95\":\"00:00:00.0200000\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("timeoutSeconds")]
    [InlineData("tolerance")]
    [InlineData("digest")]
    public void Request_without_what_has_no_default_is_refused(string missing)
    {
        var json = JsonSerializer.Serialize(Request, HealthJson.Default.PreflightRequest);
        using var document = JsonDocument.Parse(json);
        var fields = document.RootElement.EnumerateObject().Where(field => field.Name != missing).ToDictionary(field => field.Name, field => field.Value);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(JsonSerializer.Serialize(fields), HealthJson.Default.PreflightRequest));
    }

    [Fact]
    public void Request_with_an_unknown_field_is_refused() => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(
        JsonSerializer.Serialize(Request, HealthJson.Default.PreflightRequest).Replace("\"name\"", "\"title\":1,\"name\"", StringComparison.Ordinal),
        HealthJson.Default.PreflightRequest));

    [Fact]
    public void Verdict_survives_json_with_nan_in_it()
    {
        var worst = OutputComparison.Compare<float>([1], [float.NaN], new Tolerance());
        var verdict = PreflightVerdict.Refuse(PreflightReason.NonFiniteOutput, "m", "c") with
        {
            Cases = [new PreflightCase { Set = "s", Passed = false, Output = "y", At = "[0]", Worst = worst }],
            Measured = new PreflightMeasurements { Cases = 1, PeakBytes = 9 },
        };
        var json = JsonSerializer.Serialize(verdict, HealthJson.Default.PreflightVerdict);
        var back = JsonSerializer.Deserialize(json, HealthJson.Default.PreflightVerdict)!;

        Assert.Equal(verdict.Cases, back.Cases);
        Assert.Equal(verdict with { Cases = back.Cases }, back);
        Assert.Contains("\"failure\":\"NonFinite\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("exitCode", json, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(PreflightReason.GoldenMismatch, true, 10)]
    [InlineData(PreflightReason.Crashed, true, 10)]
    [InlineData(PreflightReason.TimedOut, true, 10)]
    [InlineData(PreflightReason.TooMuchMemory, true, 10)]
    [InlineData(PreflightReason.Killed, false, 70)]
    [InlineData(PreflightReason.InternalError, false, 70)]
    public void Refusal_says_whose_fault_it_is(string reason, bool releases, int exitCode)
    {
        var verdict = PreflightVerdict.Refuse(reason, "m", "c");

        Assert.False(verdict.Passed);
        Assert.Equal((reason, "m", "c"), (verdict.Reason, verdict.Message, verdict.Cure));
        Assert.Equal(releases, verdict.IsReleasesFault);
        Assert.Equal(exitCode, verdict.ExitCode);
    }

    [Fact]
    public void Passing_is_nobodys_fault()
    {
        var verdict = PreflightVerdict.Refuse("ok", "", "") with { Passed = true };

        Assert.False(verdict.IsReleasesFault);
        Assert.Equal(0, verdict.ExitCode);
    }
}
