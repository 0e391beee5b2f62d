using Microsoft.ML.OnnxRuntime;

namespace GitEdge.Inference.Models;

/// <summary>How runs are made; shared by all runs of a version, to end them all when they do not end by themselves.</summary>
internal sealed class RunSettings : IDisposable
{
    private readonly RunOptions _usual = new();
    private readonly RunOptions _shrinking = new();
    private int _owed;

    public RunSettings()
    {
        // The runtime's arena keeps what the largest request took, and a client's one large request is not the model's need.
        _shrinking.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
    }

    /// <summary>True once <see cref="Terminate"/> was called.</summary>
    public bool Terminated => _usual.Terminate;

    /// <summary>The options for the next run.</summary>
    public RunOptions Next() => Interlocked.Exchange(ref _owed, 0) == 0 ? _usual : _shrinking;

    /// <summary>
    /// Has the next run give the arena's free memory back when it is done. Called when a large request's outputs are free:
    /// they lie in the arena until after its own run.
    /// </summary>
    public void Shrink() => Volatile.Write(ref _owed, 1);

    /// <summary>Ends all runs at their model's next operator.</summary>
    public void Terminate() => (_usual.Terminate, _shrinking.Terminate) = (true, true);

    public void Dispose()
    {
        _usual.Dispose();
        _shrinking.Dispose();
    }
}
