namespace GitEdge.Packaging.Tests.Packages;

/// <summary>Tests of the built packages share them.</summary>
[CollectionDefinition(Name)]
public sealed class PackagesCollection : ICollectionFixture<BuiltPackages>
{
    public const string Name = "packages";
}
