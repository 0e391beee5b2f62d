using GitEdge.Linux.Files;

namespace GitEdge.Linux.Tests.Files;

public sealed class ReadBackFilesTests : IDisposable
{
    private static readonly byte[] s_hash = new byte[32];

    private readonly TempDirectory _directory = new();
    private readonly ReadBackFiles _files = new();

    public ReadBackFilesTests()
    {
        File.WriteAllText(FilePath, "content");
        _files.Add(FilePath, s_hash);
    }

    private string FilePath => _directory["file"];

    private string Other => _directory["other"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void File_is_found_under_each_of_its_names()
    {
        Assert.True(FileLink.TryHard(FilePath, Other));

        Assert.Equal((s_hash, 7L), _files.Find(FilePath));
        Assert.Equal((s_hash, 7L), _files.Find(Other));
    }

    [Fact]
    public void File_that_was_written_since_is_not_found()
    {
        var before = File.GetLastWriteTimeUtc(FilePath);
        File.WriteAllText(FilePath, "another");
        File.SetLastWriteTimeUtc(FilePath, before.AddTicks(1));

        Assert.Null(_files.Find(FilePath));
    }

    [Fact]
    public void File_that_grew_is_not_found_even_with_its_old_time()
    {
        var before = File.GetLastWriteTimeUtc(FilePath);
        File.AppendAllText(FilePath, "+");
        File.SetLastWriteTimeUtc(FilePath, before);

        Assert.Null(_files.Find(FilePath));
    }

    [Fact]
    public void Copy_link_and_missing_file_are_not_found()
    {
        File.Copy(FilePath, Other);
        File.SetLastWriteTimeUtc(Other, File.GetLastWriteTimeUtc(FilePath));
        File.CreateSymbolicLink(_directory["link"], FilePath);

        Assert.Null(_files.Find(Other));
        Assert.Null(_files.Find(_directory["link"]));
        Assert.Null(_files.Find(_directory["missing"]));
    }

    [Fact]
    public void Nothing_is_found_after_it_was_forgotten()
    {
        _files.Clear();

        Assert.Null(_files.Find(FilePath));
    }
}
