namespace GitEdge.Agent.Cli.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Message">What was found.</param>
/// <param name="Cure">What a person can do; empty when nothing is needed.</param>
internal sealed record DoctorFinding(DoctorLevel Level, string Message, string Cure)
{
    public static DoctorFinding Ok(string message) => new(DoctorLevel.Ok, message, "");

    public static DoctorFinding Unknown(string message, string cure) => new(DoctorLevel.Unknown, message, cure);

    public static DoctorFinding Warning(string message, string cure) => new(DoctorLevel.Warning, message, cure);

    public static DoctorFinding Failure(string message, string cure) => new(DoctorLevel.Failure, message, cure);
}
