using System.Net;

namespace GitEdge.Inference.Serving;

/// <summary>What <c>serve</c> was asked to do, checked.</summary>
/// <param name="Root">Folder of <c>slots</c> and <c>active</c>, absolute.</param>
/// <param name="Listen">Where the public listener is.</param>
/// <param name="AdminSocket">Path of the admin listener's Unix socket, absolute.</param>
/// <param name="Threads">Threads that work on one request together.</param>
/// <param name="Limits">What clients may take of the server.</param>
/// <param name="Drain">How long an unload or a stop waits for requests before it ends them.</param>
internal sealed record ServeOptions(string Root, IPEndPoint Listen, string AdminSocket, int Threads, RequestLimits Limits, TimeSpan Drain);
