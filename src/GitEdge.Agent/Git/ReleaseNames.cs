using System.Globalization;
using GitEdge.Core.Manifests;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Git;

/// <summary>
/// The references of one channel: what the remote lists now, and below <c>refs/gitedge/past</c> every object that it
/// listed under a release's name before and does not any more. Nothing seen is forgotten, so that a moved or deleted tag
/// stays provable. A device that goes by trust documents follows the channel's co-signatures and their branch as well, of
/// which only what is there now counts.
/// </summary>
internal sealed class ReleaseNames
{
    /// <summary>The branch of trust documents, hold and beacon.</summary>
    public const string Meta = "refs/heads/" + TrustFiles.Branch;

    private readonly bool _withTrust;

    /// <summary>Names the references of a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="withTrust">Whether co-signatures and the branch of trust documents are followed too.</param>
    /// <exception cref="ArgumentException">Not a channel's name: lower-case letters, digits, dashes.</exception>
    public ReleaseNames(string channel, bool withTrust = false)
    {
        _withTrust = withTrust;
        if (!ManifestNames.IsChannel(channel))
            throw new ArgumentException($"'{channel}' is not a channel: lower-case letters, digits and dashes.", nameof(channel));
        Listed = ReleaseRef.PrefixOf(channel);
        Past = $"refs/gitedge/past/{channel}/";
        Cosigned = CosignRef.PrefixOf(channel);
    }

    /// <summary>Prefix of what the remote lists.</summary>
    public string Listed { get; }

    /// <summary>Prefix of what it listed before.</summary>
    public string Past { get; }

    /// <summary>Prefix of the co-signatures that the remote lists.</summary>
    public string Cosigned { get; }

    /// <summary>What the names of everything that is followed begin with.</summary>
    public IReadOnlyList<string> Prefixes => _withTrust ? [Listed, Cosigned, Meta] : [Listed];

    /// <summary>The only refspecs that are ever fetched.</summary>
    public IReadOnlyList<string> RefSpecs => _withTrust
        ? [$"+{Listed}*:{Listed}*", $"+{Cosigned}*:{Cosigned}*", $"+{Meta}:{Meta}"]
        : [$"+{Listed}*:{Listed}*"];

    /// <summary>Whether a reference that a remote lists is looked at.</summary>
    public bool IsFollowed(string name) => name.StartsWith(Listed, StringComparison.Ordinal)
        || (_withTrust && (name == Meta || name.StartsWith(Cosigned, StringComparison.Ordinal)));

    /// <summary>Whether a reference is a co-signature or the branch of trust documents, in its plain form.</summary>
    public bool IsSide(string name) => _withTrust && (name == Meta || TryCosigned(name, out _));

    /// <summary>The counter of the release that a co-signature is of; false for a name that is not plain.</summary>
    public bool TryCosigned(string name, out long counter)
    {
        counter = 0;
        if (!name.StartsWith(Cosigned, StringComparison.Ordinal))
            return false;
        var rest = name.AsSpan(Cosigned.Length);
        var slash = rest.IndexOf('/');
        return slash > 0 && TryNumber(rest[..slash], out counter) && CosignRef.IsLabel(rest[(slash + 1)..].ToString());
    }

    /// <summary>The counter of a listed reference; false for any name that is not a plain positive number.</summary>
    public bool TryCounter(string name, out long counter)
    {
        counter = 0;
        return name.StartsWith(Listed, StringComparison.Ordinal) && TryNumber(name.AsSpan(Listed.Length), out counter);
    }

    /// <summary>The reference of a counter.</summary>
    public string NameOf(long counter) => string.Create(CultureInfo.InvariantCulture, $"{Listed}{counter}");

    /// <summary>Where an object that a counter named before is kept.</summary>
    public string PastOf(long counter, GitObjectId id) => string.Create(CultureInfo.InvariantCulture, $"{Past}{counter}/{id}");

    /// <summary>The counter of a kept object.</summary>
    public bool TryPastCounter(string name, out long counter)
    {
        var rest = name.AsSpan(Past.Length);
        var slash = rest.IndexOf('/');
        counter = 0;
        return slash > 0 && TryNumber(rest[..slash], out counter);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long counter) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out counter) && counter > 0 && text[0] != '0';
}
