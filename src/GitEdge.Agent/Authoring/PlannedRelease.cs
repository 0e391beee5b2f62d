using System.Globalization;
using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring;

/// <summary>A release that everything is known of and nothing was written of.</summary>
internal sealed record PlannedRelease
{
    /// <summary>The channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The release's number.</summary>
    public required long Counter { get; init; }

    /// <summary>The branch it will be on, without <c>refs/heads/</c>.</summary>
    public required string Branch { get; init; }

    /// <summary>The commit it builds on.</summary>
    public required string Parent { get; init; }

    /// <summary>The rollout manifest's path.</summary>
    public required string RolloutPath { get; init; }

    /// <summary>The rollout manifest's new text.</summary>
    public required string Rollout { get; init; }

    /// <summary>GITEDGE.lock.</summary>
    public required LockFile Lock { get; init; }

    /// <summary>Words for people, or null.</summary>
    public string? Message { get; init; }

    /// <summary>The tag.</summary>
    public string Tag => new ReleaseRef(Channel, Counter).TagName;

    /// <summary>First line of commit and tag.</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"Release {Channel} {Counter}");

    /// <summary>The tag's message: title, words, and the trailer as the last line.</summary>
    public string TagMessage => $"{CommitMessage}\n{new LockTrailer(Lock.Digest)}\n";

    /// <summary>The commit's message.</summary>
    public string CommitMessage => Message is null ? $"{Title}\n" : $"{Title}\n\n{Message.ReplaceLineEndings("\n").Trim()}\n";
}
