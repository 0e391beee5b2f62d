namespace GitEdge.Core.Containers;

/// <summary>Stable codes for what keeps containers from running; docs/reasons.md explains each.</summary>
public static class ContainerReason
{
    /// <summary>The device's owner does not allow what the container asks for.</summary>
    public const string NotAllowed = "container-not-allowed";

    /// <summary>A unit of the system, or of the owner, has the name.</summary>
    public const string NameTaken = "container-name-taken";

    /// <summary>An image could not be pulled.</summary>
    public const string PullFailed = "image-pull-failed";

    /// <summary>There is no room for another image.</summary>
    public const string NoRoom = "image-no-room";

    /// <summary>A container did not start, or was not healthy in time.</summary>
    public const string StartFailed = "container-start-failed";

    /// <summary>A container was started again, and does not stay.</summary>
    public const string Stops = "container-stops";

    /// <summary>A container could not be stopped.</summary>
    public const string StopFailed = "container-stop-failed";

    /// <summary>Podman's generator made no unit of the file.</summary>
    public const string NotGenerated = "container-not-generated";

    /// <summary>Podman or systemd does not answer.</summary>
    public const string Unreachable = "podman-unreachable";
}
