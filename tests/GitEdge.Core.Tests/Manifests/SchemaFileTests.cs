using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tests.Manifests;

public sealed class SchemaFileTests
{
    [Fact]
    public void Committed_schemas_are_the_generated_ones()
    {
        var folder = Path.Combine(RepositoryRoot(), "schemas");
        var generated = ManifestKinds.Schemas();
        if (Environment.GetEnvironmentVariable("GITEDGE_UPDATE_SCHEMAS") is "1")
        {
            foreach (var (name, text) in generated)
                File.WriteAllText(Path.Combine(folder, name), text);
        }

        Assert.Equal(
            generated.Keys,
            Directory.GetFiles(folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        );
        foreach (var (name, text) in generated)
            Assert.True(
                string.Equals(text, File.ReadAllText(Path.Combine(folder, name)), StringComparison.Ordinal),
                $"schemas/{name} is old: run the test with GITEDGE_UPDATE_SCHEMAS=1"
            );
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GitEdge.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
