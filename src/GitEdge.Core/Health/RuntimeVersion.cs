using System.Globalization;

namespace GitEdge.Core.Health;

/// <summary>Versions of dotted numbers: missing parts are zero, a suffix such as <c>-dev</c> is ignored.</summary>
internal static class RuntimeVersion
{
    /// <summary>False also when one of them is no version: what cannot be told is not said to fit.</summary>
    public static bool IsAtLeast(string present, string least) =>
        TryParse(present, out var there) && TryParse(least, out var asked) && there.CompareTo(asked) >= 0;

    private static bool TryParse(string text, out (int Major, int Minor, int Patch) version)
    {
        version = default;
        var numbers = text.Split('-', '+')[0].Split('.');
        if (numbers.Length > 4)
            return false;
        var parts = new int[4];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i]))
                return false;
        }
        version = (parts[0], parts[1], parts[2]);
        return true;
    }
}
