using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void Core_references_nothing_but_the_base_library()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        using var file = new PEReader(File.OpenRead(typeof(Sha256Digest).Assembly.Location));
        var metadata = file.GetMetadataReader();

        var references = metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .ToList();

        Assert.NotEmpty(references);
        Assert.All(references, name => Assert.True(File.Exists(Path.Combine(framework, name + ".dll")), name));
    }
}
