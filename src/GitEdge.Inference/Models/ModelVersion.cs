using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using GitEdge.Core.Primitives;
using GitEdge.Inference.Metrics;
using GitEdge.Inference.Protocol;
using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Models;

/// <summary>
/// One loaded version of one model. Requests take a lease while they run; retiring it waits for the last of them and
/// only then frees the session.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The last lease frees what it owns, not a single owner.")]
internal sealed class ModelVersion
{
    private const int Waiting = 1024;
    private static readonly TimeSpan s_warmUpLimit = TimeSpan.FromSeconds(5);

    private readonly InferenceSession _session;

    private readonly RunSettings _settings = new();
    private readonly ConcurrentBag<ModelRun> _runs = [];
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The catalogue holds one lease of its own, until the version is retired.
    private int _leases = 1;
    private int _retired;

    public ModelVersion(LoadedModel loaded, string name, long version, TimeProvider time)
    {
        _session = loaded.Session;
        Name = name;
        Number = version;
        Version = version.ToString(CultureInfo.InvariantCulture);
        Digest = loaded.Digest.ToString();
        Size = loaded.Size;
        Signature = loaded.Signature;
        Statistics = new ModelStatistics(time);
    }

    public string Name { get; }

    public long Number { get; }

    /// <summary>The number, written.</summary>
    public string Version { get; }

    /// <summary>Of the very bytes that were given to the runtime, written <c>sha256:…</c>.</summary>
    public string Digest { get; }

    /// <summary>Of the model's file, in bytes.</summary>
    public long Size { get; }

    public ModelSignature Signature { get; }

    public ModelStatistics Statistics { get; }

    /// <summary>How many requests run at once: enough to keep the processors busy while others are read and written.</summary>
    public static int RunsAtOnce { get; } = Math.Max(4, Environment.ProcessorCount * 2);

    /// <summary>The line in front of the session, for holders of a lease.</summary>
    public RunGate Gate { get; } = new(RunsAtOnce, Waiting);

    /// <summary>Takes a lease; false once it is retired and the last lease is gone.</summary>
    public bool TryAcquire()
    {
        var leases = Volatile.Read(ref _leases);
        while (leases > 0)
        {
            var seen = Interlocked.CompareExchange(ref _leases, leases + 1, leases);
            if (seen == leases)
                return true;
            leases = seen;
        }
        return false;
    }

    /// <summary>Gives a lease back; the last one frees the session.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) != 0)
            return;
        foreach (var run in _runs)
            run.Dispose();
        _runs.Clear();
        _session.Dispose();
        _settings.Dispose();
        Gate.Dispose();
        _freed.SetResult();
    }

    /// <summary>
    /// Gives the catalogue's own lease back, once, and waits until the last request has ended and all is freed. Requests
    /// that run longer than <paramref name="patience"/> are ended at the model's next operator and fail.
    /// </summary>
    public async Task RetireAsync(TimeSpan patience, TimeProvider time)
    {
        if (Interlocked.Exchange(ref _retired, 1) == 0)
            Release();
        try
        {
            await _freed.Task.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            Terminate();
            await _freed.Task;
        }
    }

    /// <summary>A run, for a holder of a lease.</summary>
    public ModelRun Rent() => _runs.TryTake(out var run) ? run : new ModelRun(_session, _settings, Signature);

    /// <summary>Gives a run back, before the lease.</summary>
    public void Return(ModelRun run)
    {
        run.Reset();
        _runs.Add(run);
    }

    /// <summary>
    /// Runs on zeros, so that the first request does not pay for first-time work: with every open dimension 1 and, as
    /// long as the model refuses that, with longer last dimensions, which models over a signal or a sequence need. A model
    /// may well refuse them all; that says nothing against it and is only told.
    /// </summary>
    /// <returns>Why the model refused the last of them, or null.</returns>
    public string? WarmUp(TimeProvider time)
    {
        // Not disposed: the timer may be at it still. Its finalizer frees it.
        var settings = new RunSettings();
        using var timer = time.CreateTimer(_ => settings.Terminate(), null, s_warmUpLimit, Timeout.InfiniteTimeSpan);
        using var run = new ModelRun(_session, settings, Signature);
        string? refusal = null;
        foreach (var length in (ReadOnlySpan<long>)[1, 64, 256, 512])
        {
            run.Reset();
            if ((refusal = WarmUp(run, length)) is null)
                return null;
            if (settings.Terminated)
                return $"it ran longer than {s_warmUpLimit.TotalSeconds} s and was ended";
        }
        return refusal;
    }

    private void Terminate()
    {
        // With a lease of one's own, so that the options are not freed meanwhile.
        if (!TryAcquire())
            return;
        _settings.Terminate();
        Release();
    }

    private static string? WarmUp(ModelRun run, long length)
    {
        foreach (var input in run.Request.Inputs)
        {
            var declared = input.Spec.Shape;
            var shape = Array.ConvertAll(declared, static dimension => dimension < 0 ? 1 : dimension);
            if (declared is [_, .., -1])
                shape[^1] = length;
            if (TensorSpec.CountOf(shape) is not { } count || count > int.MaxValue / Math.Max(1, input.Spec.ElementSize))
                return $"input '{input.Spec.Name}' is too large to be tried: {TensorSpec.Write(shape)}";
            input.Prepare(shape, count);
            input.Bytes.Clear();
            input.Filled = true;
        }
        run.Request.Complete();
        try
        {
            run.Execute(CancellationToken.None);
            return null;
        }
        catch (OnnxRuntimeException exception)
        {
            return ControlText.Brief(exception.Message);
        }
    }
}
