using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>A file that is to be signed.</summary>
/// <param name="File">Its path on the branch, its bytes, and the signatures it has.</param>
/// <param name="Purpose">The namespace.</param>
/// <param name="Created">When it says it was made.</param>
/// <param name="Needed">The roles whose thresholds have to be met.</param>
internal sealed record Draft(SignedFile File, string Purpose, DateTimeOffset Created, IReadOnlyList<NeededRole> Needed)
{
    /// <summary>Who signed and who is missing, role by role.</summary>
    public IReadOnlyList<RoleTally> Count(Ed25519Verify ed25519) => [.. Needed.Select(role => role.Count(File, Purpose, Created, ed25519))];

    /// <summary>The same with one signature more.</summary>
    public Draft With(ReadOnlyMemory<byte> armour) => this with { File = File with { Signatures = [.. File.Signatures, armour] } };
}
