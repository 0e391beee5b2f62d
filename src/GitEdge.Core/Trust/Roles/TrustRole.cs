namespace GitEdge.Core.Trust.Roles;

/// <summary>What a role asks for: so many of these principals, counted by person and not by key.</summary>
/// <param name="Threshold">How many principals have to sign, from 1.</param>
/// <param name="Principals">Who may.</param>
public sealed record TrustRole(int Threshold, IReadOnlyList<string> Principals)
{
    /// <summary>Whether hardware tokens have to ask for a PIN or a finger, and not for a touch alone.</summary>
    public bool UserVerification { get; init; }
}
