using System.Globalization;
using System.Text;
using GitEdge.Core.Primitives;

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

    /// <summary>The text of GITEDGE.lock.</summary>
    public required string Lock { get; init; }

    /// <summary>Words for people, or null.</summary>
    public string? Message { get; init; }

    /// <summary>The tag.</summary>
    public string Tag => TagOf(Channel, Counter);

    /// <summary>First line of commit and tag.</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"Release {Channel} {Counter}");

    /// <summary>The tag's message: title, words, and the trailer as the last line.</summary>
    public string TagMessage =>
        $"{CommitMessage}\n{ReleaseTrailer.Key}: {Sha256Digest.Of(Encoding.UTF8.GetBytes(Lock)).Hex}\n";

    /// <summary>The commit's message.</summary>
    public string CommitMessage =>
        Message is null ? $"{Title}\n" : $"{Title}\n\n{Message.ReplaceLineEndings("\n").Trim()}\n";

    /// <summary>The name of a release's tag.</summary>
    public static string TagOf(string channel, long counter) =>
        string.Create(CultureInfo.InvariantCulture, $"rollout/{channel}/{counter}");
}
