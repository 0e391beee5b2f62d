namespace GitEdge.Core.Trust;

/// <summary>
/// Why a release is not accepted. Codes, meanings and cures are in <see cref="RejectionCatalog"/> and docs/reasons.md; the
/// order is the order of the checks.
/// </summary>
public enum RejectionReason
{
    /// <summary>Not set.</summary>
    Unknown = 0,

    // The tag object.
    LightweightTag,
    Sha256Repository,
    TagIdMismatch,
    TagTooLarge,
    TagNulByte,
    TagCarriageReturn,
    TagNotUtf8,
    TagHeaderInvalid,
    TagOfTree,
    TagOfBlob,
    TagOfTag,
    TaggerInvalid,
    UnsignedTag,

    // The commit object.
    CommitTooLarge,
    CommitNulByte,
    CommitHeaderInvalid,
    CommitIdentityInvalid,
    CommitNotUtf8,
    UnsignedCommit,

    // The signature's form.
    SeveralSignatures,
    OpenPgpSignature,
    X509Signature,
    SignatureTooLarge,
    SignatureArmourInvalid,
    BytesAfterSignature,
    SignatureBlobInvalid,
    SignatureVersionUnsupported,
    SignatureNamespaceWrong,
    SignatureReservedUsed,
    SignatureHashUnsupported,

    // The key.
    CertificateKey,
    WebauthnKey,
    DssKey,
    UnknownKeyType,
    RsaSha1Signature,
    SigningKeyInvalid,
    RsaKeySize,
    BadSignature,
    TouchMissing,
    UnknownSigner,
    SignerNamespace,
    SignerNotYetValid,
    SignerNoLongerValid,
    UserVerificationMissing,

    // Name and channel.
    RefNameInvalid,
    TagNameMismatch,
    OtherChannel,

    // Trailer, lock and files.
    TrailerMissing,
    TrailerRepeated,
    TrailerNotLast,
    TrailerMalformed,
    TargetMismatch,
    LockMissing,
    LockDigestMismatch,
    LockInvalid,
    FileMissing,
    FileMismatch,
    FileNotInLock,

    // What the release says about itself, against what was accepted before.
    OtherRepository,
    ManifestChannelMismatch,
    ManifestCounterMismatch,
    MinCounterAboveCounter,
    ForeignAcceptance,
    Equivocation,
    ReplayedRelease,
    CounterNotGreater,
    HistoryRewritten,
    Expired,
    NotYetStarted,

    // Roles and thresholds.
    KeyRevoked,
    SignerRole,
    ThresholdNotMet,
    CosignMismatch,
    EpochBelowTrust,
    EpochSkipped,
    TaggedBackwards,
    BelowFloor,
    Held,
    Recalled,

    // Trust documents.
    TrustInvalid,
    TrustOtherRepository,
    TrustSkipped,
    TrustReplayed,
    TrustEquivocation,
    TrustBackdated,
    TrustEpochLowered,
    TrustThreshold,
    TrustOwnThreshold,
    TrustExpired,
    TrustHidden,

    // Holds and recalls.
    HoldInvalid,
    HoldReplayed,
    HoldEquivocation,
    HoldSkipped,
    HoldThreshold,
    HoldLiftThreshold,
    HoldHidden,

    // Freshness.
    FreshInvalid,
    FreshThreshold,
    FreshReplayed,
    FreshStale,
    ReleaseHidden,
    SignedInFuture,
}
