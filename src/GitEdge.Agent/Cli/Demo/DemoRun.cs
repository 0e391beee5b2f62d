using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>One run of the demo: sets up, plays the steps, sums up, and leaves nothing behind.</summary>
internal sealed class DemoRun(DemoOptions options, Terminal terminal, TimeProvider time)
{
    public const int Shown = 0;
    public const int DidNotHappen = 1;
    public const int Stopped = 130;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(32);

    private readonly DemoClock _clock = DemoClock.Begin(time);

    /// <summary>Plays it; an exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var narrator = new Narrator(terminal, _clock);
        var folder = Folder();
        try
        {
            await PlayAsync(folder, narrator, cancellation);
            return Shown;
        }
        catch (DemoException e)
        {
            narrator.Fail($"expected {e.Expected}");
            narrator.Fail($"seen: {e.Seen}");
            return DidNotHappen;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            narrator.Fail("stopped");
            return Stopped;
        }
        finally
        {
            if (options.Keep is null)
                Directory.Delete(folder, recursive: true);
            else
                terminal.Line($"kept: {folder}");
        }
    }

    private async Task PlayAsync(string folder, Narrator narrator, CancellationToken cancellation)
    {
        await using var setting = new Commands(folder);
        await using var disk = await DeviceDisk.PrepareAsync(folder, setting, cancellation);
        await using var services = new Commands(folder);
        narrator.Begin("Setting the stage");
        var speech = await SpeechSource.ReadAsync(options.Speech, folder, setting, cancellation);
        narrator.Say(Words.Say($"{speech.Length.TotalSeconds:0.0} s of speech from {options.Speech}, loudest sample {speech.Peak:0.00}"));
        var models = await DemoModels.PrepareAsync(Path.Combine(folder, "models"), options, speech, setting, cancellation);
        var fleet = await DemoFleet.InitAsync(folder, Executable(), setting, (models, options.Soak), cancellation);
        narrator.Say($"a fleet repository, a signing key, and a Git server: {fleet.Url}");
        using var device = new DemoDevice(folder, Executable(), disk.Root, services, time);
        await device.InstallAsync(fleet, options.Inference, cancellation);
        narrator.Say($"device {DemoFleet.Device}, root on {disk.Kind ?? "this disk"}; its model server listens on {device.Server}");
        var stage = new DemoStage
        {
            Fleet = fleet,
            Device = device,
            Disk = disk,
            Models = models,
            Narrator = narrator,
            Clock = _clock,
            StartTraffic = () => StartTraffic(device.Server, speech, narrator),
        };
        await PlayAsync(stage, cancellation);
    }

    private static async Task PlayAsync(DemoStage stage, CancellationToken cancellation)
    {
        try
        {
            foreach (var (title, play) in Steps(stage))
                await PlayAsync(stage.Narrator, title, play, cancellation);
        }
        finally
        {
            stage.Narrator.Sum();
            if (stage.Traffic is { } traffic)
            {
                await traffic.DisposeAsync();
                stage.Narrator.Sum(traffic.Ledger.Totals(), stage.Models.All);
            }
        }
        var totals = stage.Ledger.Totals();
        DemoStage.Expect(totals is { Failed: 0, Outstanding: 0 }, "every request that was sent to be answered",
            $"sent {totals.Sent}, answered {totals.Answered}, failed {totals.Failed}");
        await CheckLedgerAsync(stage, totals.Lines[^1], cancellation);
    }

    /// <summary>The clients' own count must be the server's: neither is believed alone.</summary>
    private static async Task CheckLedgerAsync(DemoStage stage, LedgerLine last, CancellationToken cancellation)
    {
        var counted = await stage.Device.CountedAsync(cancellation);
        DemoStage.Expect(counted == last.Answered, $"the server's metrics to count {last.Answered} answers by {last.Digest}", $"{counted}");
        stage.Narrator.Seen(Words.Say($"the server's own metrics count {counted} answers by the last of them, like the clients"));
    }

    private static async Task PlayAsync(Narrator narrator, string title, Func<CancellationToken, Task<Styled>> play, CancellationToken cancellation)
    {
        narrator.Begin(title);
        try
        {
            var outcome = await play(cancellation);
            narrator.End(title, outcome.Text, outcome.Tone);
        }
        catch (Exception)
        {
            narrator.End(title, "did not happen", Tone.Bad);
            throw;
        }
    }

    private static (string Title, Func<CancellationToken, Task<Styled>> Play)[] Steps(DemoStage stage)
    {
        var updates = new UpdateStory(stage);
        var disasters = new DisasterStory(stage);
        return
        [
            ("1. silero v5 is installed", updates.InstallAsync),
            ("2. silero v6: gated, switched under load, committed", updates.UpdateAsync),
            ("3. silero v4: its inputs do not fit", updates.RefuseAsync),
            ("4. a model that passes the gate and then misbehaves", updates.RollBackAsync),
            ("5. forged, moved and replayed tags", new AttackStory(stage).RefuseAllAsync),
            ("6. kill -9 in mid-update", disasters.KillAsync),
            ("7. the disk is full", disasters.FillDiskAsync),
        ];
    }

    private Traffic StartTraffic(Uri server, SpeechSource speech, Narrator narrator)
    {
        narrator.Say(Words.Say($"{options.Clients} clients begin to send a frame of speech every {Pace.TotalMilliseconds:0} ms each, and do not stop"));
        return Traffic.Start(server, speech, options.Clients, Pace, _clock);
    }

    private string Folder() => options.Keep is { } keep
        ? Directory.CreateDirectory(keep).FullName
        : Directory.CreateTempSubdirectory("gitedge-demo-").FullName;

    /// <summary>This very program; when it was started through <c>dotnet gitedge.dll</c>, the program beside the assembly.</summary>
    private static string Executable() => Environment.ProcessPath is { } path && string.Equals(Path.GetFileName(path), "gitedge", StringComparison.Ordinal)
        ? path
        : Path.Combine(AppContext.BaseDirectory, "gitedge");
}
