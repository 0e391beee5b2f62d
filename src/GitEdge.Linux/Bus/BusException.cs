namespace GitEdge.Linux.Bus;

/// <summary>The bus, or whoever was called over it, said no; or there is no bus: an error's name, and words for people.</summary>
public sealed class BusException : IOException
{
    /// <summary>An error by its name, for example <c>org.freedesktop.DBus.Error.AccessDenied</c>.</summary>
    public BusException(string name, string message)
        : base(message.Length == 0 ? name : message) => Name = name;

    /// <summary>Stable name; see <see cref="BusErrorNames"/>.</summary>
    public string Name { get; }
}
