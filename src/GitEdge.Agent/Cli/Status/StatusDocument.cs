using System.Text.Json;
using System.Text.Json.Nodes;
using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Status;

namespace GitEdge.Agent.Cli.Status;

/// <summary>The status for scripts: the fields of <see cref="DeviceStatus"/> with <c>ok</c>, and <c>problem</c> when there is one.</summary>
internal static class StatusDocument
{
    public static string Of(StatusRead read, bool indented)
    {
        var document = new JsonObject { ["ok"] = read is { Problem: null, Status.Ok: true } };
        if (read.Problem is { } problem)
            document["problem"] = JsonSerializer.SerializeToNode(problem, CliJson.Default.Fault);
        if (read.Status is { } status)
        {
            foreach (var (name, value) in JsonSerializer.SerializeToNode(status, StatusJson.Default.DeviceStatus)!.AsObject())
                document[name] = value?.DeepClone();
        }
        return document.ToJsonString(indented ? CliJson.Default.Options : StatusJson.Default.Options);
    }
}
