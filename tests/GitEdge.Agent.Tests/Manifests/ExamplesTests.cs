using GitEdge.Agent.Authoring;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Fleet;

namespace GitEdge.Agent.Tests.Manifests;

public sealed class ExamplesTests
{
    private static readonly string Examples = Path.Combine(RepositoryRoot(), "examples", "fleet");

    public static TheoryData<string> Devices =>
        [
            .. Directory
                .GetFiles(Path.Combine(Examples, "devices"))
                .Select(path => Path.GetFileNameWithoutExtension(path)!),
        ];

    [Fact]
    public void Example_fleet_is_valid_and_every_manifest_is_read()
    {
        var fleet = FleetValidate.Run(Examples, ManifestReader.ReadFleet);

        Assert.Empty(fleet.Problems);
        var read = 1 + fleet.Value!.Devices.Count + fleet.Value.Profiles.Count + fleet.Value.Rollouts.Count;
        Assert.Equal(Directory.GetFiles(Examples, "*.yaml", SearchOption.AllDirectories).Length, read);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Example_device_has_a_desired_state_with_a_model(string device)
    {
        var fleet = FleetValidate.Run(Examples, ManifestReader.ReadFleet).Value!;

        Assert.NotEmpty(DesiredStateResolver.Resolve(fleet, device, []).Value!.Models);
    }

    [Fact]
    public void Every_example_names_the_schema_of_its_kind()
    {
        foreach (var file in Directory.GetFiles(Examples, "*.yaml", SearchOption.AllDirectories))
        {
            var lines = File.ReadAllLines(file);
            const string Comment = "# yaml-language-server: $schema=";
            Assert.StartsWith(Comment, lines[0], StringComparison.Ordinal);
            var schema = Path.GetFullPath(lines[0][Comment.Length..], Path.GetDirectoryName(file)!);
            Assert.True(File.Exists(schema), $"{file} names {schema}");
            Assert.Equal(
                lines[2],
                $"kind: {char.ToUpperInvariant(Path.GetFileName(schema)[0])}{Path.GetFileName(schema).Split('.')[0][1..]}"
            );
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GitEdge.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
