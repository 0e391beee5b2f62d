namespace GitEdge.Core.Manifests;

/// <summary>What a scalar is. Flags, so that a field can allow several.</summary>
[Flags]
public enum ScalarKind
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Nothing: an empty value, <c>~</c> or <c>null</c>.</summary>
    Null = 1,

    /// <summary>Text.</summary>
    Text = 2,

    /// <summary>A whole number.</summary>
    Integer = 4,

    /// <summary>A number with a fraction or an exponent.</summary>
    Number = 8,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean = 16,
}
