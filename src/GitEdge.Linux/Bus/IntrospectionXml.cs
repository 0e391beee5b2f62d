using System.Text;

namespace GitEdge.Linux.Bus;

/// <summary>An object as it is described to whoever looks (D-Bus specification, "Introspection Data Format").</summary>
internal static class IntrospectionXml
{
    private const string Head = """
        <!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
        """;

    /// <summary>The description of <paramref name="served"/>.</summary>
    public static string Of(BusObject served)
    {
        var text = new StringBuilder(Head).AppendLine("<node>");
        foreach (var one in StandardInterfaces.Of(served).Concat(served.Interfaces))
            Append(text, one);
        return text.AppendLine("</node>").ToString();
    }

    private static void Append(StringBuilder text, BusInterface one)
    {
        text.AppendLine(null, $" <interface name=\"{one.Name}\">");
        foreach (var method in one.Methods)
        {
            text.AppendLine(null, $"  <method name=\"{method.Name}\">");
            Append(text, method.Takes, " direction=\"in\"");
            Append(text, method.Returns, " direction=\"out\"");
            text.AppendLine("  </method>");
        }
        foreach (var property in one.Properties)
        {
            text.AppendLine(null, $"  <property name=\"{property.Name}\" type=\"{property.Type}\" access=\"read\">");
            text.AppendLine(null, $"   <annotation name=\"org.freedesktop.DBus.Property.EmitsChangedSignal\" value=\"{(property.IsAnnounced ? "true" : "false")}\"/>");
            text.AppendLine("  </property>");
        }
        foreach (var signal in one.Signals)
        {
            text.AppendLine(null, $"  <signal name=\"{signal.Name}\">");
            Append(text, signal.Arguments, "");
            text.AppendLine("  </signal>");
        }
        text.AppendLine(" </interface>");
    }

    private static void Append(StringBuilder text, IReadOnlyList<BusArgument> arguments, string direction)
    {
        foreach (var argument in arguments)
            text.AppendLine(null, $"   <arg name=\"{argument.Name}\" type=\"{argument.Type}\"{direction}/>");
    }
}
