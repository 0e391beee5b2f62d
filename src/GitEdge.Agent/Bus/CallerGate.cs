using GitEdge.Linux.Bus;

namespace GitEdge.Agent.Bus;

/// <summary>
/// Who may have the agent do what: root and the agent's own user always, others by polkit's word, and without polkit nobody
/// else. Users are the bus's word; a process id would be anybody's by the time it is looked up.
/// </summary>
internal static class CallerGate
{
    private const string Polkit = "org.freedesktop.PolicyKit1";
    private const string Authority = "org.freedesktop.PolicyKit1.Authority";
    private const string AuthorityPath = "/org/freedesktop/PolicyKit1/Authority";
    private const uint MayAskPerson = 1;
    private const uint Root = 0;

    // A person reads, thinks and types.
    private static readonly TimeSpan AskPatience = TimeSpan.FromMinutes(3);

    private static readonly string[] Absent =
        [BusErrorNames.ServiceUnknown, BusErrorNames.NameHasNoOwner, "org.freedesktop.DBus.Error.Spawn.ServiceNotFound", "org.freedesktop.systemd1.NoSuchUnit"];

    /// <summary>Returns when the caller may.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="action">The last part of polkit's name of the action, for example <c>pause</c>.</param>
    /// <exception cref="BusException">The caller may not, or could not prove it.</exception>
    public static async Task RequireAsync(BusCaller caller, string action)
    {
        var user = await caller.FindUserAsync(CancellationToken.None);
        if (user == Root || user == await caller.Connection.FindUserAsync(AgentBusNames.Name, CancellationToken.None))
            return;
        var (isAllowed, isChallenge) = await AskAsync(caller, $"io.gitedge.agent.{action}");
        if (isAllowed)
            return;
        throw isChallenge
            ? new BusException(BusErrorNames.InteractionRequired, $"To {action} the agent somebody has to prove who they are.")
            : new BusException(BusErrorNames.AccessDenied, $"User {user} may not {action} the agent.");
    }

    private static async Task<(bool IsAllowed, bool IsChallenge)> AskAsync(BusCaller caller, string action)
    {
        var call = new BusCall(Polkit, AuthorityPath, Authority, "CheckAuthorization")
        {
            Arguments = writer => Write(writer, caller, action),
            Timeout = caller.MayAsk ? AskPatience : TimeSpan.FromSeconds(25),
        };
        try
        {
            return await caller.Connection.CallAsync(call, static reader => reader.ReadStruct("bba{ss}", static fields =>
            {
                var answer = (fields.ReadBoolean(), fields.ReadBoolean());
                fields.Skip("a{ss}");
                return answer;
            }), CancellationToken.None);
        }
        catch (BusException e) when (Absent.Contains(e.Name, StringComparer.Ordinal))
        {
            return (false, false);
        }
    }

    private static void Write(BusWriter writer, BusCaller caller, string action)
    {
        writer.WriteStruct("sa{sv}", subject =>
        {
            subject.WriteString("system-bus-name");
            subject.WriteArray("{sv}", details => details.WriteDictEntry("sv", name =>
            {
                name.WriteString("name");
                name.WriteVariant("s", value => value.WriteString(caller.Name));
            }));
        });
        writer.WriteString(action);
        writer.WriteArray("{ss}", static _ => { });
        writer.WriteUInt32(caller.MayAsk ? MayAskPerson : 0);
        writer.WriteString("");
    }
}
