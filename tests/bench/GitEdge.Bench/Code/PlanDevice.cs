using System.Text;
using BenchmarkDotNet.Attributes;
using GitEdge.Core.Deployments;
using GitEdge.Core.Fleet;
using GitEdge.Core.Manifests;
using GitEdge.Core.Planning;
using GitEdge.Core.Primitives;

namespace GitEdge.Bench.Code;

/// <summary>The decision of every poll, for a device with eight models: is there anything to do?</summary>
[MemoryDiagnoser]
public class PlanDevice
{
    private static readonly DesiredState s_desired = new()
    {
        Device = "bench-1",
        Profiles = ["base"],
        Models = [.. Enumerable.Range(0, 8).Select(i => new DesiredModel
        {
            Spec = new ModelSpec { Name = $"model-{i}", Sources = ["https://models.example.org/model.onnx"], Digest = Sha256Digest.Of(Encoding.UTF8.GetBytes($"model {i}")), Size = 1 << 20 },
        })],
    };

    private static readonly ObservedState s_converged = new()
    {
        Current = new Generation { Number = 3, Slot = Slot.A, Release = new ReleaseName("stable", 1, 3, default), Desired = s_desired },
        ActiveSlot = Slot.A,
        Served = [.. s_desired.Models.Select(model => new ServedModel(model.Spec.Name, 3, model.Spec.Digest, Ready: true, Default: true))],
        Stored = s_desired.Models.Select(model => model.Spec.Digest).ToHashSet(),
    };

    /// <summary>Nothing to do.</summary>
    [Benchmark(Description = "plan, converged")]
    public bool Converged() => Planner.Of(s_desired, s_converged).IsConverged;

    /// <summary>Everything to do.</summary>
    [Benchmark(Description = "plan, new device")]
    public int Fresh() => Planner.Of(s_desired, new ObservedState()).Steps.Count;
}
