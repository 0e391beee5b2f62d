namespace GitEdge.Agent.Cli.Doctor;

/// <summary>What the configuration says about the device, as far as it can be looked at from outside.</summary>
internal sealed record DoctorSubject
{
    /// <summary>The addresses of the fleet repository, in the order in which they are asked.</summary>
    public required IReadOnlyList<string> Remotes { get; init; }

    /// <summary>The file that names the release managers' keys; null on a device that goes by trust documents.</summary>
    public string? AllowedSigners { get; init; }

    /// <summary>The trust document the device was enrolled with; null on a device with a list of signers.</summary>
    public string? Trust { get; init; }

    /// <summary>The fleet's identity.</summary>
    public Guid RepoId { get; init; }

    /// <summary>The state directory.</summary>
    public required string Root { get; init; }

    /// <summary>Where the slots lie: in the state directory, or in the helper's.</summary>
    public required string SlotRoot { get; init; }

    /// <summary>Whether a helper owns the slots.</summary>
    public bool HasHelper { get; init; }

    /// <summary>Where status.json is.</summary>
    public required string Runtime { get; init; }

    /// <summary>The model server's executable, which preflight starts as well.</summary>
    public required string InferenceExecutable { get; init; }

    /// <summary>The model server's admin socket.</summary>
    public required string AdminSocket { get; init; }

    /// <summary>Bytes that must stay free on the disk.</summary>
    public required long Reserve { get; init; }
}
