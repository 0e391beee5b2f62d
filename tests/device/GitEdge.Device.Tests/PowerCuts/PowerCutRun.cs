using System.Diagnostics;
using GitEdge.Device.Tests.Fleet;
using GitEdge.Device.Tests.Machine;
using GitEdge.Device.Tests.Stories;

namespace GitEdge.Device.Tests.PowerCuts;

/// <summary>Cuts the power once, boots without a network, looks, plugs the network in, and sees where the device comes to.</summary>
internal sealed class PowerCutRun(DeviceLab lab, PowerCut cut)
{
    /// <summary>Nothing answers there, so this probe fails.</summary>
    private const string Nobody = "http://127.0.0.1:9/";

    private long Counter => cut.Kind == PowerCutKind.FirstInstall ? 1 : 2;

    /// <summary>Does it.</summary>
    public async Task<PowerCutResult> RunAsync()
    {
        var released = await CutAsync();
        using var device = released.Device;
        var clock = Stopwatch.StartNew();
        using var again = await device.BootAgainAsync(start => start with { Plugged = false });
        var (found, wrong) = await LookAsync(again, released.Digest);
        await again.PlugAsync(true);
        wrong ??= await EndAsync(again, released.Digest);
        return new PowerCutResult { Cut = cut, Found = found, Wrong = wrong, Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1) };
    }

    private async Task<(VirtualDevice Device, string Digest)> CutAsync()
    {
        var device = cut.Kind == PowerCutKind.FirstInstall ? await lab.InstalledAsync() : await lab.EnrolledAsync();
        var digest = cut.Kind == PowerCutKind.FirstInstall ? lab.First : lab.Fleet.Release(new DeviceRelease(SmallModels.Good(2), lab.Golden)
        {
            Soak = TimeSpan.FromSeconds(4),
            Required = cut.Kind == PowerCutKind.BadUpdate ? Nobody : null,
        });
        if (cut.Kind == PowerCutKind.FirstInstall)
            await DeviceLab.EnrollAsync(device, lab.Fleet);
        await device.UntilPhaseAsync(Counter, cut.Phase);
        await Task.Delay(cut.After);
        device.PowerCut();
        return (device, digest);
    }

    /// <summary>Without a network, so that nothing can be learned again: what it remembers and serves is from before the cut.</summary>
    private async Task<(string Found, string? Wrong)> LookAsync(VirtualDevice device, string released)
    {
        await device.UntilConditionAsync("GitReachable", ok: false);
        var status = await device.StatusAsync();
        var found = (string)status["phase"]!;
        if ((long?)status["accepted"]?["counter"] != Counter)
            return (found, $"release {Counter} was accepted before the cut; now it is {status["accepted"]?.ToJsonString() ?? "none"}");
        var served = await device.TryAsync("curl --silent --fail http://127.0.0.1:8500/v2/models/m");
        if (cut.Kind == PowerCutKind.FirstInstall)
            return (found, null);
        return (found, served.Output.Contains(released, StringComparison.Ordinal) || served.Output.Contains(lab.First, StringComparison.Ordinal)
            ? null
            : $"neither release is served: {served.Output}");
    }

    private async Task<string?> EndAsync(VirtualDevice device, string released)
    {
        var (counter, digest) = cut.Kind == PowerCutKind.BadUpdate ? (1, lab.First) : (Counter, released);
        await device.UntilCurrentAsync(counter);
        if (cut.Kind == PowerCutKind.BadUpdate)
            await device.UntilAsync("gitedge history --json | grep RolledBack", "the bad release to be gone back from");
        if (await device.ServedDigestAsync() is var served && served != digest)
            return $"{served} is served instead of {digest}";
        var stored = await device.RunAsync("cat /var/lib/gitedge-helper/active/models/m/*/model.onnx | sha256sum");
        if (!digest.EndsWith(stored.Split(' ')[0], StringComparison.Ordinal))
            return $"the active slot holds {stored} instead of {digest}";
        var failed = await device.RunAsync("systemctl --failed --quiet --plain");
        if (failed.Length > 0)
            return $"units have failed: {failed}";
        var doctor = await device.TryAsync("setpriv --reuid gitedge --regid gitedge --clear-groups gitedge doctor");
        return doctor.ExitCode == 0 ? null : doctor.Output;
    }
}
