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

    /// <summary>How these containers are. When systemd does not say, nothing is known to be wrong.</summary>
    public async Task<ContainerLook> LookAsync(IReadOnlyList<ContainerSpec> containers, CancellationToken cancellation)
    {
        string? away = null;
        var restarts = new Dictionary<string, ulong>(StringComparer.Ordinal);
        try
        {
            foreach (var container in containers)
            {
                if (!UnitName.TryParse($"{container.Name}.service", out var unit))
                    continue;
                var state = await ReadAsync(unit, cancellation);
                restarts[container.Name] = state.Restarts;
                if (IsAway(state))
                    away ??= container.Name;
            }
        }
        catch (BusException)
        {
            return ContainerLook.Unknown;
        }
        return new ContainerLook(away, restarts);
    }

    /// <summary>
    /// What is on its way is left alone until it is there: a repair would cancel what somebody else waits for. One that has ended, and
    /// waits for systemd to start it once more, is not.
    /// </summary>
    public static bool IsAway(UnitState state) =>
        state.IsStartedAgain || state.ActiveState is not ("active" or "activating" or "reloading" or "deactivating");
}
