using GitEdge.Core.Manifests;
using GitEdge.Linux.Bus;
using GitEdge.Linux.Systemd;

namespace GitEdge.Agent;

/// <summary>Reads units of the system, which everybody may.</summary>
/// <param name="link">The bus that systemd is on.</param>
/// <param name="time">The clock.</param>
internal sealed class UnitReader(BusLink link, TimeProvider time)
{
    /// <summary>What a unit is doing.</summary>
    /// <exception cref="BusException">systemd does not say.</exception>
    public async Task<UnitState> ReadAsync(UnitName unit, CancellationToken cancellation) =>
        await new SystemdManager(await link.GetAsync(cancellation), time).ReadAsync(unit, cancellation);

    /// <summary>The name of one of these containers that does not run. When systemd does not say, nothing is known to be wrong.</summary>
    public async Task<string?> FindAwayAsync(IReadOnlyList<ContainerSpec> containers, CancellationToken cancellation)
    {
        try
        {
            foreach (var container in containers)
            {
                // What is on its way is left alone until it is there: a repair would cancel what somebody else waits for.
                if (UnitName.TryParse($"{container.Name}.service", out var unit)
                    && await ReadAsync(unit, cancellation) is not { ActiveState: "active" or "activating" or "reloading" or "deactivating" })
                    return container.Name;
            }
        }
        catch (BusException)
        {
            return null;
        }
        return null;
    }
}
