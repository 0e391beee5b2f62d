using System.CommandLine.Parsing;
using System.Globalization;
using GitEdge.Agent.Authoring.Meta;

namespace GitEdge.Agent.Cli.Keys;

/// <summary>The forms of options that have parts.</summary>
internal static class OptionText
{
    private const int MostDays = 3660;

    /// <summary><c>90d</c>, <c>24h</c>, <c>30m</c> or <c>60s</c>, at most ten years.</summary>
    public static TimeSpan Duration(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            TimeSpan? length = text[^1] switch
            {
                'd' when count <= MostDays => TimeSpan.FromDays(count),
                'h' when count <= MostDays * 24 => TimeSpan.FromHours(count),
                'm' => TimeSpan.FromMinutes(count),
                's' => TimeSpan.FromSeconds(count),
                _ => null,
            };
            if (length <= TimeSpan.FromDays(MostDays))
                return length.Value;
        }
        result.AddError($"'{text}' is no length of time such as 365d, 24h or 30m");
        return default;
    }

    /// <summary><c>2027-06-30</c> or <c>2027-06-30T18:00:00Z</c>.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="endOfDay">Whether a day means its last second, and not its first.</param>
    public static DateTimeOffset? Time(ArgumentResult result, bool endOfDay)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day))
            return endOfDay ? day.AddDays(1).AddSeconds(-1) : day;
        result.AddError($"'{text}' is no time such as 2027-06-30 or 2027-06-30T18:00:00Z");
        return null;
    }

    /// <summary><c>NAME=FILE</c>, as often as given.</summary>
    public static (string Name, string File)[] Pairs(ArgumentResult result)
    {
        var pairs = result.Tokens.Select(token => token.Value.Split('=', 2)).ToList();
        foreach (var wrong in pairs.Where(pair => pair.Length != 2 || pair[0].Length == 0 || pair[1].Length == 0))
            result.AddError($"'{string.Join('=', wrong)}' is not NAME=FILE");
        return [.. pairs.Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1]))];
    }

    /// <summary><c>K</c> or <c>K:name,name</c>.</summary>
    public static RoleRequest? Role(ArgumentResult result) => Role(result.Tokens.Count == 1 ? result.Tokens[0].Value : "", result.AddError);

    /// <summary><c>CHANNEL=K</c> or <c>CHANNEL=K:name,name</c>, as often as given.</summary>
    public static Dictionary<string, RoleRequest> Releases(ArgumentResult result)
    {
        var releases = new Dictionary<string, RoleRequest>(StringComparer.Ordinal);
        foreach (var parts in result.Tokens.Select(token => token.Value.Split('=', 2)))
        {
            if (parts.Length == 2 && Role(parts[1], result.AddError) is { } role)
                releases[parts[0]] = role;
            else if (parts.Length != 2)
                result.AddError($"'{parts[0]}' is not CHANNEL=K or CHANNEL=K:name,name");
        }
        return releases;
    }

    private static RoleRequest? Role(string text, Action<string> addError)
    {
        var parts = text.Split(':', 2);
        if (int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var threshold) && threshold > 0)
            return new RoleRequest(threshold, parts.Length == 1 ? null : parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        addError($"'{text}' is not K or K:name,name, with K the number of people who have to sign");
        return null;
    }
}
