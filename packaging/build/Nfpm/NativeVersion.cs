namespace GitEdge.Packaging.Nfpm;

/// <summary>A version in the words of dpkg and rpm.</summary>
internal static class NativeVersion
{
    /// <summary>A preview comes before what it previews: <c>1.2.0-rc.1</c> becomes <c>1.2.0~rc.1</c>, as nfpm writes it.</summary>
    public static string Of(string version)
    {
        var preview = version.IndexOf('-', StringComparison.Ordinal);
        return preview < 0 ? version : $"{version[..preview]}~{version[(preview + 1)..].Replace('-', '.')}";
    }
}
