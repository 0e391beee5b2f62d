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

    [Fact]
    public void Bounded_verdict_is_small_and_harmless_whatever_the_model_says()
    {
        var evil = "\u001b]0;" + new string('x', 100_000) + "\n";
        var worst = new ComparisonResult { Failure = ComparisonFailure.Value, Text = evil, Expected = evil, Actual = evil };
        var cases = Enumerable.Range(0, 1000).Select(i => new PreflightCase { Set = $"{i}{evil}", Passed = i % 2 == 0, Output = evil, At = evil, Worst = worst });
        var verdict = PreflightVerdict.Refuse(evil, evil, evil) with { Phase = evil, RuntimeVersion = evil, Provider = evil, Cases = [.. cases] };
        var json = JsonSerializer.Serialize(verdict.Bounded(), HealthJson.Default.PreflightVerdict);

        Assert.InRange(json.Length, 100_000, 900_000);
        Assert.DoesNotContain("\\u001b]", json.Replace("\\\\u001b", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(PreflightVerdict.MostCases, verdict.Bounded().Cases.Count);
        Assert.All(verdict.Bounded().Cases, one => Assert.False(one.Passed));
        Assert.StartsWith("1\\u001b]0;x", verdict.Bounded().Cases[0].Set, StringComparison.Ordinal);
        Assert.All([verdict.Bounded().Phase!, verdict.Bounded().Cases[0].Worst!.Text, verdict.Bounded().Cases[0].Output!], text => Assert.Equal(500, text.Length));
    }

    [Fact]
    public void Bounded_verdict_keeps_what_is_small()
    {
        var verdict = PreflightVerdict.Refuse("crashed", "It died.", "Try.") with
        {
            Cases = [new PreflightCase { Set = "b", Passed = true }, new PreflightCase { Set = "a", Passed = false }],
        };

        Assert.Equal(["b", "a"], verdict.Bounded().Cases.Select(one => one.Set));
        Assert.Equal(("crashed", "It died.", "Try."), (verdict.Bounded().Reason, verdict.Bounded().Message, verdict.Bounded().Cure));
        Assert.Null(verdict.Bounded().Phase);
        Assert.Null(verdict.Bounded().Cases[0].Worst);
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
