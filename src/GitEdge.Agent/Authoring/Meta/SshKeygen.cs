using System.ComponentModel;
using System.Diagnostics;

namespace GitEdge.Agent.Authoring.Meta;

/// <summary>
/// The user's own ssh-keygen (ssh-keygen(1), <c>-Y sign</c>): it knows ssh-agent, passphrases and hardware keys.
/// </summary>
/// <param name="mayAsk">Whether it may ask for a passphrase or a PIN; not where nobody sits, such as in a cron job.</param>
internal sealed class SshKeygen(bool mayAsk)
{
    /// <summary>A key's fingerprint, <c>SHA256:…</c>; needs no passphrase.</summary>
    public async Task<Attempt<string>> FingerprintAsync(SignKey key, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("gitedge-sign-").FullName;
        try
        {
            var run = await RunAsync(["-l", "-E", "sha256", "-f", await PathOfAsync(key, folder, cancellation)], quiet: true, cancellation);
            var words = run.Text.Split(' ');
            return run.Succeeded && words.Length > 1
                ? words[1]
                : new Refusal($"'{key.Text}' is no SSH key that can be read: {run.Errors}", "name a private key, or a public key whose private one ssh-agent has, with --key FILE") { Code = AuthoringReason.KeyUnreadable };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The armoured signature of a content.</summary>
    public async Task<Attempt<byte[]>> SignAsync(SignKey key, string purpose, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        // A file and not standard input, so that ssh-keygen can ask on the terminal.
        var folder = Directory.CreateTempSubdirectory("gitedge-sign-").FullName;
        try
        {
            var payload = Path.Combine(folder, "payload");
            await File.WriteAllBytesAsync(payload, content, cancellation);
            var run = await RunAsync(["-Y", "sign", "-n", purpose, "-f", await PathOfAsync(key, folder, cancellation), payload], !mayAsk || Console.IsErrorRedirected, cancellation);
            return run.Succeeded && File.Exists($"{payload}.sig")
                ? await File.ReadAllBytesAsync($"{payload}.sig", cancellation)
                : new Refusal($"ssh-keygen did not sign with '{key.Text}': {(run.Errors.Length > 0 ? LastLine(run.Errors) : "its own words stand above")}",
                    "check the passphrase, that ssh-agent has the private key (ssh-add -l), or that the hardware key is plugged in and touched; nothing was changed") { Code = AuthoringReason.SigningFailed };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<GitResult> RunAsync(string[] arguments, bool quiet, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("ssh-keygen", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = !mayAsk,
            RedirectStandardOutput = true,
            RedirectStandardError = quiet,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (!mayAsk)
            start.Environment["SSH_ASKPASS_REQUIRE"] = "never";
        try
        {
            using var process = Process.Start(start)!;
            if (!mayAsk)
                process.StandardInput.Close();
            var errors = quiet ? process.StandardError.ReadToEndAsync(cancellation) : Task.FromResult("");
            using var output = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
            await process.WaitForExitAsync(cancellation);
            return new GitResult(process.ExitCode, output.ToArray(), (await errors).Trim());
        }
        catch (Win32Exception missing)
        {
            return new GitResult(-1, [], $"ssh-keygen cannot be run ({missing.Message}); install OpenSSH 8.2 or later");
        }
    }

    private static async Task<string> PathOfAsync(SignKey key, string folder, CancellationToken cancellation)
    {
        if (key.IsPath)
            return key.Text;
        var file = Path.Combine(folder, "key.pub");
        await File.WriteAllTextAsync(file, key.Text + "\n", cancellation);
        return file;
    }

    private static string LastLine(string text) => text.Split('\n')[^1].Trim();
}
