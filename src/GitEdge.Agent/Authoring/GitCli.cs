using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace GitEdge.Agent.Authoring;

/// <summary>
/// The user's own git, in the user's own environment: only it knows the user's agent, hardware keys and configuration.
/// For authoring; a device never runs it.
/// </summary>
internal sealed class GitCli(string directory)
{
    /// <summary>The folder git runs in.</summary>
    public string Directory => directory;

    /// <summary>Runs git to its end.</summary>
    /// <exception cref="GitFailedException">There is no git.</exception>
    public Task<GitResult> TryAsync(
        string[] arguments,
        CancellationToken cancellation,
        string? input = null,
        string? index = null
    ) => RunAsync(arguments, input, index, interactive: false, cancellation);

    /// <summary>Runs git to its end and gives what it printed.</summary>
    /// <exception cref="GitFailedException">It failed, or there is no git.</exception>
    public async Task<GitResult> RunAsync(
        string[] arguments,
        CancellationToken cancellation,
        string? input = null,
        string? index = null
    )
    {
        var result = await TryAsync(arguments, cancellation, input, index);
        return result.Succeeded ? result : throw new GitFailedException(arguments, result);
    }

    /// <summary>Runs git with standard error on the terminal, where it asks for a touch or a passphrase.</summary>
    public Task<GitResult> TryOnTerminalAsync(string[] arguments, string input, CancellationToken cancellation) =>
        RunAsync(arguments, input, index: null, interactive: true, cancellation);

    private async Task<GitResult> RunAsync(
        string[] arguments,
        string? input,
        string? index,
        bool interactive,
        CancellationToken cancellation
    )
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = !interactive,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (index is not null)
            start.Environment["GIT_INDEX_FILE"] = index;
        using var process = Start(start, arguments);
        var errors = interactive ? Task.FromResult("") : process.StandardError.ReadToEndAsync(cancellation);
        using var output = new MemoryStream();
        var copy = process.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
        await WriteInputAsync(process, input, cancellation);
        await copy;
        await process.WaitForExitAsync(cancellation);
        return new GitResult(process.ExitCode, output.ToArray(), (await errors).Trim());
    }

    private static async Task WriteInputAsync(Process process, string? input, CancellationToken cancellation)
    {
        try
        {
            if (input is not null)
                await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code tells the rest.
        }
    }

    private static Process Start(ProcessStartInfo start, string[] arguments)
    {
        try
        {
            return Process.Start(start)
                ?? throw new GitFailedException(arguments, new GitResult(-1, [], "git did not start"));
        }
        catch (Win32Exception missing)
        {
            throw new GitFailedException(
                arguments,
                new GitResult(-1, [], $"git cannot be run ({missing.Message}); install git 2.34 or later")
            );
        }
    }
}
