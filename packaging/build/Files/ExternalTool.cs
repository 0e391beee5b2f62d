using System.Diagnostics;
using System.Globalization;

namespace GitEdge.Packaging.Files;

/// <summary>Runs dpkg-deb and rpmbuild.</summary>
internal static class ExternalTool
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>Null when it ended with 0, otherwise what it said.</returns>
    public static string? Run(string program, IReadOnlyList<string> arguments, BuildRequest request)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["SOURCE_DATE_EPOCH"] = request.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{program} ended with {process.ExitCode}:\n{output}{errors.Result}";
    }
}
