namespace GitEdge.Agent.Cli;

/// <summary>The executable <c>gitedge-inference</c>, which some commands start.</summary>
internal static class InferenceProgram
{
    private const string Name = "gitedge-inference";
    private const string Packaged = "/usr/lib/gitedge/inference";

    /// <summary>Beside this program, else where packages put it, else where PATH leads; its bare name when it is nowhere.</summary>
    public static string Find() =>
        new[] { AppContext.BaseDirectory, Packaged }.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .Select(folder => Path.Combine(folder, Name))
            .FirstOrDefault(File.Exists) ?? Name;
}
