using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>What differs between two versions of the trust document, as people read it.</summary>
internal static class TrustChanges
{
    /// <summary>A line for each difference; none when they say the same.</summary>
    /// <param name="before">The document that counts; null before the first.</param>
    /// <param name="after">The next one.</param>
    public static IReadOnlyList<string> Between(TrustDocument? before, TrustDocument after) =>
        [.. Keys(before, after), .. Roles(before, after), .. Rest(before, after)];

    private static IEnumerable<string> Keys(TrustDocument? before, TrustDocument after)
    {
        var old = KeysOf(before);
        var now = KeysOf(after);
        return old.Except(now).Select(key => $"- key of {key.Principal}: {key.Key}")
            .Concat(now.Except(old).Select(key => $"+ key of {key.Principal}: {key.Key}"));
    }

    private static IEnumerable<string> Roles(TrustDocument? before, TrustDocument after)
    {
        foreach (var role in RoleName.Of(after).Union(before is null ? [] : RoleName.Of(before)))
        {
            var (old, now) = (before is null ? null : role.Find(before), role.Find(after));
            if (old is null)
                yield return $"+ {role.Text}: {Show(now!)}";
            else if (now is null)
                yield return $"- {role.Text}: {Show(old)}";
            else if (Show(old) != Show(now))
                yield return $"~ {role.Text}: {Show(old)} → {Show(now)}";
        }
    }

    private static IEnumerable<string> Rest(TrustDocument? before, TrustDocument after)
    {
        foreach (var revoked in (before?.Revoked ?? []).Where(key => after.Revoked.All(known => known.Fingerprint != key.Fingerprint)))
            yield return $"- revoked: {revoked.Fingerprint}{Reason(revoked)}: it may count again";
        foreach (var revoked in after.Revoked.Where(key => before?.Revoked.Any(known => known.Fingerprint == key.Fingerprint) is not true))
            yield return $"! revoked: {revoked.Fingerprint}{Reason(revoked)}{(IsKnown(before, revoked) ? "" : ", which is nobody's key here")}";
        if (before?.Expires != after.Expires)
            yield return FormattableString.Invariant($"{(before is null ? '+' : '~')} expires: {after.Expires:u}");
        if (before is null)
            yield return FormattableString.Invariant($"+ epoch: {after.Epoch}");
        else if (before.Epoch != after.Epoch)
            yield return FormattableString.Invariant($"~ epoch: {before.Epoch} → {after.Epoch}: releases of a lower one are not taken any more");
    }

    private static string Reason(RevokedKey revoked) => revoked.Reason is null ? "" : $" ({revoked.Reason})";

    // A mistyped fingerprint revokes nothing, and looks the same.
    private static bool IsKnown(TrustDocument? document, RevokedKey revoked) =>
        document?.Principals.Values.Any(keys => keys.Any(key => key.Key.Fingerprint == revoked.Fingerprint)) is true;

    private static List<(string Principal, string Key)> KeysOf(TrustDocument? document) => document is null
        ? []
        : [.. from one in document.Principals.OrderBy(one => one.Key, StringComparer.Ordinal) from key in one.Value select (one.Key, $"{key.Key.Fingerprint} ({key.Key.Type}){Window(key)}")];

    private static string Window(TrustKey key) =>
        (key.ValidAfter is { } after ? FormattableString.Invariant($", from {after:u}") : "") + (key.ValidBefore is { } before ? FormattableString.Invariant($", until {before:u}") : "");

    private static string Show(TrustRole role) =>
        FormattableString.Invariant($"{role.Threshold} of {string.Join(", ", role.Principals.Order(StringComparer.Ordinal))}{(role.UserVerification ? ", tokens with PIN or finger" : "")}");
}
