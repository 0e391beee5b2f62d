using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

/// <summary>allowed_signers of generated lines, right and wrong, against what was generated.</summary>
public sealed class SignersPropertyTests
{
    private static readonly string Key = SshKeys.Public(SshKeys.Manager);

    private static readonly Gen<(string Text, bool Good)> Lines =
        from name in Gen.Elements(("ada@x", true), ("\"ada@x\"", true), ("ada@x,ada@y", true), ("*@x", false), ("", false), ("!ada@x", false))
        from option in Gen.Elements(("", true), ("namespaces=\"git\" ", true), ("valid-after=\"20200101Z\" ", true),
            ("valid-after=\"20200101\" ", false), ("cert-authority ", false), ("namespaces=git ", false))
        from key in Gen.Elements((Key, true), (Key[..^4], false), ("ssh-dss AAAA", false))
        from end in Gen.Elements("", " comment", "  \t", " # comment")
        select ($"{name.Item1} {option.Item1}{key.Item1}{end}", name.Item2 && option.Item2 && key.Item2);

    [Fact]
    public void File_is_taken_exactly_when_every_line_is_right()
    {
        Prop.ForAll(Arb.From(Gen.NonEmptyListOf(Lines)), lines =>
        {
            var text = string.Join('\n', lines.Select(line => line.Text));
            var taken = AllowedSigners.TryParse(TagText.Bytes(text), allowPatterns: false, out var signers, out var faults);

            Assert.Equal(lines.All(line => line.Good), taken);
            Assert.Equal(taken, faults.Count == 0);
            Assert.Equal(taken ? lines.Count : null, signers?.Entries.Count);
            var bad = lines.Select((line, index) => (line, index)).Where(pair => !pair.line.Good).Select(pair => pair.index + 1);
            Assert.Equal(bad, faults.Select(fault => fault.Line).Distinct());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_text_makes_the_parser_fail()
    {
        var piece = Gen.Elements("ada@x", " ", "\t", "\"", ",", "=", "\\", "\n", "namespaces", "valid-before", "20200101Z", "#", "!", "*",
            "ssh-ed25519", Key, "\0", "é", "cert-authority");
        var texts = Gen.ListOf(piece).Select(string.Concat);

        Prop.ForAll(Arb.From(texts), text =>
        {
            var taken = AllowedSigners.TryParse(TagText.Bytes(text), allowPatterns: true, out var signers, out var faults);
            Assert.Equal(taken, signers is not null && faults.Count == 0);
            Assert.All(faults, fault => Assert.False(string.IsNullOrEmpty(fault.What) || string.IsNullOrEmpty(fault.Cure)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void No_tag_makes_the_parser_fail()
    {
        var piece = Gen.Elements(TagText.Object, TagText.Type, TagText.Tag, TagText.Tagger, "\n", "\n\n", TagText.Trailer, " ", "-",
            "-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n", "U1NIU0lH", "-----BEGIN PGP SIGNATURE-----\n", "é");
        var bodies = Gen.ListOf(piece).Select(pieces => TagText.Headers + "\n" + string.Concat(pieces));

        Prop.ForAll(Arb.From(bodies), body =>
        {
            var outcome = TagVerifier.Verify(TagText.Bytes(body), TagText.Signers, (_, _, _) => true);
            Assert.Null(outcome.Value);
            Assert.NotEqual(RejectionReason.Unknown, outcome.Rejection!.Reason);
            Assert.NotEmpty(outcome.Rejection.Detail);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
