using System.Diagnostics;
using GitEdge.Device.Tests.Fleet;
using GitEdge.Device.Tests.Machine;
using GitEdge.Device.Tests.Stories;

namespace GitEdge.Device.Tests.PowerCuts;

/// <summary>Cuts the power once, boots without a network, looks, plugs the network in, and sees where the device comes to.</summary>
internal sealed class PowerCutRun(PowerCutLab lab, PowerCut cut)
{
    /// <summary>Nothing answers there, so this probe fails.</summary>
    private const string Nobody = "http://127.0.0.1:9/";

    /// <summary>The newest release, which the device has accepted before the cut.</summary>
    private int Accepted => cut.Kind is PowerCutKind.GoodUpdate or PowerCutKind.BadUpdate ? 2 : 1;

    /// <summary>Where the device must come to.</summary>
    private int Expected => cut.Kind == PowerCutKind.GoodUpdate ? 2 : 1;

    /// <summary>Does it.</summary>
    public async Task<PowerCutResult> RunAsync()
    {
        using var device = await CutAsync();
        var clock = Stopwatch.StartNew();
        using var again = await device.BootAgainAsync(start => start with { Plugged = false });
        var (found, wrong) = await LookAsync(again);
        await again.PlugAsync(true);
        wrong ??= await EndAsync(again);
        return new PowerCutResult { Cut = cut, Found = found, Wrong = wrong, Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1) };
    }

    private async Task<VirtualDevice> CutAsync()
    {
        var device = cut.Kind == PowerCutKind.FirstInstall ? await lab.PreparedAsync() : await lab.WorkingAsync();
        if (cut.Kind == PowerCutKind.FirstInstall)
            await DeviceLab.EnrollAsync(device, lab.Fleet);
        else if (Accepted == 2)
            await lab.ReleaseAsync(2, cut.Kind == PowerCutKind.BadUpdate ? Nobody : null);
        if (cut.Kind == PowerCutKind.PackageUpgrade)
            await device.RunAsync($"systemd-run --no-block --quiet dpkg --install {LaterPackages.Folder}/gitedge.deb {LaterPackages.Folder}/gitedge-inference.deb");
        else
            await device.UntilPhaseAsync(Accepted, cut.Phase);
        await Task.Delay(cut.After);
        device.PowerCut();
        return device;
    }

    /// <summary>Without a network, so that nothing can be learned again: what it remembers and serves is from before the cut.</summary>
    private async Task<(string Found, string? Wrong)> LookAsync(VirtualDevice device)
    {
        await device.UntilConditionAsync("GitReachable", ok: false);
        var status = await device.StatusAsync();
        var found = (string)status["phase"]!;
        if ((long?)status["accepted"]?["counter"] != Accepted)
            return (found, $"release {Accepted} was accepted before the cut; now it is {status["accepted"]?.ToJsonString() ?? "none"}");
        var served = await device.TryAsync("curl --silent --fail http://127.0.0.1:8500/v2/models/m");
        var isWhole = Enumerable.Range(1, Accepted).Any(number => served.Output.Contains(DeviceFleet.DigestOf(SmallModels.Good(number)), StringComparison.Ordinal));
        return (found, isWhole || cut.Kind == PowerCutKind.FirstInstall ? null : $"no release is served: {served.Output}");
    }

    private async Task<string?> EndAsync(VirtualDevice device)
    {
        // What the operator of every Debian does after such a cut.
        if (cut.Kind == PowerCutKind.PackageUpgrade)
            await device.RunAsync($"dpkg --configure -a; dpkg --install {LaterPackages.Folder}/*.deb");
        await device.UntilCurrentAsync(Expected);
        if (cut.Kind == PowerCutKind.BadUpdate)
            await device.UntilAsync("gitedge history --json | grep RolledBack", "the bad release to be gone back from");
        if (await lab.WrongAsync(device, Expected) is { } wrong)
            return wrong;
        var failed = await device.RunAsync("systemctl --failed --quiet --plain");
        if (failed.Length > 0)
            return $"units have failed: {failed}";
        var doctor = await device.TryAsync("setpriv --reuid gitedge --regid gitedge --clear-groups gitedge doctor");
        return doctor.ExitCode == 0 ? null : doctor.Output;
    }
}
