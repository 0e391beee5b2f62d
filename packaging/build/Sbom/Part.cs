using System.Security.Cryptography;
using System.Text;

namespace GitEdge.Packaging.Sbom;

/// <summary>Something by other people that a package contains.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="License">An SPDX expression; NOASSERTION when its origin does not say.</param>
/// <param name="Origin">Where it came from, as a package URL.</param>
internal sealed record Part(string Name, string Version, string License, string Origin)
{
    /// <summary>Its identifier in the list: of what it is, so that the same part has the same one in every list.</summary>
    public string Id => $"SPDXRef-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Origin + Name)))[..16]}";
}
