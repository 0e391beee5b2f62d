using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using GitEdge.Bench.Code;
using GitEdge.Bench.Results;

namespace GitEdge.Bench.Benches;

/// <summary>Code by itself, with BenchmarkDotNet. For information.</summary>
internal static class CodeBench
{
    public static IReadOnlyList<Figure> Run(BenchOptions options)
    {
        using var scratch = new TempDirectory();
        // In this process: the code under test is built already, as it is shipped.
        var job = (options.Quick ? Job.Dry : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance);
        var config = ManualConfig.CreateEmpty().AddJob(job).AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance).WithArtifactsPath(scratch.Path).WithOptions(ConfigOptions.DisableLogFile);
        return [.. new[] { typeof(VerifyRelease), typeof(PlanDevice), typeof(HashSlot) }
            .Select(type => BenchmarkRunner.Run(type, config))
            .SelectMany(summary => summary.Reports.Select(Figure))];
    }

    private static Figure Figure(BenchmarkReport report)
    {
        var values = report.ResultStatistics?.OriginalValues ?? throw new InvalidOperationException($"{report.BenchmarkCase.DisplayInfo} gave nothing.");
        var allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
        return new Figure
        {
            What = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
            Unit = "µs",
            Value = Spread.Of(values.Select(nanoseconds => nanoseconds / 1000)),
            Note = allocated is { } bytes ? $"{bytes} bytes allocated" : null,
        };
    }
}
