using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace GitEdge.Agent.Inference;

/// <summary>The process of one trial, with what it prints and what it takes.</summary>
internal sealed class TrialChild : IDisposable
{
    private const int MaximumOutput = 1 << 20;

    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly byte[] _input;
    private readonly TrialErrors _errors = new();
    private Task<byte[]> _output = Task.FromResult(Array.Empty<byte>());
    private long _peak;

    /// <param name="start">The program.</param>
    /// <param name="input">What it reads, less than a pipe holds (64 KiB).</param>
    public TrialChild(ProcessStartInfo start, byte[] input)
    {
        _input = input;
        _process = new Process { StartInfo = start };
        // The kernel sends the parent-death signal when the *thread* that started the child ends (prctl(2)), and threads
        // of the pool come and go. This one lives as long as the child.
        new Thread(Live) { IsBackground = true, Name = "preflight" }.Start();
    }

    /// <summary>True when the process runs; false with <see cref="StartError"/>.</summary>
    public Task<bool> StartedAsync => _started.Task;

    public string StartError { get; private set; } = "";

    public bool HasExited => _exited.Task.IsCompleted;

    /// <summary>Ends when the process has ended.</summary>
    public Task GoneAsync => _exited.Task;

    /// <summary>Whether the running model has been loaded beside the candidate.</summary>
    public bool HasBothModels => _errors.HasBothModels;

    /// <summary>Resident memory now, bytes; 0 when the process is gone.</summary>
    public long SampleMemory()
    {
        try
        {
            var pages = File.ReadAllText($"/proc/{_process.Id}/statm").Split(' ')[1];
            var resident = long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
            _peak = Math.Max(_peak, resident);
            return resident;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Waits for the end, at most that long.</summary>
    public async Task WaitAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await _exited.Task.WaitAsync(time, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Not yet.
        }
    }

    /// <summary>Ends it with all it has started.</summary>
    public void Kill()
    {
        if (!HasExited && _started.Task is { IsCompletedSuccessfully: true, Result: true })
            _process.Kill(entireProcessTree: true);
    }

    /// <summary>Waits for the end and gathers what is left of it.</summary>
    public async Task<TrialEnd> EndedAsync()
    {
        await _exited.Task;
        return new TrialEnd
        {
            ExitCode = _process.ExitCode,
            Output = await _output,
            Errors = await _errors.EndAsync(),
            Phase = _errors.Phase,
            PeakBytes = _peak,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private void Live()
    {
        try
        {
            _process.Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            StartError = e.Message;
            _exited.SetResult();
            _started.SetResult(false);
            return;
        }
        Feed();
        _output = ReadAsync(_process.StandardOutput.BaseStream);
        _errors.Begin(_process.StandardError);
        _started.SetResult(true);
        _process.WaitForExit();
        _exited.SetResult();
    }

    private void Feed()
    {
        try
        {
            _process.StandardInput.BaseStream.Write(_input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all: how it ended says why.
        }
    }

    // Reads all, so that the child never waits for us, and keeps the beginning.
    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 << 10];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
            kept.Write(buffer, 0, (int)Math.Min(count, MaximumOutput - kept.Length));
        return kept.ToArray();
    }
}
