using GitEdge.Core.Trust;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>A release that was verified down to its manifests.</summary>
/// <param name="Signed">Tag, lock and files.</param>
/// <param name="Claims">What it says about itself.</param>
/// <param name="Manifests">How many files the lock names.</param>
/// <param name="Withheld">Why no device takes it now all the same: held, recalled, expired or not yet started; null when one would.</param>
internal sealed record CheckedRelease(SignedRelease Signed, ReleaseClaims Claims, int Manifests, Rejection? Withheld);
