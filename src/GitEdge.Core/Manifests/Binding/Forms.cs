using System.Globalization;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>The written forms that several kinds share.</summary>
internal static class Forms
{
    private const string File = "[A-Za-z0-9_][A-Za-z0-9._-]*";
    private const string Name63 = "[a-z0-9][a-z0-9._-]{0,62}";
    private const string UnitPattern =
        @"[A-Za-z0-9:_.@\\-]{1,200}\.(?:service|socket|target|timer|slice|scope|mount|path)";

    /// <summary>Names of models, containers, profiles and devices: they become folder and file names.</summary>
    public static readonly TextShape<string> Name = Text(
        "a name of at most 63 of a-z 0-9 . _ -, a letter or digit first",
        Name63
    );

    /// <summary>Names of channels: they become part of Git ref names, so no dots.</summary>
    public static readonly TextShape<string> Channel = Text(
        "a name of at most 63 of a-z 0-9 -, a letter or digit first",
        "[a-z0-9][a-z0-9-]{0,62}"
    );

    public static readonly TextShape<string> Line = Text(
        "one line of at most 200 characters",
        @"[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,200}"
    );

    public static readonly TextShape<Sha256Digest> Digest = new(
        "sha256: and 64 digits of 0-9 a-f, as sha256sum prints them",
        "sha256:[0-9a-f]{64}",
        Sha256Digest.TryParse
    );

    public static readonly TextShape<Guid> Uuid = new(
        "a UUID in lower case, as uuidgen prints it",
        "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        TryReadUuid
    );

    public static readonly TextShape<DateTimeOffset> Time = new(
        "a time in UTC such as 2026-03-01T08:00:00Z",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
        TryReadTime
    );

    /// <summary>Memory in bytes or with a unit.</summary>
    public static readonly TextShape<long> Memory = new(
        "a size such as 256MiB, 1G or plain bytes",
        ByteSize.Pattern,
        ByteSize.TryRead,
        ScalarKind.Text | ScalarKind.Integer
    );

    public static readonly TextShape<string> Unit = Text("a systemd unit such as analytics.service", UnitPattern);

    /// <summary>A value handed on as it is written, to sysctl or systemd.</summary>
    public static readonly TextShape<string> Setting = Text(
        "one line of at most 200 characters",
        @"[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,200}",
        ScalarKind.Text | ScalarKind.Integer | ScalarKind.Number | ScalarKind.Boolean
    );

    public static readonly TextShape<string> SysctlKey = Text("a sysctl key such as vm.swappiness", @"[a-z0-9_]+(?:[./][A-Za-z0-9_-]+)+");

    public static readonly TextShape<string> LabelKey = Text(
        "a label such as role or site.example.org/rack (gitedge.io/ is taken)",
        @"(?!gitedge\.io/)(?:[a-z0-9][a-z0-9.-]{0,126}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,62}"
    );

    /// <summary>As <see cref="LabelKey"/>, with the labels that every device has by itself.</summary>
    public static readonly TextShape<string> SelectorKey = Text(
        "a label such as role, gitedge.io/device, gitedge.io/hardware or gitedge.io/channel",
        @"gitedge\.io/(?:device|hardware|channel)|(?!gitedge\.io/)(?:[a-z0-9][a-z0-9.-]{0,126}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,62}"
    );

    public static readonly TextShape<string> LabelValue = Text(
        "a label value of at most 63 of A-Z a-z 0-9 . _ -",
        "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62})?"
    );

    /// <summary>A duration between two bounds, both allowed.</summary>
    public static TextShape<TimeSpan> DurationBetween(TimeSpan least, TimeSpan greatest, string example) =>
        new(
            $"a duration such as {example}, at least {Show(least)} and at most {Show(greatest)}",
            Duration.Pattern,
            (string text, out TimeSpan value) =>
                Duration.TryRead(text, out value) && value >= least && value <= greatest
        );

    /// <summary>Text taken as it is.</summary>
    public static TextShape<string> Text(string expected, string pattern, ScalarKind accepts = ScalarKind.Text) =>
        new(expected, pattern, AsItIs, accepts);

    /// <summary>A path below a folder of the repository.</summary>
    public static TextShape<string> PathBelow(string folder, string example, string suffix = "") =>
        Text($"a path such as {example}", $"{folder}(?:/{File})+{suffix}");

    private static bool AsItIs(string text, out string value)
    {
        value = text;
        return true;
    }

    private static string Show(TimeSpan time) =>
        time switch
        {
            { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays}d"),
            { TotalSeconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds}s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds}us"),
        };

    private static bool TryReadUuid(string text, out Guid value) =>
        Guid.TryParseExact(text, "D", out value) && value != Guid.Empty;

    private static bool TryReadTime(string text, out DateTimeOffset value) =>
        DateTimeOffset.TryParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out value
        );
}
