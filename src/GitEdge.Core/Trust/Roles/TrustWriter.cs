using System.Globalization;
using System.Text.Json;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Trust.Roles;

/// <summary>Writes the files of branch <c>gitedge-meta</c>: indented, fields in one order, a line feed at the end.</summary>
public static class TrustWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>trust/&lt;N&gt;.json.</summary>
    public static byte[] Write(TrustDocument document) => Write("Trust", document.RepoId, json =>
    {
        json.WriteNumber("version", document.Version);
        WriteTime(json, "created", document.Created);
        WriteTime(json, "expires", document.Expires);
        json.WriteNumber("epoch", document.Epoch);
        json.WriteStartObject("principals");
        foreach (var (name, keys) in document.Principals.OrderBy(one => one.Key, StringComparer.Ordinal))
            WriteKeys(json, name, keys);
        json.WriteEndObject();
        json.WriteStartObject("roles");
        WriteRole(json, "root", document.Root);
        json.WriteStartObject("release");
        foreach (var (channel, role) in document.Releases.OrderBy(one => one.Key, StringComparer.Ordinal))
            WriteRole(json, channel, role);
        json.WriteEndObject();
        WriteRole(json, "hold", document.Hold);
        if (document.Fresh is { } fresh)
            WriteRole(json, "fresh", fresh);
        json.WriteEndObject();
        WriteList(json, "revoked", document.Revoked, revoked =>
        {
            json.WriteString("key", revoked.Fingerprint);
            if (revoked.Reason is not null)
                json.WriteString("reason", revoked.Reason);
        });
    });

    /// <summary>hold.json.</summary>
    public static byte[] Write(HoldDocument document) => Write("Hold", document.RepoId, json =>
    {
        json.WriteNumber("version", document.Version);
        WriteTime(json, "created", document.Created);
        WriteList(json, "holds", document.Holds, hold =>
        {
            json.WriteString("channel", hold.Channel);
            json.WriteNumber("epoch", hold.Epoch);
            json.WriteNumber("from", hold.From);
            json.WriteString("reason", hold.Reason);
        });
        WriteList(json, "recalls", document.Recalls, recall =>
        {
            json.WriteString("channel", recall.Channel);
            json.WriteNumber("epoch", recall.Epoch);
            json.WriteNumber("counter", recall.Counter);
            json.WriteString("reason", recall.Reason);
        });
    });

    /// <summary>fresh.json.</summary>
    public static byte[] Write(FreshDocument document) => Write("Fresh", document.RepoId, json =>
    {
        WriteTime(json, "created", document.Created);
        json.WriteString("lifetime", Show(document.Lifetime));
        json.WriteNumber("trust", document.Trust);
        json.WriteNumber("hold", document.Hold);
        json.WriteStartObject("heads");
        foreach (var (channel, head) in document.Heads.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(channel);
            json.WriteNumber("epoch", head.Epoch);
            json.WriteNumber("counter", head.Counter);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });

    /// <summary>In seconds, and beyond the six digits that a number of them may have in days as well.</summary>
    private static string Show(TimeSpan lifetime)
    {
        const long MostSeconds = 999_999;
        var seconds = (long)lifetime.TotalSeconds;
        return seconds <= MostSeconds
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds}s")
            : string.Create(CultureInfo.InvariantCulture, $"{lifetime.Days}d{seconds % 86_400}s");
    }

    private static byte[] Write(string kind, Guid repoId, Action<Utf8JsonWriter> fields)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", ManifestKinds.ApiVersion);
            json.WriteString("kind", kind);
            json.WriteString("repoId", repoId.ToString("D"));
            fields(json);
            json.WriteEndObject();
        }
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static void WriteKeys(Utf8JsonWriter json, string name, IReadOnlyList<TrustKey> keys)
    {
        json.WriteStartArray(name);
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("key", $"{key.Key.Type} {Convert.ToBase64String(key.Key.Blob)}");
            if (key.ValidAfter is { } after)
                WriteTime(json, "validAfter", after);
            if (key.ValidBefore is { } before)
                WriteTime(json, "validBefore", before);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteRole(Utf8JsonWriter json, string name, TrustRole role)
    {
        json.WriteStartObject(name);
        json.WriteNumber("threshold", role.Threshold);
        json.WriteStartArray("principals");
        foreach (var principal in role.Principals)
            json.WriteStringValue(principal);
        json.WriteEndArray();
        if (role.UserVerification)
            json.WriteBoolean("userVerification", value: true);
        json.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> fields)
    {
        if (items.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            fields(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset time) =>
        json.WriteString(name, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
