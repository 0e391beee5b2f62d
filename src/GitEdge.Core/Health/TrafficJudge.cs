using System.Globalization;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Health;

/// <summary>
/// Holds what the models did since they were loaded against the limits; a version is loaded for one generation only, so that
/// all it ever did is this generation's. A share is judged from
/// <see cref="MinimumRequests"/> requests and <see cref="MinimumOffences"/> offences on, or when every one of at least
/// <see cref="MinimumOffences"/> requests offends: one unlucky request on a quiet device is no share. A limit of zero
/// needs no sample: the first offence breaks it.
/// </summary>
public static class TrafficJudge
{
    /// <summary>Requests below which a share or a percentile means nothing.</summary>
    public const int MinimumRequests = 20;

    /// <summary>Offences below which a share means nothing.</summary>
    public const int MinimumOffences = 3;

    /// <summary>The first fault, models in their order; null when there is none.</summary>
    internal static HealthFault? Fault(TrafficLimits limits, ProbationSample now) =>
        now.Models.Select(model => Fault(model, limits)).FirstOrDefault(fault => fault is not null);

    private static HealthFault? Fault(ModelTraffic model, TrafficLimits limits)
    {
        if (IsTooMany(model.BadOutputs, model.Requests, limits.BadOutputs))
            return Share(HealthReason.BadOutputs, model, model.BadOutputs, "answers had NaN or infinite values", limits.BadOutputs);
        if (IsTooMany(model.Failures, model.Requests, limits.ErrorRate))
            return Share(HealthReason.ErrorRate, model, model.Failures, "requests failed", limits.ErrorRate);
        if (limits.ConstantOutputs > 0 && model.LongestConstantRun > limits.ConstantOutputs)
        {
            return new HealthFault(HealthReason.ConstantOutput,
                $"{model.Name}: the same answer {model.LongestConstantRun} times in a row, {limits.ConstantOutputs} is allowed");
        }
        return model.Requests >= MinimumRequests && model.P95 > limits.P95
            ? new HealthFault(HealthReason.TooSlow, string.Create(CultureInfo.InvariantCulture,
                $"{model.Name}: p95 is {model.P95.Value.TotalMilliseconds:0.###} ms, {limits.P95.Value.TotalMilliseconds:0.###} ms is allowed"))
            : null;
    }

    private static bool IsTooMany(long offences, long requests, double limit) =>
        offences > limit * requests
        && (limit <= 0 || (offences >= MinimumOffences && (requests >= MinimumRequests || offences == requests)));

    private static HealthFault Share(string reason, ModelTraffic model, long offences, string what, double limit) =>
        new(reason, string.Create(CultureInfo.InvariantCulture,
            $"{model.Name}: {offences} of {model.Requests} {what}, {limit * 100:0.##} % is allowed"));
}
