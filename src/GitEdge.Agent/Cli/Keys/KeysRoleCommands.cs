using System.CommandLine;
using GitEdge.Agent.Authoring.Meta;

namespace GitEdge.Agent.Cli.Keys;

/// <summary>The subcommands of <c>gitedge keys</c> that say who has which role.</summary>
internal static class KeysRoleCommands
{
    /// <summary><c>gitedge keys grant</c>.</summary>
    public static Command Grant()
    {
        var (principal, roles) = (KeysChangeCommands.Principal(), Roles());
        return KeysChangeCommands.Change(new Command("grant", "Give a person who has a key more roles.") { principal, roles },
            "gitedge keys grant ben release:prod hold",
            parse => (document, _) => TrustEdit.Grant(document, parse.GetValue(principal)!, Named(parse.GetValue(roles)!)));
    }

    /// <summary><c>gitedge keys withdraw</c>.</summary>
    public static Command Withdraw()
    {
        var (principal, roles) = (KeysChangeCommands.Principal(), Roles());
        return KeysChangeCommands.Change(new Command("withdraw", "Take roles from a person, who keeps their keys and other roles.") { principal, roles },
            """
            gitedge keys withdraw ben release:prod
            gitedge keys threshold release:prod 1 && gitedge keys withdraw ben release:prod      where too few would be left
            """,
            parse => (document, _) => TrustEdit.Withdraw(document, parse.GetValue(principal)!, Named(parse.GetValue(roles)!)));
    }

    /// <summary><c>gitedge keys threshold</c>.</summary>
    public static Command Threshold()
    {
        var role = new Argument<string>("role") { Description = "root, hold, fresh or release:CHANNEL." };
        var threshold = new Argument<int>("k") { Description = "How many people have to sign." };
        var verify = new Option<bool?>("--verify-required") { Description = "Whether hardware tokens have to ask for a PIN or a finger, and not for a touch alone: true or false." };
        return KeysChangeCommands.Change(new Command("threshold", "Set how many people have to sign for a role.") { role, threshold, verify },
            """
            gitedge keys threshold release:prod 2
            gitedge keys threshold root 2 --verify-required      hardware tokens ask for a PIN or a finger
            """,
            parse => (document, _) => TrustEdit.SetThreshold(document, new RoleName(parse.GetValue(role)!), parse.GetValue(threshold), parse.GetValue(verify)));
    }

    private static Argument<string[]> Roles() => new("role") { Description = "root, hold, fresh or release:CHANNEL.", Arity = ArgumentArity.OneOrMore };

    private static List<RoleName> Named(string[] roles) => [.. roles.Select(role => new RoleName(role))];
}
