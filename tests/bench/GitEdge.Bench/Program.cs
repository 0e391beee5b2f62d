using GitEdge.Bench;
using GitEdge.Bench.Benches;
using GitEdge.Bench.Results;

const string Usage = "usage: GitEdge.Bench --agent FILE --inference FILE --out DIR [--quick] [code|idle|poll|staging|swap|update|rollback|serving|trust …]";

var benches = new Dictionary<string, Func<BenchOptions, IReadOnlyList<Figure>>>(StringComparer.Ordinal)
{
    ["idle"] = IdleBench.Run,
    ["poll"] = PollBench.Run,
    ["staging"] = StagingBench.Run,
    ["swap"] = SwapBench.Run,
    ["update"] = UpdateBench.Run,
    ["rollback"] = RollbackBench.Run,
    ["serving"] = ServingBench.Run,
    ["trust"] = TrustBench.Run,
    ["code"] = CodeBench.Run,
};
string? agent = null, inference = null, folder = null;
var (quick, chosen) = (false, new List<string>());
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--agent": agent = args[++i]; break;
        case "--inference": inference = args[++i]; break;
        case "--out": folder = args[++i]; break;
        case "--quick": quick = true; break;
        case var name when benches.ContainsKey(name): chosen.Add(name); break;
        default: Console.Error.WriteLine(Usage); return 2;
    }
}
if (agent is null || inference is null || folder is null)
{
    Console.Error.WriteLine(Usage);
    return 2;
}
var options = new BenchOptions(Path.GetFullPath(agent), Path.GetFullPath(inference), quick);
var results = new ResultsFolder(folder);
var missed = 0;
foreach (var name in chosen.Count > 0 ? chosen : [.. benches.Keys])
{
    var (at, load) = (DateTimeOffset.UtcNow, Machine.Load());
    Console.WriteLine($"bench: {name} (load {load:0.0})");
    var figures = benches[name](options);
    results.Write(new BenchResult(name, at, Machine.Here(), load, figures));
    foreach (var figure in figures)
        Console.WriteLine(ResultsFolder.Line(figure));
    missed += figures.Count(figure => figure.Met == false);
}
Console.WriteLine(missed == 0 ? "every target is met" : $"{missed} targets are missed");
return 0;
