using GitEdge.Core.Primitives;
using GitEdge.Linux.Bus;
using Microsoft.Win32.SafeHandles;

namespace GitEdge.Agent.Helper;

/// <summary>Calls the helper over the bus, which starts it; opens the bus again when it went away.</summary>
/// <param name="address">Where the bus is.</param>
internal sealed class HelperClient(string address) : IDisposable
{
    // A large model is copied and hashed within one call, and images are pulled. A helper that dies is told of at once.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(90);

    private readonly BusLink _bus = new(address);

    /// <summary>Calls a method that takes a file.</summary>
    public Task<HelperAnswer> CallAsync(string member, SafeFileHandle file, CancellationToken cancellation) =>
        CallAsync(Call(member) with { Arguments = writer => writer.WriteHandle(file) }, cancellation);

    /// <summary>Calls a method that takes a generation's number.</summary>
    public Task<HelperAnswer> CallAsync(string member, long number, CancellationToken cancellation) =>
        CallAsync(Call(member) with { Arguments = writer => writer.WriteInt64(number) }, cancellation);

    /// <summary>Calls a method that takes nothing.</summary>
    public Task<HelperAnswer> CallAsync(string member, CancellationToken cancellation) => CallAsync(Call(member), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _bus.Dispose();

    private static BusCall Call(string member) => new(HelperBus.Name, HelperBus.Path, HelperBus.Name, member) { Timeout = Patience };

    private async Task<HelperAnswer> CallAsync(BusCall call, CancellationToken cancellation)
    {
        try
        {
            var bus = await _bus.GetAsync(cancellation);
            var answer = await bus.CallAsync(call, static reader => reader.ReadString(), cancellation);
            return HelperJson.Read(answer) ?? HelperAnswer.Refuse(Away($"{call.Member} was answered with something else than was expected."));
        }
        catch (BusException e)
        {
            return HelperAnswer.Refuse(Away(e.Message));
        }
    }

    private static Fault Away(string why) => new(FaultKind.Transient, HelperReason.Unreachable, $"The helper did not do what was asked: {why}",
        "What runs keeps running; it is tried again. See 'systemctl status gitedge-helper dbus' and the helper's journal.");
}
