using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Manifests;
using NJsonSchema;

namespace GitEdge.Core.Tests.Manifests;

/// <summary>The binder and the published schema accept the same manifests, apart from the rules that <see cref="ManifestRule"/> names.</summary>
public sealed class SchemaAgreementTests
{
    private static readonly string[] Texts =
    [
        "",
        "a",
        "Fleet",
        "camera",
        "stable",
        "-x",
        "a.b",
        "A",
        "1",
        "true",
        "20ms",
        "2m1h",
        "0s",
        "1h30m",
        "400d",
        "5%",
        "0%",
        "101%",
        "12.34%",
        "1G",
        "256MiB",
        "1X",
        "2026-02-30T00:00:00Z",
        "2026-03-01T08:00:00Z",
        "2026-03-01 08:00",
        "golden/vad",
        "golden/../x",
        "/etc/passwd",
        "containers/a.container",
        "https://example.org/a",
        "https://user:secret@example.org/a",
        "ftp://example.org",
        "oci://example.org/a",
        "file:///a",
        "file:relative",
        "http://10.0.0.1/",
        "http://localhost:80/x",
        "gitedge.io/device",
        "gitedge.io/other",
        "vm.swappiness",
        "a.service",
        "hot",
        "never",
        "git",
        Samples.Digest,
        "sha256:00",
        "6f1c9a52-3f0e-4a8e-9d0b-2c5d7a1e4b90",
        "line\nbreak",
        "\u0000",
        "ä",
    ];

    private static readonly string[] Literals =
    [
        "null",
        "true",
        "false",
        "0",
        "1",
        "-1",
        "5",
        "10000000000000",
        "99999999999999999",
        "0.5",
        "1.5",
        "-0.5",
        "1e-3",
        "1e9",
        "[]",
        "{}",
        "[1]",
        "[\"a\"]",
        "[\"https://example.org/a\"]",
        "{\"name\":\"a\"}",
    ];

    [Theory]
    [InlineData("Fleet")]
    [InlineData("Device")]
    [InlineData("Rollout")]
    [InlineData("Profile")]
    [InlineData("Agent")]
    [InlineData("Policy")]
    [Trait("Category", "Slow")]
    public async Task Validator_accepts_what_the_schema_accepts_minus_named_rules(string kind)
    {
        var (sample, schemaText, bind) = Kind(kind);
        var schema = await JsonSchema.FromJsonAsync(schemaText);
        Assert.Empty(schema.Validate(sample));
        Assert.Empty(bind(JsonTree.Parse(sample)));
        var accepted = 0;
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    var json = Mutate(sample, new System.Random(seed));
                    var bySchema = schema.Validate(json).Count == 0;
                    var problems = bind(JsonTree.Parse(json));
                    accepted += bySchema ? 1 : 0;
                    return (bySchema == problems.All(problem => problem.Rule != ManifestRule.Schema)).Label(
                        $"{json}\nschema: {bySchema}, validator: {string.Join('\n', problems)}"
                    );
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        Assert.InRange(accepted, 30, 970);
    }

    private static (string Sample, string Schema, Func<ManifestNode, IReadOnlyList<ManifestProblem>> Bind) Kind(
        string kind
    ) =>
        kind switch
        {
            "Fleet" => (Samples.Fleet, ManifestKinds.Fleet.Schema(), node => ManifestKinds.Fleet.Bind(node).Problems),
            "Device" => (
                Samples.Device,
                ManifestKinds.Device.Schema(),
                node => ManifestKinds.Device.Bind(node).Problems
            ),
            "Rollout" => (
                Samples.Rollout,
                ManifestKinds.Rollout.Schema(),
                node => ManifestKinds.Rollout.Bind(node).Problems
            ),
            "Agent" => (Samples.Agent, ManifestKinds.Agent.Schema(), node => ManifestKinds.Agent.Bind(node).Problems),
            "Policy" => (Samples.Policy, ManifestKinds.Policy.Schema(), node => ManifestKinds.Policy.Bind(node).Problems),
            _ => (Samples.Profile, ManifestKinds.Profile.Schema(), node => ManifestKinds.Profile.Bind(node).Problems),
        };

    private static string Mutate(string json, System.Random random)
    {
        var root = JsonNode.Parse(json)!;
        for (var times = random.Next(1, 3); times > 0; times--)
        {
            var containers = Containers(root).ToList();
            switch (containers[random.Next(containers.Count)])
            {
                case JsonObject mapping:
                    MutateMapping(mapping, random);
                    break;
                case JsonArray list:
                    MutateList(list, random);
                    break;
                default:
                    break;
            }
        }
        return root.ToJsonString();
    }

    private static void MutateMapping(JsonObject mapping, System.Random random)
    {
        var keys = mapping.Select(field => field.Key).ToList();
        switch (keys.Count == 0 ? 0 : random.Next(5))
        {
            case 0:
                mapping[Texts[random.Next(Texts.Length)]] = Value(random);
                break;
            case 1:
                mapping.Remove(keys[random.Next(keys.Count)]);
                break;
            default:
                mapping[keys[random.Next(keys.Count)]] = Value(random);
                break;
        }
    }

    private static void MutateList(JsonArray list, System.Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                list.Add(Value(random));
                break;
            case 1 when list.Count > 0:
                list.Add(list[random.Next(list.Count)]?.DeepClone());
                break;
            default:
                list.Clear();
                break;
        }
    }

    private static JsonNode? Value(System.Random random) =>
        random.Next(3) == 0
            ? JsonNode.Parse(Literals[random.Next(Literals.Length)])
            : JsonValue.Create(Texts[random.Next(Texts.Length)]);

    private static IEnumerable<JsonNode> Containers(JsonNode? node) =>
        node switch
        {
            JsonObject mapping => mapping.SelectMany(field => Containers(field.Value)).Prepend(mapping),
            JsonArray list => list.SelectMany(Containers).Prepend(list),
            _ => [],
        };
}
