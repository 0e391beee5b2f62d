using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Core.Tests.Trust;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Keys;
using GitEdge.Core.Trust.Roles;
using GitEdge.Testing.Fuzzing;

namespace GitEdge.Core.Tests.Fuzz;

/// <summary>Everything of trust that reads bytes from outside: no crash, no hang, no memory without bound, no forgery.</summary>
[Trait("Category", "Fuzz")]
public sealed class TrustFuzzTests
{
    private const int Inputs = 3000;

    private static readonly string[] Json = ["{", "}", "[", "]", "\"", ":", ",", "null", "true", "1e999", "-1", "\\ud800", "\ufeff", "{\"a\":{\"a\":", "[[[[[[[["];

    private static readonly string[] Lines =
    [
        "-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n", "-----BEGIN PGP SIGNATURE-----\n", "object ", "tree ", "parent ", "tagger ", "gpgsig ", "encoding ",
        "\n\n", "\r\n", "GitEdge-Lock-SHA256: ", "type commit\n", "99999999999999999999 +0000", "\0",
    ];

    private static readonly string[] Wire = ["SSHSIG", "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com", "sha512", "sha256", "git", "\0\0\0\u0001", "\0\0\0\u0020", "\u007f\u007f\u007f\u007f"];

    /// <summary>The reason, or that it was taken.</summary>
    private static string Answer<T>(Checked<T> outcome)
        where T : class => outcome.Rejection?.Code ?? "taken";

    [Fact]
    public void Tag()
    {
        var good = TagText.Good;
        var payload = TagObject.Parse(good).Value!.Payload.ToArray();
        Fuzzer.Run(new FuzzTarget("tag", [good], Lines, input =>
        {
            var outcome = TagVerifier.Verify(input, TagText.Signers, TagText.Verify);
            if (outcome.Value is { } tag && !tag.Tag.Payload.Span.SequenceEqual(payload))
                throw new InvalidOperationException("Another tag than the signed one was taken.");
            return Answer(outcome);
        }), Inputs);
    }

    [Fact]
    public void Commit()
    {
        var good = CommitText.Good;
        var payload = CommitObject.Parse(good).Value!.Payload.ToArray();
        Fuzzer.Run(new FuzzTarget("commit", [good], Lines, input =>
        {
            var outcome = CommitVerifier.Verify(input, TagText.Signers, TagText.Verify);
            if (outcome.Value is { } commit && !commit.Commit.Payload.Span.SequenceEqual(payload))
                throw new InvalidOperationException("Another commit than the signed one was taken.");
            return Answer(outcome);
        }), Inputs);
    }

    [Fact]
    public void Armour() => Fuzzer.Run(
        new FuzzTarget("armour", [TagObject.Parse(TagText.Good).Value!.Armour.ToArray()], Lines, input => Answer(SshSignature.Parse(input, "git"))), Inputs);

    [Fact]
    public void Blob()
    {
        var payload = TagText.Bytes(TagText.Payload);
        var armour = TagObject.Parse(TagText.Good).Value!.Armour.ToArray();
        var lines = System.Text.Encoding.ASCII.GetString(armour).Split('\n');
        var good = Convert.FromBase64String(string.Concat(lines[1..^2]));
        Fuzzer.Run(new FuzzTarget("blob", [good], Wire, input =>
        {
            if (!SshSignature.ParseBlob(input, "git").Try(out var signature, out var rejection))
                return rejection.Code;
            var verified = SshAlgorithms.Verify(signature, payload, TagText.Verify);
            if (verified.Value is not null && !input.AsSpan().SequenceEqual(good))
                throw new InvalidOperationException("Another signature than the one that was made was taken.");
            return Answer(verified);
        }), Inputs);
    }

