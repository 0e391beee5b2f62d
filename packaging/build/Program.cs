using System.CommandLine;
using GitEdge.Packaging;

return await BuildCommand.Create().Parse(args).InvokeAsync();
