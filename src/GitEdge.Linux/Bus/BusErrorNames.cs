namespace GitEdge.Linux.Bus;

/// <summary>Names of errors that more than one service knows (D-Bus specification; sd-bus-errors(3)).</summary>
public static class BusErrorNames
{
    /// <summary>Anything without a name of its own.</summary>
    public const string Failed = "org.freedesktop.DBus.Error.Failed";

    /// <summary>The connection has ended, or could not be made.</summary>
    public const string Disconnected = "org.freedesktop.DBus.Error.Disconnected";

    /// <summary>No answer came in time.</summary>
    public const string NoReply = "org.freedesktop.DBus.Error.NoReply";

    /// <summary>Nobody has the name that was called.</summary>
    public const string ServiceUnknown = "org.freedesktop.DBus.Error.ServiceUnknown";

    /// <summary>A name has no owner.</summary>
    public const string NameHasNoOwner = "org.freedesktop.DBus.Error.NameHasNoOwner";

    /// <summary>The bus or the service does not allow it.</summary>
    public const string AccessDenied = "org.freedesktop.DBus.Error.AccessDenied";

    /// <summary>It would be allowed to somebody who proves who they are.</summary>
    public const string InteractionRequired = "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired";

    /// <summary>The arguments are not what the method takes.</summary>
    public const string InvalidArguments = "org.freedesktop.DBus.Error.InvalidArgs";

    /// <summary>The object has no such interface.</summary>
    public const string UnknownInterface = "org.freedesktop.DBus.Error.UnknownInterface";

    /// <summary>The interface has no such method.</summary>
    public const string UnknownMethod = "org.freedesktop.DBus.Error.UnknownMethod";

    /// <summary>The interface has no such property.</summary>
    public const string UnknownProperty = "org.freedesktop.DBus.Error.UnknownProperty";

    /// <summary>The property cannot be set.</summary>
    public const string PropertyReadOnly = "org.freedesktop.DBus.Error.PropertyReadOnly";

    /// <summary>Too many of something, or too large.</summary>
    public const string LimitsExceeded = "org.freedesktop.DBus.Error.LimitsExceeded";

    /// <summary>A message does not hold what was to be read from it.</summary>
    public const string InconsistentMessage = "org.freedesktop.DBus.Error.InconsistentMessage";

    /// <summary>sd-bus is not installed.</summary>
    public const string NotSupported = "org.freedesktop.DBus.Error.NotSupported";
}
