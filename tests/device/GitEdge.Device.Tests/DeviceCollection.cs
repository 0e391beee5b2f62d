namespace GitEdge.Device.Tests;

/// <summary>All stories share one lab.</summary>
[CollectionDefinition(Name)]
public sealed class DeviceCollection : ICollectionFixture<DeviceLab>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "device";
}
