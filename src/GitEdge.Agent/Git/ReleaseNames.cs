using System.Globalization;

namespace GitEdge.Agent.Git;

/// <summary>
/// The references of one channel: what the remote lists now, and below <c>refs/gitedge/past</c> every object that it
/// listed under a release's name before and does not any more. Nothing seen is forgotten, so that a moved or deleted tag
/// stays provable.
/// </summary>
internal sealed class ReleaseNames
{
    private const int MaxNameLength = 64;

    /// <summary>Names the references of a channel.</summary>
    /// <exception cref="ArgumentException">Not a channel's name: lower-case letters, digits, dashes.</exception>
    public ReleaseNames(string channel)
    {
        if (channel.Length is 0 or > MaxNameLength || channel[0] == '-' || !channel.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new ArgumentException($"'{channel}' is not a channel: lower-case letters, digits and dashes.", nameof(channel));
        Listed = $"refs/tags/rollout/{channel}/";
        Past = $"refs/gitedge/past/{channel}/";
    }

    /// <summary>Prefix of what the remote lists.</summary>
    public string Listed { get; }

    /// <summary>Prefix of what it listed before.</summary>
    public string Past { get; }

    /// <summary>The one refspec that is fetched.</summary>
    public string RefSpec => $"+{Listed}*:{Listed}*";

    /// <summary>The counter of a listed reference; false for any name that is not a plain positive number.</summary>
    public bool TryCounter(string name, out long counter) => TryNumber(name.AsSpan(Listed.Length), out counter);

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
