namespace GitEdge.Linux.Bus;

/// <summary>The interfaces every served object has (D-Bus specification, "Standard Interfaces").</summary>
internal static class StandardInterfaces
{
    public const string Properties = "org.freedesktop.DBus.Properties";

    public const string Introspectable = "org.freedesktop.DBus.Introspectable";

    /// <summary>What answers Properties and Introspectable for <paramref name="served"/>.</summary>
    public static IReadOnlyList<BusInterface> Of(BusObject served) =>
    [
        new(Introspectable) { Methods = [new("Introspect", (_, _) => Text(IntrospectionXml.Of(served))) { Returns = [new("xml", "s")] }] },
        new(Properties)
        {
            Methods =
            [
                new("Get", (_, reader) => Get(served, reader)) { Takes = [new("interface", "s"), new("property", "s")], Returns = [new("value", "v")] },
                new("GetAll", (_, reader) => GetAll(served, reader)) { Takes = [new("interface", "s")], Returns = [new("properties", "a{sv}")] },
                new("Set", (_, reader) => Set(served, reader)) { Takes = [new("interface", "s"), new("property", "s"), new("value", "v")] },
            ],
            Signals = [new("PropertiesChanged", [new("interface", "s"), new("changed", "a{sv}"), new("invalidated", "as")])],
        },
    ];

    /// <summary>Names and values, <c>a{sv}</c>.</summary>
    public static void WriteAll(BusWriter writer, IReadOnlyList<BusProperty> properties) => writer.WriteArray("{sv}", entries =>
    {
        foreach (var property in properties)
        {
            entries.WriteDictEntry("sv", entry =>
            {
                entry.WriteString(property.Name);
                entry.WriteVariant(property.Type, property.Write);
            });
        }
    });

    private static Task<WriteValues> Text(string text) => Task.FromResult<WriteValues>(writer => writer.WriteString(text));

    private static Task<WriteValues> Get(BusObject served, BusReader reader)
    {
        var property = Find(served, reader.ReadString(), reader.ReadString());
        return Task.FromResult<WriteValues>(writer => writer.WriteVariant(property.Type, property.Write));
    }

    private static Task<WriteValues> GetAll(BusObject served, BusReader reader)
    {
        var name = reader.ReadString();
        var properties = name.Length == 0 ? [.. served.Interfaces.SelectMany(one => one.Properties)] : FindInterface(served, name).Properties;
        return Task.FromResult<WriteValues>(writer => WriteAll(writer, properties));
    }

    private static Task<WriteValues> Set(BusObject served, BusReader reader)
    {
        var property = Find(served, reader.ReadString(), reader.ReadString());
        throw new BusException(BusErrorNames.PropertyReadOnly, $"Property '{property.Name}' cannot be set.");
    }

    private static BusProperty Find(BusObject served, string ofInterface, string name) =>
        FindInterface(served, ofInterface).Properties.FirstOrDefault(one => one.Name == name)
        ?? throw new BusException(BusErrorNames.UnknownProperty, $"'{ofInterface}' has no property '{name}'.");

    private static BusInterface FindInterface(BusObject served, string name) => served.FindInterface(name)
        ?? (name is Properties or Introspectable ? new BusInterface(name) : null)
        ?? throw new BusException(BusErrorNames.UnknownInterface, $"'{served.Path}' has no interface '{name}'.");
}
