using System.Diagnostics;
using System.Runtime.InteropServices;
using GitEdge.Bench.Load;
using GitEdge.Bench.Results;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Bench.Benches;

/// <summary>Requests a second over the protocol, beside the bare session in this process. For information.</summary>
internal static class ServingBench
{
    private const int Width = 16 * 96;
    private const int Hidden = 128;

    public static IReadOnlyList<Figure> Run(BenchOptions options)
    {
        var (silero, dense) = (File.ReadAllBytes(Repository.Silero("v6")), Dense());
        using var tree = new SlotTree().Add("a", "vad", 1, silero).Add("a", "dense", 1, dense).Activate("a");
        using var server = InferenceServerProcess.Start(tree.Root, executable: options.Inference);
        var (frame, values) = (Speech.Frames()[5], Enumerable.Range(0, Width).Select(i => MathF.Sin(i)).ToArray());
        var figures = new List<Figure>();
        foreach (var clients in new[] { 1, 8 })
        {
            var raw = Raw(silero, [("input", [1, frame.Length], frame), ("state", [2, 1, 128], new float[256])], clients, options);
            figures.AddRange(Serve(server, "silero v6", clients, binary => InferRequest.Silero("vad", frame, binary), raw, options));
            raw = Raw(dense, [("x", [1, 16, 96], values)], clients, options);
            figures.AddRange(Serve(server, "[1,16,96]", clients, binary => InferRequest.Floats("dense", "[1,16,96]", values, binary), raw, options));
        }
        return figures;
    }

    private static IEnumerable<Figure> Serve(InferenceServerProcess server, string model, int clients, Func<bool, byte[]> request, Spread raw, BenchOptions options)
    {
        foreach (var binary in new[] { false, true })
        {
            var load = new LoadClients(server.Url, request(binary), clients, TimeSpan.Zero);
            Thread.Sleep(options.Time(20) / 10);
            var started = Stopwatch.GetTimestamp();
            Thread.Sleep(options.Time(60) / 10);
            var ended = Stopwatch.GetTimestamp();
            var answers = load.Stop().Where(answer => answer.Sent >= started && answer.Ended < ended).ToList();
            var latencies = LoadClients.Latencies(answers);
            yield return new Figure
            {
                What = $"{model}, {(binary ? "binary" : "JSON")}, {(clients == 1 ? "1 client" : $"{clients} clients")}",
                Unit = "requests/s",
                Value = Spread.Of(answers.Count / Stopwatch.GetElapsedTime(started, ended).TotalSeconds),
                Peer = "the bare session",
                Against = raw,
                Note = FormattableString.Invariant($"p50 {Spread.At(latencies, 0.5) * 1000:0} µs, p99 {Spread.At(latencies, 0.99) * 1000:0} µs; {load.Failed} failed"),
            };
        }
    }

    /// <summary>Runs a second of one session that all threads share, with the server's own session settings.</summary>
    private static Spread Raw(byte[] model, (string Name, long[] Shape, float[] Values)[] inputs, int threads, BenchOptions options)
    {
        using var settings = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount, InterOpNumThreads = 1 };
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(model, settings);
        var (stop, runs) = (false, new long[threads * 8]);
        var workers = Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            using var run = new RunOptions();
            using var binding = session.CreateIoBinding();
            var values = inputs.Select(input => OrtValue.CreateTensorValueFromMemory(input.Values, input.Shape)).ToList();
            if (session.InputMetadata.ContainsKey("sr"))
                binding.BindInput("sr", OrtValue.CreateTensorValueFromMemory(new[] { 16000L }, []));
            for (var k = 0; k < values.Count; k++)
                binding.BindInput(inputs[k].Name, values[k]);
            foreach (var output in session.OutputMetadata.Keys)
                binding.BindOutputToDevice(output, OrtMemoryInfo.DefaultInstance);
            while (!Volatile.Read(ref stop))
            {
                session.RunWithBinding(run, binding);
                runs[i * 8]++;
            }
            values.ForEach(value => value.Dispose());
        })).ToList();
        workers.ForEach(worker => worker.Start());
        Thread.Sleep(options.Time(20) / 10);
        var (clock, before) = (Stopwatch.StartNew(), runs.Sum());
        Thread.Sleep(options.Time(60) / 10);
        var rate = (runs.Sum() - before) / clock.Elapsed.TotalSeconds;
        Volatile.Write(ref stop, true);
        workers.ForEach(worker => worker.Join());
        return Spread.Of(rate);
    }

    /// <summary>A small classifier over 16 frames of 96 features, as wake word models are.</summary>
    private static byte[] Dense()
    {
        var random = new Random(3);
        float[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) / 20)];
        return new OnnxModelBuilder().Input("x", OnnxType.Float, 1, 16, 96).Output("y", OnnxType.Float, 1, 1)
            .Constant("w1", [Width, Hidden], Weights(Width * Hidden)).Constant("w2", [Hidden, Hidden], Weights(Hidden * Hidden)).Constant("w3", [Hidden, 1], Weights(Hidden))
            .Node("Flatten", ["x"], ["flat"])
            .Node("MatMul", ["flat", "w1"], ["h1"]).Node("Relu", ["h1"], ["r1"])
            .Node("MatMul", ["r1", "w2"], ["h2"]).Node("Relu", ["h2"], ["r2"])
            .Node("MatMul", ["r2", "w3"], ["h3"]).Node("Sigmoid", ["h3"], ["y"]).Build();
    }
}