    [Fact]
    public void Allowed_signers()
    {
        var good = TagText.Bytes($"# people\nada@example.org,ben namespaces=\"git,x\",valid-after=\"20250101Z\" {SshKeys.Public(SshKeys.Manager)} comment\n\"a b\" {SshKeys.Public(SshKeys.Stranger)}\n");
        Fuzzer.Run(new FuzzTarget("allowed-signers", [good], ["valid-before=\"", "namespaces=\"", "\"", "\\\"", ",", "cert-authority", "*", "!", "\t", "\n", "ssh-ed25519 "], input =>
            AllowedSigners.TryParse(input, allowPatterns: false, out var signers, out var faults)
                ? $"taken {signers.Entries.Count > 1}" : string.Join('|', faults.Take(3).Select(fault => fault.Cure))), Inputs);
    }

    [Fact]
    public void Trust_document() => Fuzzer.Run(
        new FuzzTarget("trust-document", [TrustWriter.Write(Trust.Roles.Fleet.First)], Json, input => Kind(
            TrustFiles.Read(TrustFiles.Trust, "trust/1.json", input, RejectionReason.TrustInvalid))), Inputs);

    [Fact]
    public void Next_trust_document()
    {
        var next = Trust.Roles.Fleet.After(Trust.Roles.Fleet.First);
        var signed = Trust.Roles.Fleet.Sign(next, "ada", "ben");
        Fuzzer.Run(new FuzzTarget("next-trust-document", [signed.Content.ToArray()], Json, input =>
        {
            var outcome = TrustChain.Advance(Trust.Roles.Fleet.Root, signed with { Content = input }, TagText.Verify);
            if (outcome.Value is not null && !input.AsSpan().SequenceEqual(signed.Content.Span))
                throw new InvalidOperationException("Another document than the signed one was believed.");
            return Answer(outcome);
        }), Inputs);
    }

    [Fact]
    public void Hold_and_beacon()
    {
        var hold = TrustWriter.Write(new HoldDocument
        {
            RepoId = Offer.Repo,
            Version = 3,
            Created = Offer.Now,
            Holds = [new HoldEntry("prod", 1, 7, "why")],
            Recalls = [new RecallEntry("prod", 1, 6, "why")],
        });
        var beacon = TrustWriter.Write(new FreshDocument
        {
            RepoId = Offer.Repo,
            Created = Offer.Now,
            Lifetime = TimeSpan.FromHours(1),
            Trust = 1,
            Hold = 3,
            Heads = new Dictionary<string, ReleaseHead>(StringComparer.Ordinal) { ["prod"] = new(1, 7) },
        });
        Fuzzer.Run(new FuzzTarget("hold-and-beacon", [hold, beacon], Json, input =>
            Kind(TrustFiles.Read(TrustFiles.Hold, "hold.json", input, RejectionReason.HoldInvalid))
            + Kind(TrustFiles.Read(TrustFiles.Fresh, "fresh.json", input, RejectionReason.FreshInvalid))), Inputs);
    }

    [Fact]
    public void Lock()
    {
        var good = TagText.Bytes(new Offer().LockText);
        Fuzzer.Run(new FuzzTarget("lock", [good], ["  ", "../", "/", "\\", "devices/", ".git", "\n", "\r", new string('0', 64)], input =>
            LockFile.TryParse(input, out var parsed, out var faults) ? $"taken {parsed.Files.Count}" : string.Join('|', faults.Take(3).Select(fault => fault.What.Split('\'')[0]))), Inputs);
    }

    [Fact]
    public void Journal()
    {
        var good = DeploymentJson.Write(new DeploymentState { Phase = DeploymentPhase.Idle, LastNumber = 4, Fault = new Fault(FaultKind.Transient, "a-code", "What.", "Cure.") });
        Fuzzer.Run(new FuzzTarget("journal", [good], Json, input => DeploymentJson.Read(input) is null ? "none" : "read"), Inputs);
    }

    // Names and numbers in a message make no kind of answer; the words around them do.
    private static string Kind<T>(Checked<T> outcome)
        where T : class => outcome.Rejection is { } rejection
            ? string.Concat(rejection.Detail.Take(200).Where(c => char.IsAsciiLetter(c) || c == ' ')) : "taken";
}
