using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Verifying;

/// <summary>What was verified, for a person.</summary>
internal static class VerifyView
{
    public static void Show(Terminal terminal, VerifyDocument found)
    {
        terminal.Line(new Styled("verified", Tone.Good));
        terminal.Fields([new Field("Signed by", new Styled(found.Principal!, Tone.Strong)), new Field("Key", found.KeyFingerprint!), .. Subject(found)]);
    }

    private static Field[] Subject(VerifyDocument found)
    {
        if (found.Tag is { } tag)
            return
            [
                new Field("Tag", tag),
                new Field("Commit", found.Target!),
                new Field("Lock", found.Lock!.Value.ToString()),
                new Field("Tagged", $"{Words.Time(found.TaggedAt!.Value)} by {found.Tagger}"),
            ];
        return found.Commit is { } commit
            ? [new Field("Commit", commit), new Field("Tree", found.Tree!), new Field("Committed", $"{Words.Time(found.CommittedAt!.Value)} by {found.Committer}")]
            : [new Field("Signed for", found.Namespace!), new Field("Digest", found.Digest!.Value.ToString())];
    }
}
