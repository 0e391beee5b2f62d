using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class SignerRefusalTests
{
    [Fact]
    public void Line_that_is_named_for_a_key_is_the_first_that_refuses_it_so()
    {
        var key = SshKeys.Public(SshKeys.Manager);
        var signers = TagText.Allow($"ada@x namespaces=\"file\" {key}\nada@x namespaces=\"mail\" {key}");

        var rejection = signers.Find(SshKeys.Blob(SshKeys.Manager), "git", DateTimeOffset.UnixEpoch).Rejection!;

        Assert.Equal(RejectionReason.SignerNamespace, rejection.Reason);
        Assert.Contains("(line 1 of allowed_signers)", rejection.Detail, StringComparison.Ordinal);
    }
}
