namespace GitEdge.Agent; internal static class Program { private static int Main() { return LibGit2Sharp.GlobalSettings.Version.ToString().Length > 0 ? 0 : 1; } }
