using System.CommandLine;
using GitEdge.Packaging;

return await new RootCommand("Builds GitEdge's packages and what belongs into them.")
{
    BuildCommand.Create(),
    ManualCommand.Create(),
    SbomCommand.Create(),
}.Parse(args).InvokeAsync();
