namespace GitEdge.Core.Health;

/// <summary>Stable reason codes of a preflight.</summary>
public static class PreflightReason
{
    /// <summary>It passed.</summary>
    public const string Ok = "ok";

    /// <summary>Length or digest of the file is not what the release names.</summary>
    public const string DigestMismatch = "digest-mismatch";

    /// <summary>The runtime cannot load it.</summary>
    public const string DoesNotLoad = "does-not-load";

    /// <summary>It keeps weights in other files, which no digest covers and which would let it name any file to be read.</summary>
    public const string ExternalData = "external-data";

    /// <summary>It is not a plain ONNX file: the runtime's own format, or a message that says things in unusual ways.</summary>
    public const string UnsupportedModel = "unsupported-model";

    /// <summary>It uses an operator that neither the runtime nor the model itself has.</summary>
    public const string UnsupportedOperator = "unsupported-operator";

    /// <summary>It uses an operator set the runtime does not implement.</summary>
    public const string UnsupportedOpset = "unsupported-opset";

    /// <summary>The device lacks something else the manifest says it needs.</summary>
    public const string DoesNotFit = "does-not-fit";

    /// <summary>Its inputs or outputs are not those of the recording, or of the running model.</summary>
    public const string InterfaceMismatch = "interface-mismatch";

    /// <summary>The recorded cases cannot be read, or there are none.</summary>
    public const string GoldenUnreadable = "golden-unreadable";

    /// <summary>The runtime returned an error for a recorded input.</summary>
    public const string RunFailed = "run-failed";

    /// <summary>An output is not the recorded one.</summary>
    public const string GoldenMismatch = "golden-mismatch";

    /// <summary>NaN or an infinity where a number is expected.</summary>
    public const string NonFiniteOutput = "non-finite-output";

    /// <summary>The same answer whatever the input.</summary>
    public const string ConstantOutput = "constant-output";

    /// <summary>The absolute latency bound does not hold.</summary>
    public const string TooSlow = "too-slow";

    /// <summary>Slower than the running model by more than is allowed.</summary>
    public const string SlowerThanRunning = "slower-than-running";

    /// <summary>More memory than is allowed.</summary>
    public const string TooMuchMemory = "too-much-memory";

    /// <summary>Not done in time.</summary>
    public const string TimedOut = "timed-out";

    /// <summary>The process died.</summary>
    public const string Crashed = "crashed";

    /// <summary>The process said by its exit code that the candidate is refused, and its verdict cannot be read.</summary>
    public const string NoVerdict = "no-verdict";

    /// <summary>Somebody else ended the process: the kernel for want of memory, or a person.</summary>
    public const string Killed = "killed";

    /// <summary>The trial itself did not work; it says nothing about the model.</summary>
    public const string InternalError = "internal-error";

    /// <summary>
    /// Whether the reason lies in what was released, so that trying again on this device is of no use. The others
    /// (<see cref="Ok"/>, <see cref="Killed"/>, <see cref="InternalError"/>) are to be tried again.
    /// </summary>
    public static bool IsReleasesFault(string reason) => reason is not (Ok or Killed or InternalError);
}
