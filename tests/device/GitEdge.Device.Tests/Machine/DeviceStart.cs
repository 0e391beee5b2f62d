namespace GitEdge.Device.Tests.Machine;

/// <summary>How a device is started.</summary>
/// <param name="Image">Kernel and initial file system.</param>
/// <param name="Disk">Its disk.</param>
/// <param name="Folder">Where its sockets and its console's log go.</param>
internal sealed record DeviceStart(DeviceImage Image, DeviceDisk Disk, string Folder)
{
    /// <summary>The memory to go on with; null boots.</summary>
    public string? Memory { get; init; }

    /// <summary>What the clock in the machine says at the start, as QEMU's <c>-rtc base=</c> takes it.</summary>
    public string Clock { get; init; } = "utc";

    /// <summary>False leaves the network cable out.</summary>
    public bool Plugged { get; init; } = true;

    /// <summary>Everything that was printed on the console, over all starts.</summary>
    public string Console => Path.Combine(Folder, "console.log");

    /// <summary>QEMU's control socket.</summary>
    public string Monitor => Path.Combine(Folder, "monitor");

    /// <summary>The executor's socket.</summary>
    public string Executor => Path.Combine(Folder, "executor");

    /// <summary>QEMU's arguments. TCG and nothing else: KVM hangs on machines that are themselves virtual, where it opens at all.</summary>
    public IReadOnlyList<string> Arguments() =>
    [
        "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "2048", "-nodefaults", "-display", "none", "-no-reboot", "-S",
        "-kernel", Image.Kernel, "-initrd", Image.Initrd, "-append", KernelLine,
        // A write that the guest did not flush is lost with the process, as with the power: also what the disk's index says.
        "-drive", $"file={Disk.Path},if=none,id=disk,format=qcow2,cache=writeback", "-device", "virtio-blk-pci,drive=disk",
        "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,id=cable,romfile=", "-device", "virtio-rng-pci",
        "-chardev", $"file,id=console,path={Console},append=on", "-serial", "chardev:console",
        "-chardev", $"socket,id=executor,path={Executor},server=on,wait=off",
        "-device", "virtio-serial-pci", "-device", "virtserialport,chardev=executor,name=gitedge.executor",
        "-qmp", $"unix:{Monitor},server=on,wait=off", "-rtc", $"base={Clock}",
        .. Memory is null ? Array.Empty<string>() : ["-incoming", $"exec:cat {Memory}"],
    ];

    // cmpxchg16b of the kernel's allocator goes wrong in QEMU 7.2 with two processors. What mitigates flaws of real processors
    // costs an emulated one half its speed.
    private static string KernelLine =>
        "root=/dev/vda rw console=ttyS0 quiet clearcpuid=cx16 mitigations=off panic=-1 systemd.journald.forward_to_console=1";
}
