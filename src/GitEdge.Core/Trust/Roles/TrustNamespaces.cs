namespace GitEdge.Core.Trust.Roles;

/// <summary>What detached signatures are made for (ssh-keygen(1), <c>-Y sign -n</c>): one for one purpose is none for another.</summary>
public static class TrustNamespaces
{
    /// <summary>Trust documents.</summary>
    public const string Trust = "gitedge-trust";

    /// <summary>Hold documents.</summary>
    public const string Hold = "gitedge-hold";

    /// <summary>Freshness beacons.</summary>
    public const string Fresh = "gitedge-fresh";
}
