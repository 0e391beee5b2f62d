using GitEdge.Core.Manifests;

namespace GitEdge.Core.Containers;

/// <summary>One setting of a Quadlet file.</summary>
/// <param name="Section">For example <c>Container</c>.</param>
/// <param name="Key">For example <c>Volume</c>.</param>
/// <param name="Value">What follows the equals sign, without blanks around it.</param>
/// <param name="At">Its line.</param>
public sealed record QuadletSetting(string Section, string Key, string Value, SourceLocation At);
