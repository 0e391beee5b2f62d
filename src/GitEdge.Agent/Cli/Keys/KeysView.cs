using System.Globalization;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli.Output;

namespace GitEdge.Agent.Cli.Keys;

/// <summary><c>gitedge keys list</c> for people.</summary>
internal static class KeysView
{
    /// <summary>Writes it.</summary>
    public static void Show(Terminal terminal, KeysDocument document, DateTimeOffset now)
    {
        ShowEffective(terminal, document, now);
        terminal.Table(["role", "needs", "of"], [.. document.Roles.Select(role => (IReadOnlyList<Styled>)[role.Name, role.Threshold.ToString(CultureInfo.InvariantCulture), string.Join(", ", role.Principals) + (role.UserVerification ? "; tokens with PIN or finger" : "")])]);
        terminal.Table(["person", "key", "type", "counts"], [.. document.Principals.SelectMany(one => one.Keys.Select(key => (IReadOnlyList<Styled>)[one.Name, key.Fingerprint, key.Type, Window(key, now)]))]);
        foreach (var revoked in document.Revoked)
            terminal.Line(new Styled("revoked ", Tone.Bad), $"{revoked.Fingerprint}{(revoked.Reason is null ? "" : $" ({revoked.Reason})")}");
        if (document.Hold is { } hold)
            terminal.Line(Words.Say($"hold document {hold} is in force{(document.Holds.Count + document.Recalls.Count == 0 ? "; it stops nothing" : "")}"));
        foreach (var stopped in document.Holds.Select(HoldEdit.Show).Concat(document.Recalls.Select(HoldEdit.Show)))
            terminal.Line($"  {stopped}");
        ShowPending(terminal, "trust document", document.Pending, "gitedge keys sign");
        ShowPending(terminal, "hold document", document.PendingHold, "gitedge resume --cosign");
        foreach (var finding in document.Findings)
            terminal.Line(new Styled("not believed: ", Tone.Bad), $"{finding.Reason}: {finding.Detail} fix: {finding.Cure}");
    }

    private static void ShowEffective(Terminal terminal, KeysDocument document, DateTimeOffset now)
    {
        if (document.Effective is not { Expires: { } expires } effective)
        {
            terminal.Line(new Styled("no trust document counts yet", Tone.Warning));
            return;
        }
        terminal.Line(
            new Styled(Words.Say($"trust document {effective.Version}"), Tone.Strong), Words.Say($" of {Words.Time(effective.Created)}, epoch {document.Epoch}, "),
            new Styled(Words.Say($"{(expires <= now ? "expired" : "expires")} {Words.Time(expires)} ({Words.Relative(expires, now)})"), expires <= now ? Tone.Bad : Tone.Normal));
    }

    private static Styled Window(KeysDocument.Key key, DateTimeOffset now)
    {
        if (key is { NotBefore: null, NotAfter: null })
            return "always";
        var words = string.Join(' ', new[] { key.NotBefore is { } from ? $"from {Words.Time(from)}" : "", key.NotAfter is { } until ? $"until {Words.Time(until)}" : "" }.Where(part => part.Length > 0));
        return new Styled(words, now < key.NotBefore || now > key.NotAfter ? Tone.Bad : Tone.Normal);
    }

    private static void ShowPending(Terminal terminal, string what, KeysDocument.DocumentVersion? pending, string command)
    {
        if (pending is null)
            return;
        terminal.Line(new Styled(Words.Say($"{what} {pending.Version} waits for signatures"), Tone.Warning), $"; sign it with: {command}");
        foreach (var change in pending.Changes)
            terminal.Line($"  {change}");
        foreach (var tally in pending.Signatures)
            terminal.Line($"  {new RoleTally(tally.Role, tally.Threshold, tally.Signed, tally.Missing)}");
    }
}
