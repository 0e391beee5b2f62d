namespace GitEdge.Core.Trust.Roles;

/// <summary>Finds a file of branch <c>gitedge-meta</c> with its signatures; null when there is none.</summary>
/// <param name="path">For example <c>trust/3.json</c>.</param>
public delegate SignedFile? FindSignedFile(string path);
