using System.Globalization;
using System.Text;
using GitEdge.Device.Tests.Fleet;
using GitEdge.Device.Tests.Machine;
using GitEdge.Device.Tests.Stories;

namespace GitEdge.Device.Tests;

/// <summary>What all stories share: the image, a fleet of small models, and devices that stand still to begin a story with.</summary>
public sealed class DeviceLab : IAsyncLifetime, IDisposable
{
    private readonly TempDirectory _directory = new();
    private FrozenDevice? _installed;
    private FrozenDevice? _enrolled;
    private int _devices;

    /// <summary>The fleet of <see cref="EnrolledAsync"/>; its first release is what that device serves.</summary>
    internal DeviceFleet Fleet { get; private set; } = null!;

    /// <summary>The digest of the fleet's first release.</summary>
    internal string First { get; private set; } = "";

    /// <summary>The recorded case of <see cref="SmallModels"/>.</summary>
    internal string Golden { get; private set; } = "";

    private DeviceImage Image { get; set; } = null!;

    /// <inheritdoc/>
    public Task InitializeAsync()
    {
        Image = DeviceImage.Build();
        Golden = SmallModels.WriteGolden(_directory["golden"]);
        Fleet = new DeviceFleet(_directory["fleet"]);
        First = Fleet.Release(new DeviceRelease(SmallModels.Good(1), Golden));
        Fleet.Remember();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        Fleet?.Dispose();
        _directory.Dispose();
    }

    /// <summary>A Debian with GitEdge's packages, as they were built by eng/package; not enrolled. The fleet has its first release.</summary>
    internal async Task<VirtualDevice> InstalledAsync()
    {
        _installed ??= await InstalledPackages.Of(Image).FrozenAsync(Start);
        Fleet.Rewind();
        return await GoOnAsync(_installed);
    }

    /// <summary>The same, enrolled in the fleet, with its first release committed.</summary>
    internal async Task<VirtualDevice> EnrolledAsync()
    {
        _enrolled ??= await EnrollAsync();
        Fleet.Rewind();
        return await GoOnAsync(_enrolled);
    }

    /// <summary>What an operator does to enroll a device: three files, on the disk for sure, and a start.</summary>
    internal static async Task EnrollAsync(VirtualDevice device, DeviceFleet fleet)
    {
        await device.CopyInAsync(fleet.TrustFile, "/etc/gitedge/trust.json");
        await device.CopyInAsync(fleet.CertificateFile, "/etc/gitedge/ca.pem");
        await device.RunAsync("cat > /etc/gitedge/agent.yaml", Encoding.UTF8.GetBytes(fleet.AgentYaml()));
        await device.RunAsync("chmod 640 /etc/gitedge/* && chgrp gitedge /etc/gitedge/* && sync && systemctl start gitedge-agent");
    }

    /// <summary>A device that goes on from here, on a disk of its own.</summary>
    internal Task<VirtualDevice> GoOnAsync(FrozenDevice frozen)
    {
        var folder = Folder();
        var disk = DeviceDisk.Over(frozen.Disk.Path, Path.Combine(folder, "disk.qcow2"));
        return VirtualDevice.StartAsync(new DeviceStart(Image, disk, folder) { Memory = frozen.Memory });
    }

    private async Task<FrozenDevice> EnrollAsync()
    {
        using var device = await InstalledAsync();
        await EnrollAsync(device, Fleet);
        await device.UntilPhaseAsync(1, "Idle");
        return await device.FreezeAsync(_directory["enrolled.memory"]);
    }

    private DeviceStart Start(DeviceDisk disk) => new(Image, disk, Folder());

    private string Folder() => Directory.CreateDirectory(_directory[string.Create(CultureInfo.InvariantCulture, $"device-{++_devices}")]).FullName;
}
