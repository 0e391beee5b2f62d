using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using AgentLog = GitEdge.Agent.Log;
using GitEdge.Agent.Logging;
using GitEdge.Core.Deployments;
using GitEdge.Core.Primitives;
using GitEdge.Linux.Systemd;
using Microsoft.Extensions.Logging;

namespace GitEdge.Agent.Tests.Logging;

public sealed class JournalLoggerTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Socket _journal = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly StringWriter _fallback = new();

    public JournalLoggerTests() => _journal.Bind(new UnixDomainSocketEndPoint(_directory["socket"]));

    public void Dispose()
    {
        _journal.Dispose();
        _fallback.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Step_of_a_deployment_carries_release_generation_and_transaction_as_fields()
    {
        using var socket = new JournalSocket(_directory["socket"]);

        AgentLog.Phase(
            new JournalLogger(socket, _fallback), new ReleaseName("stable", 1, 7, Sha256Digest.Of("s"u8)), 3, "3-abcdef01",
            DeploymentPhase.Staging, DeploymentPhase.Preflight, "ok");

        var entry = Receive();
        Assert.Equal("stable/7", entry["GITEDGE_RELEASE"]);
        Assert.Equal("3", entry["GITEDGE_GENERATION"]);
        Assert.Equal("3-abcdef01", entry["GITEDGE_TRANSACTION"]);
        Assert.Equal("Preflight", entry["GITEDGE_TO"]);
        Assert.Equal("6", entry["PRIORITY"]);
        Assert.Equal(JournalLogger.MessageIdPrefix + "0002", entry["MESSAGE_ID"]);
        Assert.Equal(32, entry["MESSAGE_ID"].Length);
        Assert.StartsWith("stable/7 generation 3", entry["MESSAGE"], StringComparison.Ordinal);
        Assert.Empty(_fallback.ToString());
    }

    [Fact]
    public void Value_with_line_breaks_begins_no_field_of_its_own()
    {
        using var socket = new JournalSocket(_directory["socket"]);

        AgentLog.PassFailed(new JournalLogger(socket, _fallback), "one\nPRIORITY=0\n_UID=0");

        var entry = Receive();
        Assert.Equal("one\n    PRIORITY=0\n    _UID=0", entry["GITEDGE_WHY"]);
        Assert.Equal("3", entry["PRIORITY"]);
        Assert.DoesNotContain("_UID", entry.Keys);
    }

    [Fact]
    public void Line_is_not_lost_when_the_journal_is_away()
    {
        using var socket = new JournalSocket(_directory["nobody"]);

        AgentLog.Notice(new JournalLogger(socket, _fallback), "still told");

        Assert.Contains("still told", _fallback.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Debug_lines_are_left_out() =>
        Assert.False(new JournalLogger(new JournalSocket(_directory["socket"]), _fallback).IsEnabled(LogLevel.Debug));

    private Dictionary<string, string> Receive()
    {
        var buffer = new byte[64 << 10];
        var left = buffer.AsSpan(0, _journal.Receive(buffer));
        var fields = new Dictionary<string, string>();
        while (left.Length > 0)
        {
            var end = left.IndexOf((byte)'\n');
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(left[(end + 1)..]);
            fields.Add(Encoding.ASCII.GetString(left[..end]), Encoding.UTF8.GetString(left.Slice(end + 9, length)));
            left = left[(end + 10 + length)..];
        }
        return fields;
    }
}
