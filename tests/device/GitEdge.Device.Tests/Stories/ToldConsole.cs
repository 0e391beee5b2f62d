using GitEdge.Device.Tests.Machine;
using Xunit.Abstractions;

namespace GitEdge.Device.Tests.Stories;

/// <summary>Writes the end of a device's console to the test's output, which is shown when the test fails.</summary>
internal sealed class ToldConsole(VirtualDevice device, ITestOutputHelper output) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => output.WriteLine(device.Tail());
}
