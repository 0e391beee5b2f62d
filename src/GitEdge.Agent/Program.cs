using GitEdge.Agent.Cli;

return await RootCommandFactory.RunAsync(args);
