namespace GitEdge.Linux.Tests.Bus;

/// <summary>One entry of a{s(axv)}.</summary>
internal sealed record NestedEntry(string Key, IReadOnlyList<long> Numbers, string Text);
