using Microsoft.Extensions.Logging;

namespace GitEdge.Inference.Serving;

internal static partial class ServingLog
{
    [LoggerMessage(100, LogLevel.Information, "Serving on {Urls}, {Models} models")]
    public static partial void Serving(this ILogger logger, string urls, int models);
}
