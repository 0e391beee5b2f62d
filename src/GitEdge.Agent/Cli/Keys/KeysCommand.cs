using System.CommandLine;

namespace GitEdge.Agent.Cli.Keys;

/// <summary><c>gitedge keys</c>: who may sign what in a fleet.</summary>
internal static class KeysCommand
{
    /// <summary>Exit codes of every subcommand that changes something.</summary>
    public const string ExitCodes = """
        0  signed and on the branch; it says who is missing and what to push
        1  git or the disk failed
        2  the command line is wrong
        3  the documents on the branch do not hold, or the new one would contradict itself; nothing was changed
        4  not in this state: no key, no role, not signed, not agreed to, the branch is behind; nothing was changed
        """;

    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("keys", "Who may sign what in a fleet: the trust documents on branch gitedge-meta.")
    {
        KeysInitCommand.Create(),
        KeysChangeCommands.Add(),
        KeysChangeCommands.Rotate(),
        KeysChangeCommands.Revoke(),
        KeysRoleCommands.Grant(),
        KeysRoleCommands.Withdraw(),
        KeysRoleCommands.Threshold(),
        KeysChangeCommands.Window(),
        KeysChangeCommands.Epoch(),
        KeysChangeCommands.Renew(),
        KeysSignCommand.Create(),
        KeysListCommand.Create(),
    };
}
