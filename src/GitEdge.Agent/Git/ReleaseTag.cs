namespace GitEdge.Agent.Git;

/// <summary>A reference <c>refs/tags/rollout/&lt;channel&gt;/&lt;counter&gt;</c>, now or at some time before.</summary>
internal sealed record ReleaseTag
{
    /// <summary>The full name at the remote.</summary>
    public required string RefName { get; init; }

    /// <summary>The number in the name.</summary>
    public required long Counter { get; init; }

    /// <summary>The object it names.</summary>
    public required GitObjectId ObjectId { get; init; }

    /// <summary>How it stands with the remote.</summary>
    public required ReleaseTagStanding Standing { get; init; }

    /// <summary>What kind of object it names: anything but <see cref="GitObjectType.Tag"/> is a lightweight tag.</summary>
    public required GitObjectType ObjectType { get; init; }

    /// <summary>A name without a tag object behind it, hence without a signature.</summary>
    public bool IsLightweight => ObjectType != GitObjectType.Tag;
}
