namespace GitEdge.Agent.Cli.Doctor;

/// <summary>A check's name with its finding, as printed.</summary>
internal sealed record DoctorResult(string Check, DoctorLevel Level, string Message, string Cure);
