using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class RefNameRulesTests
{
    public static TheoryData<string> Names =>
    [
        "v1", "rollout/prod/7", "a/b/c.d", "@", "a@b", "{x}", "a-b_c", "é", "x.lockx", "", "/", "a/", "/a", "a//b", ".a", "a/.b", "a.", "a./b", "a..b",
        "a.lock", "a.lock/b", "a~b", "a^b", "a:b", "a?b", "a*b", "a[b", "a]b", "a\\b", "@{", "a@{b", "a\u007fb", "a\u0001b", "a b", "a\tb", "-a", "HEAD",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_is_allowed_exactly_when_git_takes_it(string name) => Assert.Equal(
        Tool.Try("git", ["check-ref-format", "refs/tags/" + name]).ExitCode == 0, RefNameRules.Allow(name));

    [Theory]
    [InlineData("a\u00a0b")]
    [InlineData("a\u2003b")]
    [InlineData("a\u0085b")]
    public void White_space_and_control_characters_that_git_takes_are_refused(string name) => Assert.False(RefNameRules.Allow(name));
}
