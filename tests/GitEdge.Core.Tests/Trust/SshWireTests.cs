using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

public sealed class SshWireTests
{
    [Fact]
    public void Numbers_are_big_endian()
    {
        Assert.Equal([0x01, 0x02, 0x03, 0xf4], new SshWireWriter().UInt32(0x010203f4).ToArray());

        var reader = new SshWireReader([0x01, 0x02, 0x03, 0xf4, 0x05]);
        Assert.True(reader.TryReadUInt32(out var value));
        Assert.Equal(0x010203f4u, value);
        Assert.False(reader.AtEnd);
        Assert.False(reader.TryReadUInt32(out _));
    }

    [Fact]
    public void Strings_have_their_length_before_them()
    {
        Assert.Equal([0, 0, 0, 2, (byte)'a', (byte)'b', 0, 0, 0, 0, 9], new SshWireWriter().String("ab").String("").Raw([9]).ToArray());

        var reader = new SshWireReader([0, 0, 0, 2, 7, 8, 0, 0, 0, 0]);
        Assert.True(reader.TryReadString(out var first));
        Assert.Equal([7, 8], first.ToArray());
        Assert.True(reader.TryReadString(out var second));
        Assert.True(second.IsEmpty);
        Assert.True(reader.AtEnd);
        Assert.False(reader.TryReadString(out _));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 1 })]
    [InlineData(new byte[] { 0, 0, 0, 3, 1, 2 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 1 })]
    [InlineData(new byte[] { 0x7f, 0xff, 0xff, 0xff, 1 })]
    [InlineData(new byte[] { 0, 0, 0 })]
    public void String_beyond_the_end_is_not_read(byte[] bytes)
    {
        Assert.False(new SshWireReader(bytes).TryReadString(out var value));
        Assert.True(value.IsEmpty);
        Assert.False(new SshWireReader(bytes).TryReadName(out var name));
        Assert.Equal("", name);
    }

    [Theory]
    [InlineData("ssh-ed25519", true)]
    [InlineData("!", true)]
    [InlineData("~", true)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("\u007f", false)]
    [InlineData("ä", false)]
    public void Names_are_printable_ascii(string text, bool isName)
    {
        Assert.Equal(isName, new SshWireReader(new SshWireWriter().String(text).ToArray()).TryReadName(out var name));
        Assert.Equal(isName ? text : "", name);
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var lists = Gen.ListOf(Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value)));

        Prop.ForAll(Arb.From(lists), fields =>
        {
            var writer = new SshWireWriter();
            foreach (var field in fields)
                writer.String(field);
            var reader = new SshWireReader(writer.ToArray());
            foreach (var field in fields)
            {
                Assert.True(reader.TryReadString(out var value));
                Assert.Equal(field, value.ToArray());
            }
            Assert.True(reader.AtEnd);
        }).QuickCheckThrowOnFailure();
    }
}
