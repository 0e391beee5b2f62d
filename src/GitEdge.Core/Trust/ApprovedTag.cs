namespace GitEdge.Core.Trust;

/// <summary>A release tag that as many principals stand behind as the channel asks for. Only Core makes one.</summary>
public sealed class ApprovedTag
{
    internal ApprovedTag(SignedTag signed, IReadOnlyList<string> principals)
    {
        Signed = signed;
        Principals = principals;
    }

    /// <summary>The tag.</summary>
    public SignedTag Signed { get; }

    /// <summary>The principals, in the order of their names.</summary>
    public IReadOnlyList<string> Principals { get; }
}
