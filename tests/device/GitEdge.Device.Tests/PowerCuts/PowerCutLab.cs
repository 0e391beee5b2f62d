using GitEdge.Device.Tests.Fleet;
using GitEdge.Device.Tests.Machine;
using GitEdge.Device.Tests.Stories;

namespace GitEdge.Device.Tests.PowerCuts;

/// <summary>A fleet whose releases bring all there is: a model, a container and a tuning. And devices to cut the power of.</summary>
public sealed class PowerCutLab(DeviceLab lab) : IDisposable
{
    private readonly TempDirectory _directory = new();
    private DeviceFleet? _fleet;
    private RegistryServer? _registry;
    private FrozenDevice? _prepared;
    private FrozenDevice? _working;

    /// <summary>The fleet.</summary>
    internal DeviceFleet Fleet => _fleet ?? throw new InvalidOperationException("There is none before a device.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _registry?.Dispose();
        _fleet?.Dispose();
        _directory.Dispose();
    }

    /// <summary>The release that has this number in everything that it brings.</summary>
    internal async Task<string> ReleaseAsync(int number, string? required = null) => Fleet.Release(new DeviceRelease(SmallModels.Good(number), lab.Golden)
    {
        Soak = TimeSpan.FromSeconds(4),
        Required = required,
        Container = await WebContainer.PushAsync(_registry!, Version(number)),
        More = [$"tuning: {{ sysctl: {{ vm.swappiness: {Swappiness(number)} }}, confirmWithin: 2m }}"],
    });

    /// <summary>What the device must have of a release; null when it has.</summary>
    internal async Task<string?> WrongAsync(VirtualDevice device, int number)
    {
        var digest = DeviceFleet.DigestOf(SmallModels.Good(number));
        if (await device.ServedDigestAsync() is var served && served != digest)
            return $"{served} is served instead of {digest}";
        var stored = await device.RunAsync("cat /var/lib/gitedge-helper/active/models/m/*/model.onnx | sha256sum");
        if (!digest.EndsWith(stored.Split(' ')[0], StringComparison.Ordinal))
            return $"the active slot holds {stored} instead of {digest}";
        if (await device.RunAsync("sysctl --values vm.swappiness") is var value && value != $"{Swappiness(number)}")
            return $"vm.swappiness is {value} instead of {Swappiness(number)}";
        return await device.RunAsync(WebContainer.Version) is var version && version != Version(number)
            ? $"{version} of the container runs instead of {Version(number)}"
            : null;
    }

    /// <summary>A device that is ready to be enrolled; the fleet has release 1.</summary>
    internal async Task<VirtualDevice> PreparedAsync()
    {
        _prepared ??= await PrepareAsync();
        Fleet.Rewind();
        return await lab.GoOnAsync(_prepared);
    }

    /// <summary>A device with release 1 committed, and the packages of an upgrade on its disk.</summary>
    internal async Task<VirtualDevice> WorkingAsync()
    {
        _working ??= await WorkAsync();
        Fleet.Rewind();
        return await lab.GoOnAsync(_working);
    }

    private static string Version(int number) => $"v{number}";

    private static int Swappiness(int number) => 20 + number;

    private async Task<FrozenDevice> PrepareAsync()
    {
        using var device = await lab.InstalledAsync();
        _fleet = new DeviceFleet(_directory["fleet"]);
        _registry = RegistryServer.Start(_directory["registry"], Fleet.Certificate, Fleet.CertificateFile, DeviceFleet.Host);
        await WebContainer.PrepareAsync(device, _registry, Fleet.CertificateFile);
        await ReleaseAsync(1);
        Fleet.Remember();
        return await device.FreezeAsync(_directory["prepared.memory"]);
    }

    private async Task<FrozenDevice> WorkAsync()
    {
        using var device = await PreparedAsync();
        await LaterPackages.CopyInAsync(device);
        await DeviceLab.EnrollAsync(device, Fleet);
        await device.UntilPhaseAsync(1, "Idle");
        return await device.FreezeAsync(_directory["working.memory"]);
    }
}
