using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class AllowedSignersTests
{
    private static readonly string Key = SshKeys.Public(SshKeys.Manager);
    private static readonly string Other = SshKeys.Public(SshKeys.Stranger);
    private static readonly DateTimeOffset Noon = new(2025, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private static IReadOnlyList<LineFault> Faults(string text, bool patterns = false)
    {
        Assert.False(AllowedSigners.TryParse(TagText.Bytes(text), patterns, out var signers, out var faults));
        Assert.Null(signers);
        Assert.NotEmpty(faults);
        return faults;
    }

    private static Checked<AllowedSigner> Find(string text, DateTimeOffset at, string purpose = "git") =>
        TagText.Allow(text).Find(SshKeys.Blob(SshKeys.Manager), purpose, at);

    /// <summary>K stands for the key. Each is good to ssh-keygen too.</summary>
    [Theory]
    [InlineData("ada@x K", "ada@x")]
    [InlineData("ada@x K\n", "ada@x")]
    [InlineData("  ada@x\t \tK  ", "ada@x")]
    [InlineData("ada@x K a comment \"with a quote", "ada@x")]
    [InlineData("# comment\n\n \t\n  # another\nada@x K", "ada@x")]
    [InlineData("ada@x,ada@home K", "ada@x")]
    [InlineData("\"ada@x\" K", "ada@x")]
    [InlineData("\"ada lovelace,ada@x\" K", "ada lovelace")]
    [InlineData("ada@x namespaces=\"git\" K", "ada@x")]
    [InlineData("ada@x namespaces=\"file,git\" K", "ada@x")]
    [InlineData("ada@x NameSpaces=\"git\" K", "ada@x")]
    [InlineData("ada@x valid-after=\"20200101Z\" K", "ada@x")]
    [InlineData("ada@x valid-after=\"20200101Z\",valid-before=\"20990101000000Z\",namespaces=\"git\"  K", "ada@x")]
    [InlineData("ada@x valid-before=\"209901011200Z\" K", "ada@x")]
    public void Line_of_openssh_is_read(string text, string principal)
    {
        var content = text.Replace("K", Key, StringComparison.Ordinal);

        Assert.Equal(principal, Find(content, Noon).Value!.Principal);
        Assert.True(SshKeys.Accepts(content, principal, TagText.Bytes("payload"), SshKeys.Sign(SshKeys.Manager, "payload"u8)));
    }

    [Fact]
    public void Line_is_taken_apart()
    {
        var entry = TagText.Allow($"\n#\nada@x,ada@y namespaces=\"git,file\",valid-after=\"20250102Z\",valid-before=\"20250304050607Z\" {Key} c\n").Entries.Single();

        Assert.Equal(3, entry.Line);
        Assert.Equal(["ada@x", "ada@y"], entry.Principals);
        Assert.Equal(["git", "file"], entry.Namespaces!);
        Assert.Equal(new DateTimeOffset(2025, 1, 2, 0, 0, 0, TimeSpan.Zero), entry.ValidAfter);
        Assert.Equal(new DateTimeOffset(2025, 3, 4, 5, 6, 7, TimeSpan.Zero), entry.ValidBefore);
        Assert.Equal("ssh-ed25519", entry.Key.Type);
        Assert.Equal(SshKeys.Blob(SshKeys.Manager), entry.Key.Blob.ToArray());
        Assert.StartsWith("SHA256:", entry.Key.Fingerprint, StringComparison.Ordinal);
        Assert.Null(TagText.Allow($"ada@x {Key}").Entries[0].Namespaces);
    }

    [Theory]
    [InlineData("ecdsa", 256)]
    [InlineData("rsa", 3072)]
    [InlineData("rsa", 2048)]
    public void Keys_of_every_type_may_be_listed_weak_ones_too(string type, int bits)
    {
        var entry = TagText.Allow($"ada@x {SshKeys.Public(SshKeys.Path("other", type, bits))}\n").Entries.Single();

        Assert.Contains(type, entry.Key.Type, StringComparison.Ordinal);
        Assert.Equal(bits != 2048, entry.Key.IsUsable);
    }

    [Theory]
    [InlineData("ada@x", "It has a name, but no key.")]
    [InlineData("K", "The names are missing: the line begins with the options or the key.")]
    [InlineData("namespaces=git K", "The names are missing: the line begins with the options or the key.")]
    [InlineData("valid-after=\"20200101Z\" K", "The names are missing: the line begins with the options or the key.")]
    [InlineData("Cert-Authority K", "The names are missing: the line begins with the options or the key.")]
    [InlineData("ada@x ", "It has a name, but no key.")]
    [InlineData("\"ada@x K", "The quote around the names is not closed.")]
    [InlineData("\"ada@x\"K", "A space is missing after the names.")]
    [InlineData("\"ada@x\"", "A space is missing after the names.")]
    [InlineData("\"\" K", "One of the names is empty.")]
    [InlineData(",ada@x K", "One of the names is empty.")]
    [InlineData("ada@x, K", "One of the names is empty.")]
    [InlineData("ada@x,,ada@y K", "One of the names is empty.")]
    [InlineData("!ada@x K", "The name '!ada@x' is an exclusion.")]
    [InlineData("ada\"@x K", "The name 'ada\"@x' has a quote in it.")]
    [InlineData("*@x K", "The name '*@x' is a pattern.")]
    [InlineData("ada@?,ada K", "The name 'ada@?' is a pattern.")]
    [InlineData("ada@x\r K", "It has a control character.")]
    [InlineData("ada@x K\r", "It has a control character.")]
    [InlineData("ada@x\0 K", "It has a control character.")]
    [InlineData("ada@x cert-authority K", "Certificate authorities are not accepted.")]
    [InlineData("ada@x CERT-AUTHORITY,namespaces=\"git\" K", "Certificate authorities are not accepted.")]
    [InlineData("ada@x no-touch-required K", "The option 'no-touch-required' is not known.")]
    [InlineData("ada@x namespaces=\"git\", K", "The option '' is not known.")]
    [InlineData("ada@x namespaces=\"git\",namespaces=\"git\" K", "The option namespaces stands there twice.")]
    [InlineData("ada@x valid-after=\"20200101Z\",VALID-AFTER=\"20200101Z\" K", "The option valid-after stands there twice.")]
    [InlineData("ada@x namespaces K", "The value of namespaces is not in quotes.")]
    [InlineData("ada@x namespaces= K", "The value of namespaces is not in quotes.")]
    [InlineData("ada@x namespaces=git K", "The value of namespaces is not in quotes.")]
    [InlineData("ada@x namespaces=\"git\"x K", "The value of namespaces is not in quotes.")]
    [InlineData("ada@x namespaces=x\"git\" K", "The value of namespaces is not in quotes.")]
    [InlineData("ada@x namespaces=\"g\\\"t\" K", "The value of namespaces is not in quotes.")]
    [InlineData("ada@x namespaces=\"git K", "A quote in the options is not closed.")]
    [InlineData("ada@x namespaces=\"\" K", "The namespaces '' are not plain names.")]
    [InlineData("ada@x namespaces=\"git,\" K", "The namespaces 'git,' are not plain names.")]
    [InlineData("ada@x namespaces=\"g*\" K", "The namespaces 'g*' are not plain names.")]
    [InlineData("ada@x namespaces=\"!git\" K", "The namespaces '!git' are not plain names.")]
    [InlineData("ada@x namespaces=\"git file\" K", "The namespaces 'git file' are not plain names.")]
    [InlineData("ada@x valid-after=\"20200101\" K", "The time '20200101' of valid-after is not understood.")]
    [InlineData("ada@x valid-before=\"202001011200\" K", "The time '202001011200' of valid-before is not understood.")]
    [InlineData("ada@x valid-after=\"2020-01-01Z\" K", "The time '2020-01-01Z' of valid-after is not understood.")]
    [InlineData("ada@x valid-after=\"20200230Z\" K", "The time '20200230Z' of valid-after is not understood.")]
    [InlineData("ada@x valid-after=\"20200101z\" K", "The time '20200101z' of valid-after is not understood.")]
    [InlineData("ada@x valid-after=\" 20200101Z\" K", "The time ' 20200101Z' of valid-after is not understood.")]
    [InlineData("ada@x valid-after=\"\" K", "The time '' of valid-after is not understood.")]
    [InlineData("ada@x valid-after=\"20210101Z\",valid-before=\"20200101Z\" K", "It is valid before it is valid after: never.")]
    [InlineData("ada@x valid-after=\"20210101Z\",valid-before=\"20210101Z\" K", "It is valid before it is valid after: never.")]
    [InlineData("ada@x ssh-ed25519", "The key is missing.")]
    [InlineData("ada@x namespaces=\"git\"", "The key is missing.")]
    [InlineData("ada@x namespaces=\"git\" ssh-ed25519", "The key is missing.")]
    [InlineData("ada@x ssh-ed25519 AAAA", "The text after ssh-ed25519 is not such a key in base64.")]
    [InlineData("ada@x ssh-ed25519 !", "The text after ssh-ed25519 is not such a key in base64.")]
    [InlineData("ada@x ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "The text after ssh-rsa is not such a key in base64.")]
    [InlineData("ada@x ssh-rsa AAAAB3NzaC1yc2E=", "The text after ssh-rsa is not such a key in base64.")]
    [InlineData("ada@x ssh-dss AAAA", "Keys of type 'ssh-dss' are not accepted.")]
    [InlineData("ada@x ssh-ed25519-cert-v01@openssh.com AAAA", "Keys of type 'ssh-ed25519-cert-v01@openssh.com' are not accepted.")]
    [InlineData("ada@x namespaces=\"git\" ssh-ed448 AAAA", "Keys of type 'ssh-ed448' are not accepted.")]
    [InlineData("ada lovelace K", "The option 'lovelace' is not known.")]
    public void Bad_line_refuses_the_file(string line, string what)
    {
        var faults = Faults($"bob@x {Other}\n{line.Replace("K", Key, StringComparison.Ordinal)}\n");

        Assert.Equal((2, what), (faults[0].Line, faults[0].What));
        Assert.All(faults, fault => Assert.NotEmpty(fault.Cure));
    }

    [Fact]
    public void Every_fault_is_reported()
    {
        var faults = Faults($"ada@x\n# fine\n*@x cert-authority,foo {Key}\nbob@x {Other}\nx ssh-dss AAAA\n");

        Assert.Equal(
            [
                "line 1: It has a name, but no key. Write: names, a space, the key's type, a space, the key.",
                "line 3: The name '*@x' is a pattern. Write the name in full, or switch patterns on.",
                "line 3: Certificate authorities are not accepted. List the signers' own keys.",
                "line 3: The option 'foo' is not known. The options are namespaces, valid-after and valid-before.",
                "line 5: Keys of type 'ssh-dss' are not accepted. Put the content of an ssh-ed25519 .pub file there.",
            ],
            faults.Select(fault => fault.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("# nobody\n \n")]
    public void File_without_signers_is_refused(string text)
    {
        var fault = Faults(text).Single();

        Assert.Equal(0, fault.Line);
        Assert.Equal("The file names no signer. Add a line: name, then the public key.", fault.ToString());
    }

    [Fact]
    public void File_that_is_no_utf8_is_refused()
    {
        Assert.False(AllowedSigners.TryParse([0xff, 0xfe], allowPatterns: false, out _, out var faults));
        Assert.Equal("The file is not valid UTF-8.", faults.Single().What);
        Assert.Equal((1, "The file begins with a byte order mark."), (Faults("\ufeffada@x " + Key)[0].Line, Faults("\ufeffada@x " + Key)[0].What));
    }

    [Fact]
    public void Patterns_are_taken_when_asked_for()
    {
        Assert.Equal("*@x", TagText.Allow($"*@x {Key}", patterns: true).Entries.Single().Principal);
        Assert.Equal("The name '!*@x' is an exclusion.", Faults($"!*@x {Key}", patterns: true).Single().What);
    }

    [Fact]
    public void Key_of_two_persons_is_refused()
    {
        var fault = Faults($"ada@x {Key}\nbob@x {Key}\n").Single();

        Assert.Equal((2, "The key belongs to 'ada@x' on line 1 already."), (fault.Line, fault.What));
        Assert.Equal(2, TagText.Allow($"ada@x {Key}\nada@x,ada@y {Key}\n").Entries.Count);
        Assert.Equal(2, TagText.Allow($"ada@x {Key}\nada@x {Other}\n").Entries.Count);
    }

    [Fact]
    public void Key_that_is_not_listed_is_unknown()
    {
        var outcome = Find($"bob@x {Other}", Noon);

        Assert.Equal(RejectionReason.UnknownSigner, TagText.Reason(outcome));
        Assert.Contains(TagText.Allow($"ada@x {Key}").Entries[0].Key.Fingerprint, outcome.Rejection!.Detail, StringComparison.Ordinal);
        Assert.Equal(RejectionReason.UnknownSigner, TagText.Reason(TagText.Check(TagText.Signed(TagText.Payload, SshKeys.Stranger))));
    }

    [Theory]
    [InlineData("git", true)]
    [InlineData("file", false)]
    [InlineData("GIT", false)]
    [InlineData("git-x,file", false)]
    [InlineData("file,git", true)]
    public void Namespaces_limit_a_key(string namespaces, bool allowed)
    {
        var outcome = Find($"ada@x namespaces=\"{namespaces}\" {Key}", Noon);

        Assert.Equal(allowed, outcome.Value is not null);
        if (!allowed)
            Assert.Equal(RejectionReason.SignerNamespace, TagText.Reason(outcome));
    }

    [Theory]
    [InlineData("valid-after=\"20250615120000Z\"", 0, null)]
    [InlineData("valid-after=\"20250615120000Z\"", 1, null)]
    [InlineData("valid-after=\"20250615120000Z\"", -1, RejectionReason.SignerNotYetValid)]
    [InlineData("valid-before=\"20250615120000Z\"", 0, null)]
    [InlineData("valid-before=\"20250615120000Z\"", -1, null)]
    [InlineData("valid-before=\"20250615120000Z\"", 1, RejectionReason.SignerNoLongerValid)]
    [InlineData("valid-after=\"20250615Z\",valid-before=\"20250616Z\"", 0, null)]
    public void Window_is_inclusive_as_in_openssh(string options, int seconds, RejectionReason? reason)
    {
        var at = Noon.AddSeconds(seconds);
        var outcome = Find($"ada@x {options} {Key}", at);

        Assert.Equal(reason, outcome.Rejection?.Reason);
        var verify = Tool.Try("sh", ["-c", VerifyScript, "sh", $"ada@x {options} {Key}", at.ToString("yyyyMMddHHmmss'Z'", null), SshKeys.Manager]);
        Assert.Equal(reason is null, verify.ExitCode == 0);
    }

    private const string VerifyScript =
        "d=$(mktemp -d); trap 'rm -r \"$d\"' EXIT; printf %s \"$1\" > $d/a; printf x > $d/m; ssh-keygen -q -Y sign -n git -f \"$3\" $d/m 2>/dev/null; "
        + "ssh-keygen -q -Y verify -f $d/a -I ada@x -n git -O verify-time=\"$2\" -s $d/m.sig < $d/m";

    [Fact]
    public void Several_lines_of_one_key_count_together()
    {
        var text = $"ada@x namespaces=\"file\" {Key}\nada@x valid-before=\"20240101Z\" {Key}\nada@x valid-after=\"20250101Z\" {Key}\n";

        Assert.Equal(3, Find(text, Noon).Value!.Line);
        Assert.Equal(2, Find(text, Noon.AddYears(-2)).Value!.Line);
        Assert.Equal(1, Find(text, Noon.AddYears(-1), "file").Value!.Line);
        Assert.Equal(RejectionReason.SignerNoLongerValid, TagText.Reason(Find(text, Noon.AddYears(-1))));
    }

    [Fact]
    public void Window_is_that_of_the_tag()
    {
        Checked<VerifiedTag> Check(string options) =>
            TagVerifier.Verify(TagText.Good, TagText.Allow($"ada@x {options} {Key}"), TagText.Verify);

        // The tag is of 2025-06-15 15:06:40Z.
        Assert.NotNull(Check("valid-after=\"20250615150640Z\"").Value);
        Assert.Equal(RejectionReason.SignerNotYetValid, TagText.Reason(Check("valid-after=\"20250615150641Z\"")));
        Assert.NotNull(Check("valid-before=\"20250615150640Z\"").Value);
        Assert.Equal(RejectionReason.SignerNoLongerValid, TagText.Reason(Check("valid-before=\"20250615150639Z\"")));
    }
}
