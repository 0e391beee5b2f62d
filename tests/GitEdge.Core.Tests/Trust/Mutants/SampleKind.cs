namespace GitEdge.Core.Tests.Trust.Mutants;

/// <summary>What is signed.</summary>
internal enum SampleKind
{
    Tag,
    Commit,
    File,
}
