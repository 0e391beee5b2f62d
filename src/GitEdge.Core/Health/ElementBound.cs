using GitEdge.Core.Manifests;

namespace GitEdge.Core.Health;

/// <summary>The element-wise part of a tolerance: abs + rel·|expected|, or nothing.</summary>
internal readonly record struct ElementBound(bool InForce, double Absolute, double Relative)
{
    /// <param name="tolerance">The manifest's tolerance.</param>
    /// <param name="chooses">Whether an argmax or a top-k that can tell outputs apart is asked for.</param>
    public static ElementBound Of(Tolerance tolerance, bool chooses)
    {
        if (tolerance.Exact)
            return new ElementBound(InForce: true, 0, 0);
        if (tolerance.Absolute is not null || tolerance.Relative is not null)
            return new ElementBound(InForce: true, tolerance.Absolute ?? 0, tolerance.Relative ?? 0);
        return tolerance.Cosine is not null || chooses
            ? new ElementBound(InForce: false, double.PositiveInfinity, 0)
            : new ElementBound(InForce: true, Tolerance.DefaultAbsolute, 0);
    }

    public double At(double expected) => Absolute + (Relative * Math.Abs(expected));
}
