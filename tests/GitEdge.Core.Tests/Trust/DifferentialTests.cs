using System.Diagnostics;
using GitEdge.Core.Tests.Trust.Mutants;
using GitEdge.Core.Trust;
using Xunit.Abstractions;

namespace GitEdge.Core.Tests.Trust;

/// <summary>
/// Changed signed objects, by the ten thousand: what GitEdge accepts, git, ssh-keygen, <c>git fsck --strict</c> and
/// <c>git mktag --strict</c> accept too. The other way round it need not hold.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private static string Headers(SampleKind kind, GitJudge git) => kind switch
    {
        SampleKind.Tag => TagText.Headers.Replace(TagText.Target, git.Commit, StringComparison.Ordinal),
        SampleKind.Commit => $"tree {git.Tree}\nparent {git.Commit}\n{CommitText.Author}{CommitText.Committer}",
        _ => "",
    };

    [Theory]
    [InlineData(nameof(SampleKind.Tag), 2_000)]
    [InlineData(nameof(SampleKind.Commit), 2_000)]
    [InlineData(nameof(SampleKind.File), 1_000)]
    public void Few_mutants_that_we_accept_git_accepts(string kind, int count) => Compare(Enum.Parse<SampleKind>(kind), seed: 1, count);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(nameof(SampleKind.Tag), 60_000)]
    [InlineData(nameof(SampleKind.Commit), 50_000)]
    [InlineData(nameof(SampleKind.File), 10_000)]
    public void Mutants_that_we_accept_git_accepts(string kind, int count) => Compare(Enum.Parse<SampleKind>(kind), seed: 20250616, count);

    private void Compare(SampleKind kind, int seed, int count)
    {
        var watch = Stopwatch.StartNew();
        var text = string.Concat(TestKey.All.Select(key => key.SignersText).Distinct());
        var signers = TagText.Allow(text);
        using var git = new GitJudge(text);
        var mutator = new Mutator(seed, [.. TestKey.All.Select(key => new SignedSample(kind, key, Headers(kind, git), TagText.Message))]);
        var originals = mutator.Originals.ToList();
        Assert.All(originals, original => Assert.Null(original.Refusal(signers)));
        var known = originals.Select(original => original.Id).ToHashSet(StringComparer.Ordinal);

        var unchanged = 0;
        var reasons = new SortedDictionary<RejectionReason, int>();
        var accepted = new Dictionary<string, Mutant>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var mutant = mutator.Next();
            if (known.Contains(mutant.Id))
                unchanged++;
            else if (mutant.Refusal(signers) is { } reason)
                reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
            else
                accepted[mutant.Id] = mutant;
        }

        var ours = watch.Elapsed;
        git.Accepts([.. originals, .. accepted.Values]);
        output.WriteLine($"{count} mutants of {originals.Count} signed {kind}s, seed {seed}: {unchanged} were the original again, "
            + $"{reasons.Values.Sum()} refused, {accepted.Count} accepted, and by git too; "
            + $"{ours.TotalSeconds:0} s to decide, {(watch.Elapsed - ours).TotalSeconds:0} s for git. Refused for: "
            + string.Join(", ", reasons.Select(pair => $"{pair.Key} {pair.Value}")));
        // Content that was changed before it was signed, and ECDSA's second form: if none came through, nothing was compared.
        Assert.NotEmpty(accepted);
        Assert.InRange(accepted.Count, 1, count / 10);
        Assert.InRange(unchanged, 0, count / 10);
    }
}
