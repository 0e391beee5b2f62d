namespace GitEdge.Agent.Cli.Doctor;

/// <summary>One thing to look at.</summary>
/// <param name="Name">Two or three words.</param>
/// <param name="Look">Looks; takes seconds at most and changes nothing that lasts.</param>
internal sealed record DoctorCheck(string Name, Func<DoctorFinding> Look);
