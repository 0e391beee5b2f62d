using System.Text;
using GitEdge.Linux.Memory;

namespace GitEdge.Linux.Tests.Memory;

public sealed class CleanMappingsTests
{
    private const string Header = "7f2071620000-7f2071682000 r--p 0041f000 fe:00 332131                     /usr/lib/libcrypto.so.3";

    [Theory]
    [InlineData("r--p")]
    [InlineData("r-xp")]
    [InlineData("---p")]
    public void Private_mapping_of_a_file_without_pages_of_its_own_is_clean(string permissions)
    {
        var mapping = Assert.Single(Find(Header.Replace("r--p", permissions, StringComparison.Ordinal), "Rss: 392 kB", "Anonymous:  0 kB", "Swap:     0 kB"));

        Assert.Equal(new FileMapping(unchecked((nuint)0x7f2071620000), unchecked((nuint)0x7f2071682000), 332131), mapping);
    }

    [Theory]
    [InlineData("Anonymous:             4 kB", "Swap:                  0 kB")]
    [InlineData("Anonymous:             0 kB", "Swap:                  4 kB")]
    [InlineData("Anonymous:             0 kB", "Swap:                    kB")]
    [InlineData("Anonymous:", "Swap:                  0 kB")]
    public void Mapping_with_pages_of_its_own_is_left_alone(string anonymous, string swap) =>
        Assert.Empty(Find(Header, "Rss:                 392 kB", anonymous, swap));

    [Theory]
    [InlineData("r--p", "rw-p")]
    [InlineData("r--p", "r--s")]
    [InlineData("332131", "0")]
    [InlineData("7f2071682000", "7f2071620000")]
    [InlineData("-7f2071682000", "")]
    [InlineData(" 332131                     /usr/lib/libcrypto.so.3", "")]
    [InlineData("332131", "x")]
    public void Mapping_that_is_written_to_shared_or_of_no_file_is_left_alone(string part, string instead) =>
        Assert.Empty(Find(Header.Replace(part, instead, StringComparison.Ordinal), "Anonymous: 0 kB", "Swap: 0 kB"));

    [Fact]
    public void Mapping_ends_where_the_next_begins()
    {
        var second = Header.Replace("7f20716", "7f20726", StringComparison.Ordinal);

        var mapping = Assert.Single(Find(Header, "Anonymous: 8 kB", "Swap: 0 kB", "VmFlags: rd mr mw me sd", second, "Anonymous: 0 kB", "Swap: 0 kB"));

        Assert.Equal(0x7f2072620000UL, mapping.Start);
    }

    [Fact]
    public void Facts_before_the_first_mapping_are_of_no_mapping() => Assert.Empty(Find("Anonymous: 0 kB", "", "Swap: 0 kB"));

    private static IReadOnlyList<FileMapping> Find(params string[] lines)
    {
        var mappings = new CleanMappings();
        foreach (var line in lines)
            mappings.Add(Encoding.UTF8.GetBytes(line));
        mappings.End();
        return mappings.Found;
    }
}
