using System.Text.RegularExpressions;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed partial class RejectionCatalogTests
{
    [Fact]
    public void Every_reason_has_one_entry_in_order()
    {
        var reasons = Enum.GetValues<RejectionReason>().Where(reason => reason != RejectionReason.Unknown);

        Assert.Equal(reasons, RejectionCatalog.Entries.Select(entry => entry.Reason));
    }

    [Fact]
    public void Codes_are_the_names_in_kebab_case()
    {
        Assert.All(RejectionCatalog.Entries, entry =>
        {
            var name = entry.Reason.ToString().Replace("OpenPgp", "Openpgp", StringComparison.Ordinal);
            Assert.Equal(string.Join('-', Words().Matches(name).Select(word => word.Value.ToLowerInvariant())), entry.Code);
        });
        Assert.Equal(RejectionCatalog.Entries.Count, RejectionCatalog.Entries.Select(entry => entry.Code).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Documentation_says_the_same()
    {
        var rows = File.ReadLines(Path.Combine(Root(), "docs", "reasons.md"))
            .SkipWhile(line => line is not "## Releases that are not accepted").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(RejectionCatalog.Entries.Select(entry => $"| `{entry.Code}` | {entry.Meaning} | {entry.Cure} |"), rows);
    }

    [Fact]
    public void Only_what_time_or_others_can_change_waits() =>
        Assert.Equal(
            [
                RejectionReason.NotYetStarted, RejectionReason.ThresholdNotMet, RejectionReason.Held, RejectionReason.Recalled, RejectionReason.TrustHidden,
                RejectionReason.HoldHidden, RejectionReason.FreshStale, RejectionReason.ReleaseHidden, RejectionReason.SignedInFuture,
            ],
            RejectionCatalog.Entries.Where(entry => entry.Kind != RejectionKind.Permanent).Select(entry => entry.Reason));

    [Fact]
    public void Rejection_takes_code_kind_and_cure_from_the_catalogue()
    {
        var rejection = Rejection.Because(RejectionReason.Expired, "Found.");

        Assert.Equal(new Rejection(RejectionReason.Expired, "Found.", "Release again with a later expiry."), rejection);
        Assert.Equal(("expired", RejectionKind.Permanent), (rejection.Code, rejection.Kind));
        Assert.Equal("expired: Found. Release again with a later expiry.", rejection.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => Rejection.Because(RejectionReason.Unknown, ""));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "GitEdge.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex("[A-Z][a-z0-9]*", RegexOptions.None, 1000)]
    private static partial Regex Words();
}
