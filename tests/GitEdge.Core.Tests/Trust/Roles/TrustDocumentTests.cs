using System.Text;
using System.Text.Json.Nodes;
using GitEdge.Core.Trust;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Core.Tests.Trust.Roles;

/// <summary>The form of the files of branch gitedge-meta, and what contradicts itself.</summary>
public sealed class TrustDocumentTests
{
    private static Checked<TrustDocument> Read(string json) =>
        TrustFiles.Read(TrustFiles.Trust, "trust/1.json", Encoding.UTF8.GetBytes(json), RejectionReason.TrustInvalid);

    private static string Detail(Action<JsonObject> change)
    {
        var json = (JsonObject)JsonNode.Parse(TrustWriter.Write(Fleet.First))!;
        change(json);
        var read = Read(json.ToJsonString());
        Assert.Equal(RejectionReason.TrustInvalid, TagText.Reason(read));
        return read.Rejection!.Detail;
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var document = Fleet.First with
        {
            Principals = Fleet.With(Fleet.First, ("ben", [Fleet.Key("ben") with { ValidAfter = Fleet.Start, ValidBefore = Fleet.Start.AddYears(1) }, Fleet.Key("ben2")])),
            Revoked = [new RevokedKey(Fleet.Key("gone").Key.Fingerprint, "lost"), new RevokedKey(Fleet.Key("gone2").Key.Fingerprint, null)],
        };
        document = document with { Hold = document.Hold with { UserVerification = true } };
        var bytes = TrustWriter.Write(document);

        var read = Read(Encoding.UTF8.GetString(bytes)).Value!;

        Assert.Equal(bytes, TrustWriter.Write(read));
        Assert.Equal((document.RepoId, 1L, document.Created, document.Expires, 1L), (read.RepoId, read.Version, read.Created, read.Expires, read.Epoch));
        Assert.Equal(document.Revoked, read.Revoked);
        Assert.Equal(["ada", "ben", "clock", "cyd"], read.Principals.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((2, "release of prod"), (read.ReleaseKeys("prod")!.Threshold, read.ReleaseKeys("prod")!.Role));
        Assert.Null(read.ReleaseKeys("nowhere"));
        Assert.Equal((true, false), (read.HoldKeys.UserVerificationRequired, read.RootKeys.UserVerificationRequired));
        Assert.NotNull(read.FreshKeys);
        Assert.Null((read with { Fresh = null }).FreshKeys);
    }

    [Fact]
    public void Fleet_without_a_beacon_is_read()
    {
        var bytes = TrustWriter.Write(Fleet.First with { Fresh = null });

        Assert.Null(Read(Encoding.UTF8.GetString(bytes)).Value!.Fresh);
    }

    [Fact]
    public void Every_fault_is_named_with_its_place()
    {
        var detail = Detail(json =>
        {
            json["version"] = 0;
            json["epoch"] = "1";
            json["colour"] = "red";
        });

        Assert.Contains("trust/1.json:1:", detail, StringComparison.Ordinal);
        Assert.Contains("version", detail, StringComparison.Ordinal);
        Assert.Contains("epoch", detail, StringComparison.Ordinal);
        Assert.Contains("no field 'colour'", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Threshold_above_the_principals_is_refused() =>
        Assert.Contains("above the 3 principals", Detail(json => json["roles"]!["root"]!["threshold"] = 4), StringComparison.Ordinal);

    [Fact]
    public void Threshold_above_the_keys_that_are_not_revoked_is_refused() =>
        Assert.Contains("the role 'release of prod' needs 2 principals, and 1 have a key", Detail(json =>
            json["revoked"] = new JsonArray(new JsonObject { ["key"] = Fleet.Key("ada").Key.Fingerprint })), StringComparison.Ordinal);

    [Fact]
    public void Key_of_two_persons_is_refused() =>
        Assert.Contains("of 'ben' is of 'ada' already", Detail(json =>
            json["principals"]!["ben"]![0]!["key"] = json["principals"]!["ada"]![0]!["key"]!.GetValue<string>()), StringComparison.Ordinal);

    [Fact]
    public void Key_twice_for_one_person_is_refused() =>
        Assert.Contains("twice", Detail(json => json["principals"]!["ben"]!.AsArray().Add(json["principals"]!["ben"]![0]!.DeepClone())), StringComparison.Ordinal);

    [Fact]
    public void Principal_that_nobody_knows_is_refused() =>
        Assert.Contains("names 'zoe'", Detail(json => json["roles"]!["hold"]!["principals"]!.AsArray().Add("zoe")), StringComparison.Ordinal);

    [Fact]
    public void Principal_twice_in_a_role_is_refused() =>
        Assert.Contains("'ada' twice", Detail(json => json["roles"]!["root"]!["principals"]!.AsArray().Add("ada")), StringComparison.Ordinal);

    [Fact]
    public void Window_that_never_opens_is_refused() =>
        Assert.Contains("never", Detail(json =>
        {
            json["principals"]!["ben"]![0]!["validAfter"] = "2025-06-02T00:00:00Z";
            json["principals"]!["ben"]![0]!["validBefore"] = "2025-06-02T00:00:00Z";
        }), StringComparison.Ordinal);

    [Fact]
    public void Document_that_expires_before_it_is_made_is_refused() =>
        Assert.Contains("expires before", Detail(json => json["expires"] = json["created"]!.GetValue<string>()), StringComparison.Ordinal);

    [Theory]
    [InlineData("ssh-ed25519 AAAA")]
    [InlineData("ssh-ed25519-cert-v01@openssh.com AAAAC3NzaC1lZDI1NTE5AAAAIA==")]
    [InlineData("nonsense")]
    public void Text_that_is_no_key_is_refused(string key) =>
        Assert.Contains("key", Detail(json => json["principals"]!["ben"]![0]!["key"] = key), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"kind\":\"Hold\"}")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1/**/}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("\ufeff{}")]
    [InlineData("{\"\\ud800\":1}")]
    public void What_is_no_document_is_refused(string json) => Assert.Equal(RejectionReason.TrustInvalid, TagText.Reason(Read(json)));

    [Fact]
    public void Key_that_stands_twice_is_refused()
    {
        var text = Encoding.UTF8.GetString(TrustWriter.Write(Fleet.First));

        var read = Read(text.Replace("\"version\": 1,", "\"version\": 1,\n  \"version\": 2,", StringComparison.Ordinal));

        Assert.Contains("trust/1.json:6:3: the file has the key 'version' twice", read.Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_and_long_files_are_refused_at_once()
    {
        Assert.Contains("not JSON", Read(new string('[', 20_000)).Rejection!.Detail, StringComparison.Ordinal);
        Assert.Contains("bytes", Read(new string(' ', 256 * 1024 + 1)).Rejection!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        var bytes = TrustWriter.Write(Fleet.First);
        bytes[Array.IndexOf(bytes, (byte)'a', 20)] = 0xff;

        Assert.Equal(RejectionReason.TrustInvalid, TagText.Reason(TrustFiles.Read(TrustFiles.Trust, "x", bytes, RejectionReason.TrustInvalid)));
    }
}
