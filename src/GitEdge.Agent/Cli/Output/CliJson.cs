using System.Text.Json.Serialization;
using GitEdge.Agent.Cli.Doctor;
using GitEdge.Agent.Cli.History;
using GitEdge.Agent.Cli.Keys;
using GitEdge.Agent.Cli.Operating;
using GitEdge.Agent.Cli.Planning;
using GitEdge.Agent.Cli.Verifying;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Cli.Output;

/// <summary>What <c>--json</c> prints; indented, generated so that trimming keeps it.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Fault))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
[JsonSerializable(typeof(HistoryDocument))]
[JsonSerializable(typeof(KeysDocument))]
[JsonSerializable(typeof(OperatorDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(RepositoryDocument))]
[JsonSerializable(typeof(ValidationReport))]
[JsonSerializable(typeof(VerifyDocument))]
internal sealed partial class CliJson : JsonSerializerContext;
