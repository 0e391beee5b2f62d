namespace GitEdge.Inference.Tests.Models;

[Trait("Category", "Slow")]
public sealed class MemoryTests
{
    private const int Megabytes = 96;

    [Fact]
    public async Task Unloading_gives_the_memory_back_time_after_time()
    {
        using var tree = new SlotTree().Activate("a").Add("b", "large", 1, TestModels.Large(Megabytes));
        using var server = InferenceServerProcess.Start(tree.Root);
        var before = Resident(server);
        for (var round = 0; round < 4; round++)
        {
            await server.LoadAsync("large", 1);
            var request = """{"inputs":[{"name":"x","shape":[2],"datatype":"INT8","data":[0,1]}]}""";
            await server.Public.InferAsync("large", request, "1").JsonAsync();
            var loaded = Resident(server);
            Assert.True(loaded - before > 80 << 20, $"{Megabytes} MiB of weights should be resident: {before} → {loaded}.");
            Assert.True(loaded - before < 160 << 20, $"The file's bytes should not stay beside the weights: {before} → {loaded}.");
            var reply = await server.UnloadAsync("large", "\"version\":\"1\"");
            Assert.True(Resident(server) - before < 40 << 20, $"Round {round}: {before} before, {Resident(server)} after.");
            Assert.True((long)reply["residentBytes"]! - before < 40 << 20);
        }
    }

    private static long Resident(InferenceServerProcess server) =>
        long.Parse(File.ReadAllText($"/proc/{server.Id}/statm").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
