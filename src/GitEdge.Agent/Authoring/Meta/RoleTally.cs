namespace GitEdge.Agent.Authoring.Meta;

/// <summary>Who of a role signed something, and who could still.</summary>
/// <param name="Role">What people call it.</param>
/// <param name="Threshold">How many principals have to.</param>
/// <param name="Signed">Who did.</param>
/// <param name="Open">Who may and did not.</param>
internal sealed record RoleTally(string Role, int Threshold, IReadOnlyList<string> Signed, IReadOnlyList<string> Open)
{
    /// <summary>Whether enough did.</summary>
    public bool IsMet => Signed.Count >= Threshold;

    /// <summary>One line for a person.</summary>
    public override string ToString()
    {
        var signed = Signed.Count == 0 ? "nobody" : string.Join(", ", Signed);
        var missing = IsMet ? "" : FormattableString.Invariant($"; {Threshold - Signed.Count} more of {string.Join(", ", Open)}");
        return FormattableString.Invariant($"{Role}: {Signed.Count} of {Threshold} ({signed}){missing}");
    }
}
