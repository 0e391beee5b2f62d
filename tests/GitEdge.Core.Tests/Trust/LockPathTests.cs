using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class LockPathTests
{
    [Fact]
    public void No_safe_path_leaves_its_root_or_names_another_file_than_it_says()
    {
        var part = Gen.Elements("", ".", "..", "...", "a", "b c", ".git", ".GIT", "git", "\\", "\n", "~", "$HOME", "é", " ");
        var paths = Gen.NonEmptyListOf(part).Select(parts => string.Join('/', parts));

        Prop.ForAll(Arb.From(paths), path =>
        {
            if (LockPath.FaultOf(path) is not null)
                return;
            Assert.Equal("/root/" + path, Path.GetFullPath(Path.Combine("/root", path)));
            Assert.DoesNotContain(path.Split('/'), name => name.Equals(".git", StringComparison.OrdinalIgnoreCase));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory]
    [InlineData("fleet.yaml")]
    [InlineData("golden/vad/test_data_set_0/input_0.pb")]
    [InlineData("devices/lab-01.yaml")]
    public void Paths_of_a_fleet_are_safe(string path) => Assert.Null(LockPath.FaultOf(path));
}
