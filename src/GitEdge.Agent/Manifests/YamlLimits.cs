namespace GitEdge.Agent.Manifests;

/// <summary>
/// What a manifest may take of YAML. YamlDotNet's object readers recurse without a bound: 20 KB of <c>[</c> would end the
/// process with a stack overflow that nothing can catch.
/// </summary>
internal static class YamlLimits
{
    public const int Bytes = 256 * 1024;
    public const int Depth = 32;
    public const int Events = 50_000;
}
