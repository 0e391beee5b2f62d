namespace GitEdge.Inference.Tests;

/// <summary>The tests that share one server.</summary>
[CollectionDefinition("server")]
public sealed class ServerCollection : ICollectionFixture<ServerFixture>;
