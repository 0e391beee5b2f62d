namespace GitEdge.Agent.Git;

/// <summary>Something in a release's tree that a device does not take.</summary>
/// <param name="Path">Where; odd bytes are written as <c>\xNN</c>.</param>
/// <param name="Code">Stable name: symlink, submodule, executable, odd-name, odd-mode, too-many-files, file-too-large, tree-too-large, too-deep, missing.</param>
/// <param name="Text">What is wrong and what to do.</param>
internal sealed record TreeProblem(string Path, string Code, string Text);
