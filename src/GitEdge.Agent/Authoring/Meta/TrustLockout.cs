using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>
/// What a change may not do although the document does not contradict itself: leave a role to keys of which too few count, now or, for the
/// role that could mend it, at any time until the document expires.
/// </summary>
internal static class TrustLockout
{
    /// <summary>Null when every role that could be filled before can still be.</summary>
    /// <param name="before">The newest document.</param>
    /// <param name="after">The one that would follow.</param>
    /// <param name="now">The time.</param>
    public static Refusal? Find(TrustDocument before, TrustDocument after, DateTimeOffset now)
    {
        foreach (var role in RoleName.Of(after))
        {
            if (Lost(after, role, now) is { } at && Lost(before, role, now) is null)
            {
                var spec = role.Find(after)!;
                return new Refusal(
                    FormattableString.Invariant($"at {at:u} the keys of only {Counting(after, spec, at)} people would count for '{role.Text}', which needs {spec.Threshold}"),
                    "add a key that counts then, or choose another time") { Code = AuthoringReason.LocksOut, IsRejection = true };
            }
        }
        return null;
    }

    /// <summary>The first moment at which too few keys count; null when there is none. Too few people are the document's own contradiction.</summary>
    private static DateTimeOffset? Lost(TrustDocument document, RoleName role, DateTimeOffset now)
    {
        if (role.Find(document) is not { } spec || spec.Principals.Count < spec.Threshold)
            return null;
        var moments = role.Text == "root" ? [now, .. Ends(document, spec, now)] : new[] { now };
        foreach (var at in moments.Order())
        {
            if (Counting(document, spec, at) < spec.Threshold)
                return at;
        }
        return null;
    }

    private static IEnumerable<DateTimeOffset> Ends(TrustDocument document, TrustRole role, DateTimeOffset now) =>
        from end in role.Principals.SelectMany(name => document.Principals[name]).Select(key => key.ValidBefore).OfType<DateTimeOffset>()
        where end >= now && end < document.Expires
        select end.AddSeconds(1);

    private static int Counting(TrustDocument document, TrustRole role, DateTimeOffset at) =>
        role.Principals.Count(name => document.Principals[name].Any(key => !(at < key.ValidAfter) && !(at > key.ValidBefore)));
}
