using GitEdge.Agent.Cli.Demo;

namespace GitEdge.Agent.Tests.Cli.Demo;

public sealed class SpeechSourceTests
{
    [Fact]
    public void Samples_are_cut_into_whole_frames()
    {
        var speech = SpeechSource.Cut(new float[512 * 3 + 100]);
        Assert.Equal(3, speech.Frames.Count);
        Assert.All(speech.Frames, frame => Assert.Equal(512, frame.Length));
        Assert.Equal(TimeSpan.FromMilliseconds(96), speech.Length);
    }

    [Fact]
    public void Excerpts_are_the_loudest_frame_of_each_part_made_quieter()
    {
        var samples = new float[512 * 6];
        samples[512 * 1 + 7] = -0.8f;
        samples[512 * 5 + 9] = 0.4f;
        var speech = SpeechSource.Cut(samples);
        Assert.Equal(0.8f, speech.Peak);
        Assert.Equal([0.2f, 0.1f], speech.Excerpts(2, 0.25f).Select(frame => frame.Max(MathF.Abs)));
    }

    [Fact]
    public async Task Speech_of_the_system_is_real_and_louder_than_the_golden_cases_allow()
    {
        using var folder = new TempDirectory();
        await using var commands = new Commands(folder.Path);
        var speech = await SpeechSource.ReadAsync("/usr/share/sounds/alsa", folder.Path, commands, CancellationToken.None);
        Assert.InRange(speech.Length.TotalSeconds, 5, 60);
        Assert.InRange(speech.Peak, 0.2f, 1f);
        var golden = speech.Excerpts(6, 0.25f);
        Assert.Equal(6, golden.Count);
        Assert.All(golden, frame => Assert.True(frame.Max(MathF.Abs) > 0.01f));
        Assert.True(golden.Max(frame => frame.Max(MathF.Abs)) * 1.5f < speech.Peak / 2);
    }

    [Fact]
    public async Task Folder_without_speech_is_an_error_with_its_cure()
    {
        using var folder = new TempDirectory();
        await using var commands = new Commands(folder.Path);
        var error = await Assert.ThrowsAsync<DemoException>(() => SpeechSource.ReadAsync(folder["none"], folder.Path, commands, CancellationToken.None));
        Assert.Contains("alsa-utils", error.Message, StringComparison.Ordinal);
    }
}
