using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>What every command needs that changes branch gitedge-meta.</summary>
/// <param name="Git">The fleet repository.</param>
/// <param name="Ed25519">The signature algorithm.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Ask">Shows and asks.</param>
/// <param name="Keygen">What signs.</param>
internal sealed record MetaSession(GitCli Git, Ed25519Verify Ed25519, TimeProvider Clock, Consent Ask, SshKeygen Keygen)
{
    /// <summary>A session that signs nothing.</summary>
    public static MetaSession ToRead(GitCli git) => new(
        git, Linux.Crypto.Ed25519.Load().Verify, TimeProvider.System,
        _ => new Refusal("nothing is signed here", "use a command that signs") { Code = AuthoringReason.NotConfirmed }, new SshKeygen(mayAsk: false));

    /// <summary>The branch.</summary>
    public MetaBranch Branch { get; } = new(Git);

    /// <summary>The time, in whole seconds as documents have it.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = Clock.GetUtcNow();
            return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        }
    }

    /// <summary>The branch and what it says.</summary>
    public async Task<Attempt<MetaState>> ReadAsync(CancellationToken cancellation) =>
        (await Branch.ReadAsync(cancellation)).Try(out var snapshot, out var refusal) ? MetaState.Read(snapshot, Now, Ed25519) : refusal;

    /// <summary>The branch, when it has a trust document that counts.</summary>
    public async Task<Attempt<MetaState>> ReadTrustedAsync(CancellationToken cancellation)
    {
        if (!(await ReadAsync(cancellation)).Try(out var state, out var refusal))
            return refusal;
        if (state.View is not null)
            return state;
        return state.Next is null
            ? new Refusal("the fleet has no trust document", "make it with 'gitedge keys init'; after a clone: git fetch origin gitedge-meta") { Code = AuthoringReason.NoTrustDocument }
            : new Refusal("the fleet's first trust document lacks signatures", "let the others sign it with 'gitedge keys sign'") { Code = AuthoringReason.NoTrustDocument };
    }
}
