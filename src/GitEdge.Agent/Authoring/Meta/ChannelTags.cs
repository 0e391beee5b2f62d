using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>The tags of a channel: releases and co-signatures. Nothing in them is to be believed.</summary>
/// <param name="Releases">Releases by number, the greatest first.</param>
/// <param name="Cosignatures">Co-signatures of all of them.</param>
internal sealed record ChannelTags(IReadOnlyList<(ReleaseRef Name, FetchedTag Tag)> Releases, IReadOnlyList<FetchedTag> Cosignatures)
{
    /// <summary>The co-signatures of one release.</summary>
    public IReadOnlyList<FetchedTag> Of(ReleaseRef release) =>
        [.. Cosignatures.Where(tag => tag.RefName.StartsWith(CosignRef.PrefixOf(release), StringComparison.Ordinal))];

    /// <summary>Reads them.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="only">The one release that is asked for; null for all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GitFailedException">git failed.</exception>
    public static async Task<ChannelTags> ReadAsync(GitCli git, string channel, long? only, CancellationToken cancellation)
    {
        var cosign = CosignRef.PrefixOf(channel);
        var listed = await git.RunAsync(["for-each-ref", "--format=%(objectname) %(refname)", ReleaseRef.PrefixOf(channel), cosign], cancellation);
        var refs = listed.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (Id: line[..line.IndexOf(' ', StringComparison.Ordinal)], Name: line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]))
            .Where(one => only is null || one.Name == new ReleaseRef(channel, only.Value).RefName || one.Name.StartsWith(cosign, StringComparison.Ordinal)).ToList();
        var objects = await GitObjects.ReadAsync(git, [.. refs.Select(one => one.Id)], cancellation);
        var tags = refs.Zip(objects).Where(pair => pair.Second is not null).Select(pair => new FetchedTag(pair.First.Name, pair.First.Id, pair.Second!.Bytes)).ToList();
        return new ChannelTags(
            [.. tags.Select(tag => (ReleaseRef.Parse(tag.RefName)!, tag)).Where(one => one.Item1 is not null).OrderByDescending(one => one.Item1.Counter)],
            [.. tags.Where(tag => tag.RefName.StartsWith(cosign, StringComparison.Ordinal))]);
    }
}
