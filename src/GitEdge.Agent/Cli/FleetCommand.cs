using System.CommandLine;
using GitEdge.Agent.Authoring;
using GitEdge.Agent.Manifests;
using GitEdge.Core.Manifests;

namespace GitEdge.Agent.Cli;

/// <summary><c>gitedge fleet</c>: makes and checks a fleet repository.</summary>
internal static class FleetCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create() =>
        new("fleet", "Make and check a fleet repository.") { Init(), Validate(), Schemas() };

    private static Command Init()
    {
        var directory = Directory("Folder of the new fleet; made when it is not there.");
        var name = new Option<string>("--name")
        {
            Description = "The fleet's name.",
            DefaultValueFactory = _ => "fleet",
        };
        var device = new Option<string>("--device")
        {
            Description = "Id of the first device.",
            DefaultValueFactory = _ => "device-1",
        };
        var channel = new Option<string>("--channel")
        {
            Description = "The first channel.",
            DefaultValueFactory = _ => "stable",
        };
        var command = new Command(
            "init",
            "Make a fleet repository: fleet, device, profile, rollout and signers.\n\nExample: gitedge fleet init my-fleet --device camera-1"
        )
        {
            directory,
            name,
            device,
            channel,
        };
        foreach (var option in new[] { name, device, channel })
            option.Validators.Add(result =>
                RequireName(result.GetValueOrDefault<string>(), option.Name, result.AddError)
            );
        command.SetAction(
            (parse, cancellation) =>
                FleetActions.InitAsync(
                    parse.GetValue(directory)!,
                    new InitRequest
                    {
                        Name = parse.GetValue(name)!,
                        Device = parse.GetValue(device)!,
                        Channel = parse.GetValue(channel)!,
                    },
                    CommandOutput.Of(parse),
                    cancellation
                )
        );
        return command;
    }

    private static Command Validate()
    {
        var directory = Directory("Folder of the fleet repository.");
        var json = new Option<bool>("--json") { Description = "Print the problems as JSON." };
        var command = new Command(
            "validate",
            "Check every manifest and all of them together; needs no network and no device.\n\nExample: gitedge fleet validate --json"
        )
        {
            directory,
            json,
        };
        command.SetAction(parse =>
            (int)FleetActions.Validate(parse.GetValue(directory)!, parse.GetValue(json), CommandOutput.Of(parse))
        );
        return command;
    }

    private static Command Schemas()
    {
        var directory = Directory("Folder for the JSON Schemas.");
        var command = new Command("schemas", "Write the JSON Schemas of the manifests.") { directory };
        command.Hidden = true;
        command.SetAction(parse =>
        {
            var folder = System.IO.Directory.CreateDirectory(parse.GetValue(directory)!).FullName;
            foreach (var (name, text) in ManifestKinds.Schemas())
                File.WriteAllText(Path.Combine(folder, name), text);
        });
        return command;
    }

    private static Argument<string> Directory(string description)
    {
        var directory = new Argument<string>("directory") { Description = description, DefaultValueFactory = _ => "." };
        directory.Validators.Add(result =>
        {
            // The parser takes a mistyped option for the folder's name.
            if (result.Tokens is [{ Value: ['-', ..] and var option }, ..])
                result.AddError($"there is no option {option}; write a folder of that name as ./{option}");
        });
        return directory;
    }

    private static void RequireName(string? value, string option, Action<string> addError)
    {
        if (!ManifestNames.IsChannel(value))
            addError($"{option} '{value}' is no name: at most 63 of a-z 0-9 -, a letter or digit first");
    }
}
