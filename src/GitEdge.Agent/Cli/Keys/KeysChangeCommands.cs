using System.CommandLine;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli.Output;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Cli.Keys;

/// <summary>The subcommands of <c>gitedge keys</c> that make the next version of the trust document.</summary>
internal static class KeysChangeCommands
{
    /// <summary><c>gitedge keys add</c>.</summary>
    public static Command Add()
    {
        var (principal, file) = (Principal(), PublicKey());
        var roles = new Option<string[]>("--role") { Description = "What the person may do: root, hold, fresh or release:CHANNEL; may be given several times.", HelpName = "ROLE" };
        return Change(new Command("add", "Give a person, who may be new, a key and roles.") { principal, file, roles },
            "gitedge keys add ben ben.pub --role release:prod --role hold",
            parse => (document, _) => PublicKeyFile.Read(parse.GetValue(file)!).Try(out var key, out var refusal)
                ? TrustEdit.Add(document, parse.GetValue(principal)!, key, [.. (parse.GetValue(roles) ?? []).Select(role => new RoleName(role))])
                : refusal);
    }

    /// <summary><c>gitedge keys rotate</c>.</summary>
    public static Command Rotate()
    {
        var (principal, file) = (Principal(), PublicKey());
        var old = new Option<string?>("--old") { Description = "Fingerprint of the key that goes, where the person has several.", HelpName = "FINGERPRINT" };
        return Change(new Command("rotate", "Put a person's new key in the place of the old one.") { principal, file, old },
            "gitedge keys rotate anna new.pub --key ~/.ssh/old --key ~/.ssh/new      both have to sign when anna has the role root",
            parse => (document, _) => PublicKeyFile.Read(parse.GetValue(file)!).Try(out var key, out var refusal)
                ? TrustEdit.Rotate(document, parse.GetValue(principal)!, key, parse.GetValue(old))
                : refusal);
    }

    /// <summary><c>gitedge keys revoke</c>.</summary>
    public static Command Revoke()
    {
        var key = new Argument<string>("key") { Description = "Public key file, or fingerprint as 'ssh-keygen -l' prints it." };
        var reason = new Option<string>("--reason") { Description = "Why, for people.", HelpName = "TEXT", Required = true };
        return Change(new Command("revoke", "Make a key count no longer, whenever it signed. A person without another key loses their roles.") { key, reason },
            "gitedge keys revoke SHA256:yW3… --reason \"laptop stolen\"",
            parse => (document, _) => Fingerprint(parse.GetValue(key)!).Try(out var fingerprint, out var refusal)
                ? TrustEdit.Revoke(document, fingerprint, parse.GetValue(reason)!)
                : refusal);
    }

    /// <summary><c>gitedge keys threshold</c>.</summary>
    public static Command Threshold()
    {
        var role = new Argument<string>("role") { Description = "root, hold, fresh or release:CHANNEL." };
        var threshold = new Argument<int>("k") { Description = "How many people have to sign." };
        var verify = new Option<bool?>("--verify-required") { Description = "Whether hardware tokens have to ask for a PIN or a finger, and not for a touch alone: true or false." };
        return Change(new Command("threshold", "Set how many people have to sign for a role.") { role, threshold, verify },
            """
            gitedge keys threshold release:prod 2
            gitedge keys threshold root 2 --verify-required      hardware tokens ask for a PIN or a finger
            """,
            parse => (document, _) => TrustEdit.SetThreshold(document, new RoleName(parse.GetValue(role)!), parse.GetValue(threshold), parse.GetValue(verify)));
    }

    /// <summary><c>gitedge keys renew</c>.</summary>
    public static Command Renew()
    {
        var expires = new Option<TimeSpan>("--expires") { Description = "How long the document counts from now on. [default: 365d]", HelpName = "TIME", CustomParser = OptionText.Duration, DefaultValueFactory = _ => TimeSpan.FromDays(365) };
        return Change(new Command("renew", "Give the trust document a later expiry, and change nothing else.") { expires },
            "gitedge keys renew --expires 180d",
            parse => (document, now) => document with { Expires = now + parse.GetValue(expires) });
    }

    private static Command Change(Command command, string example, Func<ParseResult, Func<TrustDocument, DateTimeOffset, Attempt<TrustDocument>>> edit)
    {
        var options = new MetaOptions();
        options.AddTo(command, (parse, session, cancellation) => new KeysAuthor(session).ChangeAsync(edit(parse), options.KeysOf(parse), cancellation));
        return ExampleHelp.AddTo(command, example, KeysCommand.ExitCodes);
    }

    private static Attempt<string> Fingerprint(string key)
    {
        if (key.StartsWith("SHA256:", StringComparison.Ordinal))
            return key;
        return PublicKeyFile.Read(key).Try(out var read, out var refusal) ? read.Fingerprint : refusal;
    }

    private static Argument<string> Principal() => new("principal") { Description = "The person, as the trust document calls them." };

    private static Argument<string> PublicKey() => new("pubfile") { Description = "The public key, as ssh-keygen wrote it." };
}
