using GitEdge.Packaging.Files;
using GitEdge.Packaging.Nfpm;

namespace GitEdge.Packaging.Rpm;

/// <summary>Builds an .rpm with rpmbuild.</summary>
internal static class RpmPackager
{
    private const string Format = "rpm";

    /// <summary>Builds it.</summary>
    /// <returns>The package's path; null when there is a problem.</returns>
    public static string? Build(PackageDescription package, BuildRequest request, NfpmProblems problems)
    {
        var files = PackageTree.Of(package, Format, request.Root, problems);
        if (problems.Lines.Count > 0)
            return null;
        var stage = Path.Combine(request.Work, "stage");
        StagedTree.Write(stage, files, request.Time.UtcDateTime);
        var spec = Path.Combine(request.Work, $"{package.Name}.spec");
        File.WriteAllText(spec, SpecFile.Of(package, files, stage, request.Root));
        var failure = ExternalTool.Run("rpmbuild",
            ["-bb", "--quiet", "--target", SpecFile.ArchOf(package), "--define", $"_topdir {request.Work}/top", "--define", $"_rpmdir {request.Out}", spec], request);
        if (failure is null)
            return Path.Combine(request.Out, $"{package.Name}-{NativeVersion.Of(package.Version)}-{SpecFile.Release}.{SpecFile.ArchOf(package)}.rpm");
        problems.Add(1, failure, "see what rpmbuild says");
        return null;
    }
}
