using System.Runtime.InteropServices;

namespace GitEdge.Agent.Cli.Demo;

/// <summary>Recorded speech as the models take it: 16 kHz, one channel, −1 to 1, frames of 512 samples (32 ms).</summary>
internal sealed class SpeechSource
{
    /// <summary>Samples in a frame.</summary>
    public const int FrameLength = 512;

    /// <summary>Samples in a second.</summary>
    public const int Rate = 16000;

    private SpeechSource(IReadOnlyList<float[]> frames) => Frames = frames;

    /// <summary>The frames, in the order of speaking.</summary>
    public IReadOnlyList<float[]> Frames { get; }

    /// <summary>Length of the recording.</summary>
    public TimeSpan Length => TimeSpan.FromSeconds((double)Frames.Count * FrameLength / Rate);

    /// <summary>The greatest absolute value of any sample.</summary>
    public float Peak => Frames.Max(PeakOf);

    /// <summary>Reads every spoken .wav of a folder, resampled by sox.</summary>
    /// <exception cref="DemoException">There is none, or sox cannot read them.</exception>
    public static async Task<SpeechSource> ReadAsync(string folder, string scratch, Commands commands, CancellationToken cancellation)
    {
        string[] files = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.wav").Where(file => !file.EndsWith("Noise.wav", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
            : [];
        if (files.Length == 0)
            throw new DemoException($"speech in {folder}/*.wav", "no such file; install alsa-utils or give --speech DIR");
        var raw = Path.Combine(scratch, "speech.f32");
        await commands.RunAsync("sox", [.. files, "-t", "raw", "-e", "floating-point", "-b", "32", "-L", "-c", "1", "-r", $"{Rate}", raw], cancellation);
        return Cut(MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(raw, cancellation)));
    }

    /// <summary>Cuts samples into frames; what is left over is dropped.</summary>
    public static SpeechSource Cut(ReadOnlySpan<float> samples)
    {
        var frames = new List<float[]>();
        for (; samples.Length >= FrameLength; samples = samples[FrameLength..])
            frames.Add(samples[..FrameLength].ToArray());
        return new SpeechSource(frames);
    }

    /// <summary>The loudest frame of each of <paramref name="count"/> equal parts, <paramref name="volume"/> times as loud.</summary>
    public IReadOnlyList<float[]> Excerpts(int count, float volume) =>
        [.. Frames.Chunk((Frames.Count + count - 1) / count)
            .Select(part => part.MaxBy(PeakOf)!.Select(sample => sample * volume).ToArray())];

    private static float PeakOf(float[] frame) => frame.Max(MathF.Abs);
}
