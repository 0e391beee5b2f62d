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
        var (after, before) = (NotBefore(), NotAfter());
        var roles = new Option<string[]>("--role") { Description = "What the person may do: root, hold, fresh or release:CHANNEL; may be given several times.", HelpName = "ROLE" };
        return Change(new Command("add", "Give a person, who may be new, a key and roles.") { principal, file, roles, after, before },
            """
            gitedge keys add ben ben.pub --role release:prod --role hold
            gitedge keys add dora dora.pub --role release:beta --not-after 2027-06-30      through that day (UTC)
            """,
            parse => (document, _) => PublicKeyFile.Read(parse.GetValue(file)!).Try(out var key, out var refusal)
                ? TrustEdit.Add(document, parse.GetValue(principal)!, new TrustKey(key, parse.GetValue(after), parse.GetValue(before)), [.. (parse.GetValue(roles) ?? []).Select(role => new RoleName(role))])
                : refusal);
    }

    /// <summary><c>gitedge keys rotate</c>.</summary>
    public static Command Rotate()
    {
        var (principal, file) = (Principal(), PublicKey());
        var old = new Option<string?>("--old") { Description = "Fingerprint of the key that goes, where the person has several.", HelpName = "FINGERPRINT" };
        return Change(new Command("rotate", "Put a person's new key in the place of the old one, for the time that one counted.") { principal, file, old },
            "gitedge keys rotate anna new.pub --key ~/.ssh/old --key ~/.ssh/new      both have to sign when anna has the role root",
            parse => (document, now) => PublicKeyFile.Read(parse.GetValue(file)!).Try(out var key, out var refusal)
                ? TrustEdit.Rotate(document, parse.GetValue(principal)!, key, parse.GetValue(old), now)
                : refusal);
    }

    /// <summary><c>gitedge keys revoke</c>.</summary>
    public static Command Revoke()
    {
        var key = Key();
        var reason = new Option<string>("--reason") { Description = "Why, for people.", HelpName = "TEXT", Required = true };
        return Change(new Command("revoke", "Make a key count no longer, whenever it signed. A person without another key loses their roles.") { key, reason },
            "gitedge keys revoke SHA256:yW3… --reason \"laptop stolen\"",
            parse => (document, _) => Fingerprint(parse.GetValue(key)!).Try(out var fingerprint, out var refusal)
                ? TrustEdit.Revoke(document, fingerprint, parse.GetValue(reason)!)
                : refusal);
    }

    /// <summary><c>gitedge keys window</c>.</summary>
    public static Command Window()
    {
        var key = Key();
        var (after, before) = (NotBefore(), NotAfter());
        var always = new Option<bool>("--always") { Description = "Take the window away." };
        var command = new Command("window", "Say when a key counts: what it signs at another time does not. An end that is not named stays as it is.") { key, after, before, always };
        command.Validators.Add(result =>
        {
            if (result.GetResult(always) is null == (result.GetResult(after) is null && result.GetResult(before) is null))
                result.AddError("say --not-before, --not-after or both; or --always alone");
        });
        return Change(command,
            """
            gitedge keys window SHA256:yW3… --not-after 2027-06-30                 a contractor's key, through that day (UTC)
            gitedge keys window carl.pub --not-before 2027-01-01T08:00:00Z
            gitedge keys window carl.pub --always
            """,
            parse => (document, _) => Fingerprint(parse.GetValue(key)!).Try(out var fingerprint, out var refusal)
                ? TrustEdit.SetWindow(document, fingerprint, known => parse.GetValue(always)
                    ? new TrustKey(known.Key)
                    : new TrustKey(known.Key, parse.GetValue(after) ?? known.ValidAfter, parse.GetValue(before) ?? known.ValidBefore))
                : refusal);
    }

    /// <summary><c>gitedge keys epoch</c>.</summary>
    public static Command Epoch()
    {
        var raise = new Option<long?>("--raise") { Description = "To this epoch. [default: the next one]", HelpName = "N", Arity = ArgumentArity.ZeroOrOne, Required = true };
        return Change(new Command("epoch", "Raise the lowest epoch of releases. Whatever was signed under a lower one counts no longer; what runs goes on.") { raise },
            """
            gitedge keys epoch --raise        then set 'epoch' in each rollout manifest, and release
            gitedge keys epoch --raise 7      never falls again; by at most 1000 at once
            """,
            parse => (document, _) => TrustEdit.RaiseEpoch(document, parse.GetValue(raise)));
    }

    /// <summary><c>gitedge keys renew</c>.</summary>
    public static Command Renew()
    {
        var expires = new Option<TimeSpan>("--expires") { Description = "How long the document counts from now on. [default: 365d]", HelpName = "TIME", CustomParser = OptionText.Duration, DefaultValueFactory = _ => TimeSpan.FromDays(365) };
        return Change(new Command("renew", "Give the trust document a later expiry, and change nothing else.") { expires },
            "gitedge keys renew --expires 180d",
            parse => (document, now) => document with { Expires = now + parse.GetValue(expires) });
    }

    /// <summary>The command with what all of them share.</summary>
    /// <param name="command">The command.</param>
    /// <param name="example">Its examples.</param>
    /// <param name="edit">From what was typed to the change.</param>
    public static Command Change(Command command, string example, Func<ParseResult, Func<TrustDocument, DateTimeOffset, Attempt<TrustDocument>>> edit)
    {
        var options = new MetaOptions();
        options.AddTo(command, (parse, session, cancellation) => new KeysAuthor(session).ChangeAsync(edit(parse), options.KeysOf(parse), cancellation));
        return ExampleHelp.AddTo(command, example, KeysCommand.ExitCodes);
    }

    /// <summary>The argument that names a person.</summary>
    public static Argument<string> Principal() => new("principal") { Description = "The person, as the trust document calls them." };

    private static Attempt<string> Fingerprint(string key)
    {
        if (key.StartsWith("SHA256:", StringComparison.Ordinal))
            return key;
        return PublicKeyFile.Read(key).Try(out var read, out var refusal) ? read.Fingerprint : refusal;
    }

    private static Argument<string> Key() => new("key") { Description = "Public key file, or fingerprint as 'ssh-keygen -l' prints it." };

    private static Option<DateTimeOffset?> NotBefore() => new("--not-before") { Description = "The first second the key counts; a date means its beginning (UTC).", HelpName = "TIME", CustomParser = result => OptionText.Time(result, endOfDay: false) };

    private static Option<DateTimeOffset?> NotAfter() => new("--not-after") { Description = "The last second the key counts; a date means its end (UTC).", HelpName = "TIME", CustomParser = result => OptionText.Time(result, endOfDay: true) };

    private static Argument<string> PublicKey() => new("pubfile") { Description = "The public key, as ssh-keygen wrote it." };
}
