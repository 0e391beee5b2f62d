using System.Reflection;
using System.Text.RegularExpressions;
using GitEdge.Agent.Artifacts;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Cli.Enrolling;
using GitEdge.Agent.Cli.Operating;
using GitEdge.Agent.Cli.Planning;
using GitEdge.Agent.Cli.Status;
using GitEdge.Agent.Git;
using GitEdge.Agent.Helper;
using GitEdge.Agent.Inference;
using GitEdge.Agent.Slots;
using GitEdge.Core.Containers;
using GitEdge.Core.Deployments;
using GitEdge.Core.Health;
using GitEdge.Core.Trust;
using GitEdge.Core.Tuning;

namespace GitEdge.Agent.Tests.Docs;

/// <summary>docs/reasons.md explains every code that a device can show, and none that it cannot.</summary>
public sealed partial class ReasonsTests
{
    public static TheoryData<string, string[]> Areas => new()
    {
        { "Releases that are not accepted", [.. RejectionCatalog.Entries.Select(entry => entry.Code)] },
        { "Releases that cannot be used", Constants(typeof(ReleaseReason)) },
        { "The repository cannot be read", [.. Enum.GetValues<GitFaultReason>().Select(GitFaults.CodeOf)] },
        { "Fetching artifacts", Constants(typeof(FetchReason)) },
        { "What the device lacks", [.. Constants(typeof(FitReason)).Select(FitReason.FaultOf)] },
        { "Staging", Constants(typeof(SlotReason)) },
        { "The disk", Constants(typeof(DiskFault)) },
        { "Preflight", Constants(typeof(PreflightReason)) },
        { "Probation", Constants(typeof(HealthReason)) },
        { "The deployment", Constants(typeof(DeploymentReason)) },
        { "Tuning", Constants(typeof(TuningReason)) },
        { "Containers", Constants(typeof(ContainerReason)) },
        // What the guard of models objects to is named by the preflight's codes, in the server too.
        { "The model server", [.. Constants(typeof(ServerReason)), .. ServerCodes(), PreflightReason.ExternalData, PreflightReason.UnsupportedOperator] },
        { "The agent", Constants(typeof(AgentReason)) },
        { "The helper", Constants(typeof(HelperReason)) },
        { "Signing", Constants(typeof(AuthoringReason)) },
        { "Commands", [.. Constants(typeof(StatusReason)), .. Constants(typeof(PlanReason)), .. Constants(typeof(OperatorReason)), .. Constants(typeof(EnrollReason))] },
    };

    [Theory]
    [MemberData(nameof(Areas))]
    public void Every_code_of_an_area_is_explained_once_and_no_other(string heading, string[] codes)
    {
        var rows = Rows(heading);

        Assert.Equal(codes.Order(StringComparer.Ordinal), rows.Select(row => row[0]).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.True(row[1].Length > 4 && row[2].Length > 4, $"'{row[0]}' has no meaning or no cure"));
    }

    [Fact]
    public void Rejections_that_wait_are_those_that_are_said_to()
    {
        var words = string.Join('\n', File.ReadLines(Docs).SkipWhile(line => line != "## Releases that are not accepted").TakeWhile(line => !line.StartsWith('|')));
        var said = RejectionCatalog.Entries.Where(entry => words.Contains($"`{entry.Code}`", StringComparison.Ordinal));

        Assert.Equal(RejectionCatalog.Entries.Where(entry => entry.Kind == RejectionKind.Waiting), said);
    }

    [Fact]
    public void Every_heading_with_codes_is_compared() => Assert.Equal(
        Areas.Select(area => (string)area[0]),
        File.ReadLines(Docs).Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]));

    [Fact]
    public void Every_list_of_codes_in_the_code_is_compared()
    {
        Type[] compared =
        [
            typeof(ReleaseReason), typeof(FetchReason), typeof(FitReason), typeof(SlotReason), typeof(PreflightReason), typeof(HealthReason),
            typeof(DeploymentReason), typeof(ServerReason), typeof(AgentReason), typeof(StatusReason), typeof(PlanReason), typeof(AuthoringReason),
            typeof(HelperReason), typeof(TuningReason), typeof(ContainerReason), typeof(OperatorReason), typeof(EnrollReason),
        ];

        var lists = new[] { typeof(AgentReason).Assembly, typeof(FitReason).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Reason", StringComparison.Ordinal));

        Assert.Equal(compared.Select(type => type.FullName).Order(StringComparer.Ordinal), lists.Select(type => type.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_fault_has_a_code_that_is_in_no_list()
    {
        var offences = Sources("GitEdge.Core", "GitEdge.Agent")
            .Where(file => CodeInPlace().IsMatch(File.ReadAllText(file)) || FaultOfHelper().IsMatch(File.ReadAllText(file)));

        Assert.Empty(offences);
    }

    private static string Docs => Repository.File("docs", "reasons.md");

    private static List<string[]> Rows(string heading) =>
    [
        .. File.ReadLines(Docs).SkipWhile(line => line != $"## {heading}").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim('`', ' ')).ToArray()),
    ];

    private static string[] Constants(Type list) =>
        [.. list.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

    private static IEnumerable<string> ServerCodes() => Sources("GitEdge.Inference")
        .SelectMany(file => ServerCode().Matches(File.ReadAllText(file)))
        .Select(match => match.Groups["code"].Value)
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Sources(params string[] projects) => projects
        .SelectMany(project => Directory.EnumerateFiles(Repository.File("src", project), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.EndsWith("/GitFaults.cs", StringComparison.Ordinal));

    [GeneratedRegex("""(?<!Git)FaultKind\.\w+,\s*\$?"[a-z]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeInPlace();

    [GeneratedRegex("""\b(?:Transient|Waiting|Permanent)\(\s*\$?"[a-z]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FaultOfHelper();

    [GeneratedRegex("""RepositoryProblem\([^,"]+,\s*"(?<code>[a-z-]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ServerCode();
}
