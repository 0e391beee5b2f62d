namespace GitEdge.Agent.Cli.Doctor;

/// <summary>What <c>gitedge doctor --json</c> prints.</summary>
/// <param name="Ok">True without a failure.</param>
/// <param name="Checks">Every check, in the order of the text.</param>
internal sealed record DoctorDocument(bool Ok, IReadOnlyList<DoctorResult> Checks);
