using System.Buffers.Binary;
using System.Globalization;

namespace GitEdge.Testing;

/// <summary>Real speech: Debian's alsa-utils samples at 16 kHz, cut into frames as a voice activity model takes them.</summary>
public static class Speech
{
    /// <summary>New samples of one frame.</summary>
    public const int Step = 512;

    /// <summary>Samples of the frame before, which Silero v5 and v6 take in front; without them v6 hears nothing.</summary>
    public const int Context = 64;

    /// <summary>Mono frames of <see cref="Context"/> and <see cref="Step"/> samples, −1 to 1.</summary>
    public static IReadOnlyList<float[]> Frames(string recording = "Front_Center")
    {
        using var directory = new TempDirectory();
        Tool.Run("sox", [$"/usr/share/sounds/alsa/{recording}.wav", "-t", "raw", "-e", "floating-point", "-b", "32", "-r", "16000", "-c", "1", directory["speech.raw"]]);
        var samples = File.ReadAllBytes(directory["speech.raw"]).Chunk(4).Select(bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)).ToArray();
        return [.. Enumerable.Range(0, (samples.Length - Context) / Step).Select(i => samples.AsSpan(i * Step, Context + Step).ToArray())];
    }

    /// <summary>Writes folders with <c>input.npy</c>, <c>state.npy</c> and <c>sr.npy</c>, one for every tenth frame.</summary>
    public static void WriteSileroInputs(string directory)
    {
        foreach (var (frame, i) in Frames().Where((_, i) => i % 10 == 5).Select((frame, i) => (frame, i)))
        {
            var folder = Directory.CreateDirectory(Path.Combine(directory, i.ToString("000", CultureInfo.InvariantCulture))).FullName;
            Npy.Write(Path.Combine(folder, "input.npy"), "<f4", "(1, 576)", [.. frame.SelectMany(BitConverter.GetBytes)]);
            Npy.Write(Path.Combine(folder, "state.npy"), "<f4", "(2, 1, 128)", new byte[2 * 128 * 4]);
            Npy.Write(Path.Combine(folder, "sr.npy"), "<i8", "()", BitConverter.GetBytes(16000L));
        }
    }
}
