using System.Text;
using GitEdge.Agent.Manifests;
using GitEdge.Agent.State;
using GitEdge.Core.Manifests;
using GitEdge.Linux.Files;
using GitEdge.Testing.Fuzzing;

namespace GitEdge.Agent.Tests.Fuzz;

/// <summary>Manifests and state files: whatever stands in them, reading ends, with an answer.</summary>
[Trait("Category", "Fuzz")]
public sealed class FileFuzzTests
{
    private const int Inputs = 3000;

    private static readonly string[] Yaml =
    [
        "&a ", "*a", "<<: ", "!!str ", "!x ", "--- ", "...\n", "%YAML 1.1\n", "? ", "- ", ": ", "\t", "|\n", ">-\n", "[[[[[[[[", "{{{{{{{{", "'", "\"", "\\x", "#", "~", "0x10",
        "apiVersion: ", "kind: ", "spec:\n", "metadata:\n", "\u2028", "\u0085", "99999999999999999999",
    ];

    [Theory]
    [InlineData("fleet.yaml")]
    [InlineData("devices/quay-cam-01.yaml")]
    [InlineData("profiles/camera.yaml")]
    [InlineData("rollouts/stable.yaml")]
    public void Manifest(string path)
    {
        var good = File.ReadAllBytes(Repository.File(["examples", "fleet", .. path.Split('/')]));
        Fuzzer.Run(new FuzzTarget($"manifest-{path.Split('/')[0].Replace(".yaml", "", StringComparison.Ordinal)}", [good], Yaml, input => Read(path, input)), Inputs);
    }

    [Fact]
    public void Acceptance()
    {
        using var temp = new TempDirectory();
        var state = new DeviceState(temp.Path);
        state.Prepare();
        var file = new CheckedFile(temp["state/accepted"]);
        var words = new[] { "{", "}", "[", "null", "\"channel\":", "\"counter\":-1", "1e999", "sha256:" };
        var good = Encoding.UTF8.GetBytes("""
            {"repoId":"0b6f5d0e-9f2c-4a53-8a3e-1f4f6f0f7a11","channel":"prod","epoch":1,"counter":7,"statement":"sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff","commit":"0123456789abcdef0123456789abcdef01234567","acceptedAt":"2025-06-16T00:00:00+00:00"}
            """);
        Fuzzer.Run(new FuzzTarget("acceptance", [good], words, input =>
        {
            // Right by its checksum, whatever it says: as a disk, or an older version, may have left it.
            file.Write(input);
            var read = state.Accepted.Read();
            return $"{read.IsLost} {read.Value is null}";
        }), 200);
    }

    private static string Read(string path, byte[] input)
    {
        var problems = path switch
        {
            "fleet.yaml" => ManifestReader.Read(ManifestKinds.Fleet, path, input).Problems,
            "devices/quay-cam-01.yaml" => ManifestReader.Read(ManifestKinds.Device, path, input).Problems,
            "profiles/camera.yaml" => ManifestReader.Read(ManifestKinds.Profile, path, input).Problems,
            _ => ManifestReader.Read(ManifestKinds.Rollout, path, input).Problems,
        };
        // The words of the first few problems, without what they quote.
        return string.Join('|', problems.Take(3).Select(problem => string.Concat(problem.Cure.Where(c => char.IsAsciiLetterLower(c) || c == ' '))));
    }
}
