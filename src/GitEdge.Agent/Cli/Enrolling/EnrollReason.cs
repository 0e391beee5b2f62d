namespace GitEdge.Agent.Cli.Enrolling;

/// <summary>Stable codes of <c>gitedge enroll</c>, beside those of releases and of the repository; docs/reasons.md explains each.</summary>
internal static class EnrollReason
{
    /// <summary>The device is enrolled already, and differently.</summary>
    public const string OtherEnrolment = "other-enrolment";

    /// <summary>Nothing on this machine names it.</summary>
    public const string DeviceIdMissing = "device-id-missing";

    /// <summary>The fleet has no such device.</summary>
    public const string DeviceUnknown = "device-unknown";

    /// <summary>The device follows another channel than the one that was given.</summary>
    public const string ChannelDiffers = "channel-differs";

    /// <summary>The repository has too many channels to look into each.</summary>
    public const string ChannelMissing = "channel-missing";

    /// <summary>The repository has no release yet.</summary>
    public const string NothingReleased = "nothing-released";

    /// <summary>The repository has nothing with the digest that was given.</summary>
    public const string TrustNotFound = "trust-not-found";

    /// <summary>A file cannot be read, or not be written.</summary>
    public const string FileRefused = "file-refused";
}
