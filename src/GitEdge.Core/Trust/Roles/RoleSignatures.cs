namespace GitEdge.Core.Trust.Roles;

/// <summary>Counts, by person, who of a role signed a file.</summary>
public static class RoleSignatures
{
    /// <summary>Who signed, in the order of their names, for people who have yet to; those of other roles are passed over.</summary>
    /// <param name="file">The file with its signatures.</param>
    /// <param name="purpose">The namespace.</param>
    /// <param name="role">The role.</param>
    /// <param name="at">When the file says it was made.</param>
    /// <param name="ed25519">The signature algorithm.</param>
    public static IReadOnlyCollection<string> Count(SignedFile file, string purpose, RoleKeys role, DateTimeOffset at, Ed25519Verify ed25519) =>
        Count(file, purpose, role, at, [], ed25519);

    /// <summary>The principals, when there are enough of them.</summary>
    /// <param name="file">The file with its signatures; those of other roles are passed over.</param>
    /// <param name="purpose">The namespace.</param>
    /// <param name="role">The role.</param>
    /// <param name="at">When the file says it was made.</param>
    /// <param name="shortfall">The reason when there are too few.</param>
    /// <param name="ed25519">The signature algorithm.</param>
    internal static Checked<Approval> Verify(
        SignedFile file, string purpose, RoleKeys role, DateTimeOffset at, RejectionReason shortfall, Ed25519Verify ed25519)
    {
        var refused = new List<string>();
        var principals = Count(file, purpose, role, at, refused, ed25519);
        return principals.Count >= role.Threshold
            ? new Approval([.. principals])
            : Rejection.Because(shortfall, Describe(file, role, principals, refused));
    }

    private static SortedSet<string> Count(
        SignedFile file, string purpose, RoleKeys role, DateTimeOffset at, List<string> refused, Ed25519Verify ed25519)
    {
        var principals = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var armour in file.Signatures.Take(SignedFile.MaxSignatures))
        {
            if (SshVerifier.Verify(file.Content.Span, armour.Span, purpose, role, at, ed25519).Try(out var signature, out var rejection))
                principals.Add(signature.Principal);
            else
                refused.Add($"{rejection.Code}: {rejection.Detail}");
        }
        return principals;
    }

    private static string Describe(SignedFile file, RoleKeys role, SortedSet<string> principals, List<string> refused)
    {
        var signed = principals.Count == 0 ? "nobody of them signed" : $"signed have {string.Join(", ", principals.Select(Untrusted.Show))}";
        var rest = refused.Count == 0 ? "" : $" Not counted: {string.Join(" ", refused.Take(5))}";
        return $"{file.Name} needs {role.Threshold} of the role '{role.Role}'; {signed}.{rest}";
    }
}
