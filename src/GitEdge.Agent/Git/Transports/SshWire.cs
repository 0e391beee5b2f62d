using System.Diagnostics;
using System.Globalization;

namespace GitEdge.Agent.Git.Transports;

/// <summary>
/// Git's smart protocol through the system's ssh. Its own process rather than libgit2's: no shell in between, nothing of
/// the environment, its words kept for the fault, ended for certain, and no zombie left behind.
/// </summary>
internal sealed class SshWire : IGitWire
{
    private const string Program = "/usr/bin/ssh";

    private readonly GitEndpoint _endpoint;
    private readonly TransferBudget _budget;
    private readonly CancellationToken _cancellation;
    private readonly BoundedText _words = new(4096);
    private Process? _process;
    private Task _listening = Task.CompletedTask;
    private CancellationTokenRegistration _killing;
    private bool _answered;

    private SshWire(GitEndpoint endpoint, TransferBudget budget, CancellationToken cancellation)
    {
        _endpoint = endpoint;
        _budget = budget;
        _cancellation = cancellation;
    }

    /// <inheritdoc/>
    public bool IsStateless => false;

    /// <summary>Makes sure that key and known hosts can be read, and makes a wire.</summary>
    /// <exception cref="WireFailureException">A file cannot be read.</exception>
    public static SshWire Create(GitEndpoint endpoint, TransferBudget budget, CancellationToken cancellation)
    {
        // ssh names neither file when it cannot read it: it only says that it was not let in.
        WireFiles.RequireReadable(endpoint, endpoint.Options.IdentityFile!, "identity");
        WireFiles.RequireReadable(endpoint, endpoint.Options.KnownHostsFile!, "known_hosts");
        return new SshWire(endpoint, budget, cancellation);
    }

    /// <inheritdoc/>
    public void Begin(WireService service)
    {
        if (_process is null)
            Start();
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _process!.StandardInput.BaseStream.Write(bytes);
            _process.StandardInput.BaseStream.Flush();
        }
        catch (IOException)
        {
            throw Ended();
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        var bytes = new byte[buffer.Length];
        var read = _process!.StandardOutput.BaseStream.ReadAsync(bytes, _cancellation).AsTask().GetAwaiter().GetResult();
        if (read == 0)
            throw Ended();
        _answered = true;
        _budget.Spend(bytes.AsSpan(0, read));
        bytes.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is null)
            return;
        _killing.Dispose();
        End(TimeSpan.FromSeconds(1));
        _process.Dispose();
    }

    private void Start()
    {
        var start = new ProcessStartInfo(Program, SshCommand.ArgumentsFor(_endpoint))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        // SSH_AUTH_SOCK, SSH_ASKPASS, GIT_SSH and whatever else: none of it.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C";
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new WireFailureException(GitFaults.Of(GitFaultReason.Misconfigured, _endpoint, $"{Program} cannot be run ({failure.Message}): install openssh-client."));
        }
        _listening = _words.FillAsync(_process.StandardError);
        // Ends a read or a write that waits for the other side, whatever it waits in.
        _killing = _cancellation.Register(static process => ((Process)process!).Kill(entireProcessTree: true), _process);
    }

    private WireFailureException Ended()
    {
        End(TimeSpan.FromSeconds(2));
        var code = _process!.ExitCode.ToString(CultureInfo.InvariantCulture);
        return new WireFailureException(SshFaults.Of(_endpoint, _words.Text, code, _answered));
    }

    private void End(TimeSpan patience)
    {
        try
        {
            _process!.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended first.
        }
        if (!_process!.WaitForExit(patience))
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _listening.Wait(patience, CancellationToken.None);
    }
}
