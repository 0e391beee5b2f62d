using System.Text.Json.Nodes;

namespace GitEdge.Packaging.Manual;

/// <summary>The manual page of a configuration file, made of its JSON Schema, which is made of the types that read it.</summary>
internal static class ConfigurationManual
{
    /// <summary>The page.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="source">The program and its version.</param>
    /// <param name="date">The day of what is described.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="example">An example of the file.</param>
    public static string Of(string name, string source, DateTimeOffset date, JsonObject schema, string example)
    {
        var page = new Roff(name, 5, source, date);
        page.Section("NAME").Text($"{name} - {schema["description"]!.ToString().TrimEnd('.')}");
        page.Section("DESCRIPTION").Text("A YAML file, by default /etc/gitedge/agent.yaml. What is unknown in it, or wrong, is an error that says where and what to do; 'gitedge doctor' reads it as the agent does.");
        page.Section("FIELDS");
        Fields(page, schema, "");
        page.Section("EXAMPLE").Verbatim(example.TrimEnd().Split('\n'));
        return page.Section("SEE ALSO").Text("gitedge(1), gitedge-agent(8), systemd.exec(5)").ToString();
    }

    private static void Fields(Roff page, JsonObject schema, string above)
    {
        var required = schema["required"]?.AsArray().Select(item => item!.ToString()).ToHashSet() ?? [];
        foreach (var (name, value) in schema["properties"]?.AsObject() ?? [])
        {
            if (value is not JsonObject field)
                continue;
            var path = above.Length == 0 ? name : $"{above}.{name}";
            var choice = field["enum"] is JsonArray choices ? $" One of: {string.Join(", ", choices.Select(item => item!.ToString()))}." : "";
            page.Item(path, $"{field["description"]}{choice}{(required.Contains(name) ? " Required." : "")}");
            Fields(page, field, path);
            if (field["items"] is JsonObject items)
                Fields(page, items, $"{path}[]");
        }
    }
}
