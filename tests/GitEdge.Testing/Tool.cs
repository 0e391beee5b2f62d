using System.Diagnostics;

namespace GitEdge.Testing;

/// <summary>Runs a real program and waits for it.</summary>
public static class Tool
{
    /// <summary>Runs to the end; anything but exit code 0 is an exception with all it printed.</summary>
    public static string Run(string program, IReadOnlyList<string> arguments, string? directory = null,
        IReadOnlyDictionary<string, string>? environment = null, byte[]? input = null)
    {
        var result = Try(program, arguments, directory, environment, input);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Output}{result.Errors}");
    }

    /// <summary>Runs to the end, whatever the exit code.</summary>
    public static ToolResult Try(string program, IReadOnlyList<string> arguments, string? directory = null,
        IReadOnlyDictionary<string, string>? environment = null, byte[]? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory ?? Environment.CurrentDirectory,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (input is not null)
            process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return new ToolResult(process.ExitCode, output.Result, errors.Result);
    }
}
