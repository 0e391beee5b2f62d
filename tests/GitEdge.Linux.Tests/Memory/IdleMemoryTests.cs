using System.Security.Cryptography;
using GitEdge.Linux.Memory;

namespace GitEdge.Linux.Tests.Memory;

public sealed class IdleMemoryTests
{
    [Fact]
    public void First_call_only_looks_and_the_second_gives_back()
    {
        var memory = new IdleMemory();

        Assert.Equal(0, memory.GiveBack());
        Assert.True(memory.GiveBack() > 1_000_000);
    }

    [Fact]
    public async Task Process_works_on_while_it_gives_back()
    {
        var memory = new IdleMemory();
        using var done = new CancellationTokenSource();
        var data = RandomNumberGenerator.GetBytes(100_000);
        var expected = SHA256.HashData(data);
        var working = Task.Run(() =>
        {
            var right = true;
            while (!done.IsCancellationRequested)
                right &= SHA256.HashData([.. data.Order().Concat(data).Skip(data.Length)]).SequenceEqual(expected);
            return right;
        });

        for (var i = 0; i < 20; i++)
            memory.GiveBack();
        await done.CancelAsync();

        Assert.True(await working);
    }
}
