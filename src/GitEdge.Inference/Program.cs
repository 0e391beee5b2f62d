namespace GitEdge.Inference; internal static class Program { private static int Main() { System.Console.WriteLine(Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString()); return 0; } }
