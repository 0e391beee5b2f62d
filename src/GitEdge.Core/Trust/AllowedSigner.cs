namespace GitEdge.Core.Trust;

/// <summary>One line of allowed_signers: a key, whose it is, and when it counts.</summary>
public sealed record AllowedSigner
{
    /// <summary>The line of allowed_signers it stands on, from 1; 0: it is from a trust document.</summary>
    public required int Line { get; init; }

    /// <summary>Whose key it is; one person may have several names.</summary>
    public required IReadOnlyList<string> Principals { get; init; }

    /// <summary>The key.</summary>
    public required SshPublicKey Key { get; init; }

    /// <summary>What the key may sign; null means anything.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>The first second the key counts; null: always has.</summary>
    public DateTimeOffset? ValidAfter { get; init; }

    /// <summary>The last second the key counts; null: always will.</summary>
    public DateTimeOffset? ValidBefore { get; init; }

    /// <summary>The first name: what the person is called in status and when signatures are counted by person.</summary>
    public string Principal => Principals[0];
}
