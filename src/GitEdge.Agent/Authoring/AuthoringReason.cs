namespace GitEdge.Agent.Authoring;

/// <summary>
/// Stable codes of what the commands refuse that sign trust documents, holds, beacons and co-signatures, beside those of
/// <see cref="Core.Trust.RejectionCatalog"/>; docs/reasons.md has each with its meaning and cure.
/// </summary>
internal static class AuthoringReason
{
    /// <summary>The folder is no Git repository.</summary>
    public const string NoRepository = "no-repository";

    /// <summary>Git does not know who commits.</summary>
    public const string NoIdentity = "no-identity";

    /// <summary>The branch with the trust documents lacks what a remote has.</summary>
    public const string MetaBehind = "meta-behind";

    /// <summary>Somebody has the branch checked out.</summary>
    public const string MetaCheckedOut = "meta-checked-out";

    /// <summary>The branch moved while the command ran.</summary>
    public const string MetaMoved = "meta-moved";

    /// <summary>There is no trust document that counts.</summary>
    public const string NoTrustDocument = "no-trust-document";

    /// <summary>There is a trust document already.</summary>
    public const string TrustExists = "trust-exists";

    /// <summary>Nobody said which key signs.</summary>
    public const string KeyMissing = "key-missing";

    /// <summary>A key file is not there, or is none.</summary>
    public const string KeyUnreadable = "key-unreadable";

    /// <summary>The key has no role that this signature needs.</summary>
    public const string KeyWithoutRole = "key-without-role";

    /// <summary>ssh-keygen did not sign.</summary>
    public const string SigningFailed = "signing-failed";

    /// <summary>The trust documents know no such principal.</summary>
    public const string UnknownPrincipal = "unknown-principal";

    /// <summary>There is no such role.</summary>
    public const string UnknownRole = "unknown-role";

    /// <summary>The trust document knows no such channel.</summary>
    public const string UnknownChannel = "unknown-channel";

    /// <summary>It is not said which of several keys is meant.</summary>
    public const string KeyAmbiguous = "key-ambiguous";

    /// <summary>The change would make a document that contradicts itself.</summary>
    public const string ChangeInvalid = "change-invalid";

    /// <summary>The change would leave a role to keys of which too few count.</summary>
    public const string LocksOut = "locks-out";

    /// <summary>It is so already.</summary>
    public const string NothingToChange = "nothing-to-change";

    /// <summary>No version waits for signatures.</summary>
    public const string NothingPending = "nothing-pending";

    /// <summary>The person did not agree, or could not be asked.</summary>
    public const string NotConfirmed = "not-confirmed";

    /// <summary>There is no such release.</summary>
    public const string ReleaseNotFound = "release-not-found";

    /// <summary>A co-signature's tag is there and does not count.</summary>
    public const string CosignatureExists = "cosignature-exists";

    /// <summary>A beacon knows newer releases than this clone.</summary>
    public const string HeadsBehind = "heads-behind";

    /// <summary>What lies on the branch was signed by nobody who ever had the role.</summary>
    public const string SignedByNobody = "signed-by-nobody";

    /// <summary>More signatures are needed at once than were made.</summary>
    public const string SignaturesMissing = "signatures-missing";
}
