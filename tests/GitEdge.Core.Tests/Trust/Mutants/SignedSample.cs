namespace GitEdge.Core.Tests.Trust.Mutants;

/// <summary>Something to sign and a key for it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">The key.</param>
/// <param name="Headers">The headers of an object; empty for a file.</param>
/// <param name="Message">The message of an object, or the file.</param>
internal sealed record SignedSample(SampleKind Kind, TestKey Key, string Headers, string Message)
{
    /// <summary>What is signed. Latin-1, so that any byte can be put in.</summary>
    public byte[] Payload => Bytes(Kind == SampleKind.File ? Message : Headers + "\n" + Message);

    public static byte[] Bytes(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    /// <summary>The sample with this armour.</summary>
    public Mutant With(byte[] armour) => Kind switch
    {
        SampleKind.Tag => new Mutant(Kind, [.. Payload, .. armour], []),
        SampleKind.Commit => new Mutant(Kind, CommitText.With(Bytes(Headers), Bytes(Message), armour), []),
        _ => new Mutant(Kind, Payload, armour),
    };

    /// <summary>The sample, signed.</summary>
    public Mutant Signed(string hash = "sha512") => With(Key.Sign(Payload, "git", hash));
}
