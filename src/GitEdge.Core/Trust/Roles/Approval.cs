namespace GitEdge.Core.Trust.Roles;

/// <summary>Who signed something that needed a threshold, which is met. Only Core makes one.</summary>
public sealed class Approval
{
    internal Approval(IReadOnlyList<string> principals) => Principals = principals;

    /// <summary>The principals, in the order of their names.</summary>
    public IReadOnlyList<string> Principals { get; }
}
