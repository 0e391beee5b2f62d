using System.Text.Json;
using GitEdge.Agent.Authoring.Meta;
using GitEdge.Agent.Cli;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Authoring.Meta;

/// <summary>Trust documents made with the real git and ssh-keygen, and read as a device reads them.</summary>
public sealed class KeysTests
{
    [Fact]
    public void Init_without_options_makes_the_fleet_of_one_key_in_one_command()
    {
        using var fleet = new TrustFleet();
        var before = fleet.Folder.Git("rev-parse", "HEAD") + fleet.Folder.Git("write-tree");

        var output = fleet.Ok("keys", "init", "--out", fleet.Key("trust.json"));

        Assert.Contains("trust document 1 is complete", output, StringComparison.Ordinal);
        Assert.Contains("git push origin refs/heads/gitedge-meta", output, StringComparison.Ordinal);
        Assert.Equal(before, fleet.Folder.Git("rev-parse", "HEAD") + fleet.Folder.Git("write-tree"));
        Assert.Equal("", fleet.Folder.Git("status", "--porcelain"));
        Assert.Equal(fleet.Read("trust/1.json"), File.ReadAllText(fleet.Key("trust.json")));
        var document = fleet.Device().View.Root.Document;
        Assert.Equal(["manager@example.org"], document.Principals.Keys);
        Assert.Equal((1, 1, 1, 1), (document.Root.Threshold, document.Releases["stable"].Threshold, document.Hold.Threshold, document.Fresh!.Threshold));
        Assert.Equal(TimeSpan.FromDays(365), document.Expires - document.Created);
        fleet.Refused("trust-exists", "keys", "init");
    }

    [Fact]
    public void Signatures_are_those_that_ssh_keygen_verifies()
    {
        using var fleet = TrustFleet.OfThree();

        var signatures = fleet.Files.Where(path => path.StartsWith("trust/1.signatures/", StringComparison.Ordinal)).ToList();

        Assert.Equal(["anna", "ben"], signatures.Select(path => Path.GetFileName(path).Split('-')[0]));
        foreach (var (person, path) in new[] { "anna", "ben" }.Zip(signatures))
        {
            File.WriteAllText(fleet.Key("signature"), fleet.Read(path));
            File.WriteAllText(fleet.Key("signers"), $"{person} {File.ReadAllText(fleet.Key(person) + ".pub")}");
            Tool.Run("ssh-keygen", ["-Y", "verify", "-f", fleet.Key("signers"), "-I", person, "-n", "gitedge-trust", "-s", fleet.Key("signature")],
                input: System.Text.Encoding.UTF8.GetBytes(fleet.Read("trust/1.json")));
        }
    }

    [Fact]
    public void Version_waits_until_the_threshold_is_met_and_counts_people()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.MakeKey("anna2");
        fleet.Ok("keys", "add", "anna", fleet.Key("anna2") + ".pub", "--key", fleet.Key("anna"));
        Assert.Equal(1, fleet.DeviceVersion);

        var again = fleet.Ok("keys", "sign", "--key", fleet.Key("anna"));
        Assert.Contains("root of version 1: 1 of 2 (anna); 1 more of ben, carl", again, StringComparison.Ordinal);
        Assert.Equal(1, fleet.DeviceVersion);

        var complete = fleet.Ok("keys", "sign", "--key", fleet.Key("carl"), "--out", fleet.Key("copy.json"));

        Assert.Contains("trust document 2 is complete", complete, StringComparison.Ordinal);
        Assert.Equal(2, fleet.DeviceVersion);
        Assert.Equal(fleet.Read("trust/2.json"), File.ReadAllText(fleet.Key("copy.json")));
        fleet.Refused("nothing-pending", "keys", "sign", "--key", fleet.Key("ben"));
    }

    [Fact]
    public void First_document_of_several_people_counts_once_enough_have_signed()
    {
        using var fleet = new TrustFleet("anna", "ben", "carl");

        Assert.Contains("is not written: the document is not complete", fleet.Init("anna", "--out", fleet.Key("trust.json")).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(fleet.Key("trust.json")));
        Assert.Null(fleet.State().View);
        fleet.Refused("no-trust-document", "hold", "stable", "--reason", "no", "--key", fleet.Key("anna"));

        fleet.Ok("keys", "sign", "--key", fleet.Key("carl"), "--out", fleet.Key("trust.json"));

        Assert.Equal(1, fleet.State().View!.Root.Document.Version);
        Assert.True(File.Exists(fleet.Key("trust.json")));
    }

    [Fact]
    public void Change_of_a_version_that_waits_amends_it_and_says_that_signatures_are_dropped()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.Ok("keys", "threshold", "hold", "2", "--key", fleet.Key("anna"));

        var output = fleet.Ok("keys", "threshold", "release:stable", "3", "--key", fleet.Key("ben"));

        Assert.Contains("version 2 was waiting with 1 signatures; it is changed, and they are dropped", output, StringComparison.Ordinal);
        Assert.Single(fleet.Files, path => path.StartsWith("trust/2.signatures/ben-", StringComparison.Ordinal));
        Assert.DoesNotContain(fleet.Files, path => path.StartsWith("trust/2.signatures/anna-", StringComparison.Ordinal));
        fleet.Ok("keys", "sign", "--key", fleet.Key("anna"));
        var document = fleet.Device().View.Root.Document;
        Assert.Equal((2L, 2, 3), (document.Version, document.Hold.Threshold, document.Releases["stable"].Threshold));
    }

    [Fact]
    public async Task Version_that_somebody_else_put_there_is_said_before_what_it_changes_is_signed()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.MakeKey("mallory");
        var state = fleet.State();
        var key = PublicKeyFile.Read(fleet.Key("mallory") + ".pub").Try(out var read, out _) ? new TrustKey(read) : null;
        Assert.True(TrustEdit.Add(state.Trust! with { Version = 2 }, "mallory", key!, [new RoleName("root")]).Try(out var planted, out _));
        Assert.Null(await fleet.Session().Branch.WriteAsync(state.Snapshot, new Dictionary<string, byte[]?>(StringComparer.Ordinal) { ["trust/2.json"] = TrustWriter.Write(planted!) }, "planted", CancellationToken.None));

        var output = fleet.Ok("keys", "renew", "--expires", "100d", "--key", fleet.Key("anna"));

        Assert.Contains("version 2 was waiting with 0 signatures", output, StringComparison.Ordinal);
        Assert.Contains("what it was to change is in this as well", output, StringComparison.Ordinal);
        Assert.Contains("+ key of mallory: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_of_a_time_that_devices_would_not_believe_is_not_signed()
    {
        using var fleet = TrustFleet.OfThree();
        var state = fleet.State();
        var planted = state.Trust! with { Version = 2, Epoch = 2, Created = new DateTimeOffset(DateTimeOffset.UtcNow.Year + 1, 1, 3, 0, 0, 0, TimeSpan.Zero) };
        planted = planted with { Expires = planted.Created.AddDays(300) };
        Assert.Null(await fleet.Session().Branch.WriteAsync(state.Snapshot, new Dictionary<string, byte[]?>(StringComparer.Ordinal) { ["trust/2.json"] = TrustWriter.Write(planted) }, "planted", CancellationToken.None));

        Assert.Contains("trust/2.json says it was made at ", fleet.Refused("signed-in-future", "keys", "sign", "--key", fleet.Key("anna")).Errors, StringComparison.Ordinal);
        Assert.Contains($", made {DateTimeOffset.UtcNow.Year}-", fleet.Ok("keys", "renew", "--expires", "100d", "--key", fleet.Key("anna")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_can_be_rotated_step_by_step_and_a_device_that_slept_follows()
    {
        using var fleet = TrustFleet.OfThree();
        string[] people = ["anna", "ben", "carl"];
        foreach (var person in people)
        {
            fleet.MakeKey($"{person}-new");
            var other = people.First(name => name != person);
            var otherKey = File.Exists(fleet.Key($"{other}-new")) ? $"{other}-new" : other;
            fleet.Ok("keys", "rotate", person, fleet.Key($"{person}-new") + ".pub", "--key", fleet.Key(person), "--key", fleet.Key($"{person}-new"), "--key", fleet.Key(otherKey));
        }

        var document = fleet.Device().View.Root.Document;

        Assert.Equal(4, document.Version);
        Assert.Equal(people.Select(person => fleet.Fingerprint($"{person}-new")), people.Select(person => Assert.Single(document.Principals[person]).Key.Fingerprint));
        fleet.Refused("key-without-role", "keys", "renew", "--expires", "10d", "--key", fleet.Key("anna"));
    }

    [Fact]
    public void Single_key_is_rotated_with_both_keys_in_one_command()
    {
        using var fleet = new TrustFleet("new");
        fleet.Ok("keys", "init");

        var half = fleet.Ok("keys", "rotate", "manager@example.org", fleet.Key("new") + ".pub");
        Assert.Contains("root of version 2: 0 of 1 (nobody); 1 more of manager@example.org", half, StringComparison.Ordinal);
        Assert.Equal(1, fleet.DeviceVersion);
        fleet.Ok("keys", "sign", "--key", fleet.Key("new"));

        Assert.Equal(2, fleet.DeviceVersion);
        fleet.Refused("key-without-role", "keys", "renew", "--expires", "10d");
        Assert.Contains("complete", fleet.Ok("keys", "renew", "--expires", "30d", "--key", fleet.Key("new")), StringComparison.Ordinal);
    }

    [Fact]
    public void Revoked_key_and_its_owner_without_another_are_out()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.MakeKey("stranger");

        var output = fleet.Ok("keys", "revoke", fleet.Fingerprint("ben"), "--reason", "laptop stolen", "--key", fleet.Key("anna"), "--key", fleet.Key("carl"));

        Assert.Contains($"! revoked: {fleet.Fingerprint("ben")} (laptop stolen)", output, StringComparison.Ordinal);
        var document = fleet.Device().View.Root.Document;
        Assert.Equal(["anna", "carl"], document.Root.Principals);
        Assert.False(document.Principals.ContainsKey("ben"));
        fleet.Refused("key-without-role", "keys", "renew", "--expires", "10d", "--key", fleet.Key("ben"));
        fleet.Refused("change-invalid", "keys", "revoke", fleet.Key("carl") + ".pub", "--reason", "stolen", "--key", fleet.Key("anna"));
    }

    [Fact]
    public void List_says_what_counts_what_waits_and_for_whom()
    {
        using var fleet = TrustFleet.OfThree();
        fleet.Ok("keys", "threshold", "hold", "2", "--key", fleet.Key("anna"));

        var text = fleet.Folder.GitEdge("keys", "list", "-C", fleet.Path);
        var json = fleet.Folder.GitEdge("keys", "list", "--json", "-C", fleet.Path);

        Assert.Equal((0, ""), (text.ExitCode, text.Errors));
        Assert.Contains("trust document 1 of ", text.Output, StringComparison.Ordinal);
        Assert.Contains("trust document 2 waits for signatures", text.Output, StringComparison.Ordinal);
        Assert.Contains("~ hold: 1 of anna, ben, carl → 2 of anna, ben, carl", text.Output, StringComparison.Ordinal);
        Assert.Contains("root of version 1: 1 of 2 (anna); 1 more of ben, carl", text.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(1, document.RootElement.GetProperty("effective").GetProperty("version").GetInt64());
        var missing = document.RootElement.GetProperty("pending").GetProperty("signatures")[0].GetProperty("missing");
        Assert.Equal(["ben", "carl"], missing.EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public void List_shows_what_is_stopped_and_from_which_epoch_on_releases_count()
    {
        using var fleet = TrustFleet.OfThree();
        string[] both = ["--key", fleet.Key("anna"), "--key", fleet.Key("ben")];
        fleet.Ok(["keys", "threshold", "root", "2", "--verify-required", .. both]);
        fleet.Ok("hold", "stable", "--from", "3", "--epoch", "1", "--reason", "smoke", "--key", fleet.Key("carl"));
        fleet.Ok("recall", "stable", "2", "--epoch", "1", "--reason", "wrong answers", "--key", fleet.Key("carl"));

        var text = fleet.Folder.GitEdge("keys", "list", "-C", fleet.Path);
        using var json = JsonDocument.Parse(fleet.Folder.GitEdge("keys", "list", "--json", "-C", fleet.Path).Output);

        Assert.Contains("epoch 1", text.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("anna, ben, carl; tokens with PIN or finger", text.Output, StringComparison.Ordinal);
        Assert.Contains("hold document 2 is in force\n  hold of stable, from 1/3 (epoch/counter) on: smoke\n  recall of stable 1/2 (epoch/counter): wrong answers\n", text.Output, StringComparison.Ordinal);
        Assert.Equal((1L, "smoke", 2L), (json.RootElement.GetProperty("epoch").GetInt64(), json.RootElement.GetProperty("holds")[0].GetProperty("reason").GetString(),
            json.RootElement.GetProperty("recalls")[0].GetProperty("counter").GetInt64()));

        fleet.Ok(["resume", "stable", .. both]);
        fleet.Ok(["resume", "stable", "--recall", "2", .. both]);
        Assert.Contains("hold document 4 is in force; it stops nothing\n", fleet.Folder.GitEdge("keys", "list", "-C", fleet.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void List_of_a_fleet_without_documents_says_how_to_make_them()
    {
        using var fleet = new TrustFleet();

        var result = fleet.Folder.GitEdge("keys", "list", "-C", fleet.Path);

        Assert.Equal((int)ExitCode.Unavailable, result.ExitCode);
        Assert.StartsWith("error: no-trust-document: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_contradicts_itself_or_names_nobody_is_refused()
    {
        using var fleet = TrustFleet.OfThree();
        var key = new[] { "--key", fleet.Key("anna") };

        fleet.Refused("change-invalid", ["keys", "threshold", "root", "4", .. key]);
        fleet.Refused("change-invalid", ["keys", "add", "dora", fleet.Key("anna") + ".pub", .. key]);
        fleet.Refused("change-invalid", ["keys", "revoke", fleet.Key("carl") + ".pub", "--reason", "stolen", .. key]);
        fleet.Refused("unknown-role", ["keys", "threshold", "release:beta", "1", .. key]);
        fleet.Refused("unknown-role", ["keys", "add", "ben", fleet.Key("ben") + ".pub", "--role", "king", .. key]);
        fleet.Refused("unknown-principal", ["keys", "rotate", "dora", fleet.Key("ben") + ".pub", .. key]);
        fleet.Refused("key-unreadable", ["keys", "add", "ben", fleet.Key("ben"), .. key]);
        fleet.Refused("nothing-to-change", ["keys", "add", "ben", fleet.Key("ben") + ".pub", .. key]);
    }

    [Fact]
    public void Roles_epoch_and_windows_change_as_shown_and_devices_believe_them()
    {
        using var fleet = TrustFleet.OfThree();
        string[] both = ["--key", fleet.Key("anna"), "--key", fleet.Key("ben")];

        Assert.Contains("~ fresh: 1 of carl → 1 of anna, carl", fleet.Ok(["keys", "grant", "anna", "fresh", .. both]), StringComparison.Ordinal);
        Assert.Contains("~ hold: 1 of anna, ben, carl → 1 of anna, ben", fleet.Ok(["keys", "withdraw", "carl", "hold", "fresh", .. both]), StringComparison.Ordinal);
        Assert.Contains("~ epoch: 1 → 2: releases of a lower one are not taken any more", fleet.Ok(["keys", "epoch", "--raise", .. both]), StringComparison.Ordinal);
        Assert.Contains("~ epoch: 2 → 7", fleet.Ok(["keys", "epoch", "--raise", "7", .. both]), StringComparison.Ordinal);
        var end = DateTimeOffset.UtcNow.AddDays(40).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains($", until {end} 23:59:59Z", fleet.Ok(["keys", "window", fleet.Fingerprint("carl"), "--not-after", end, .. both]), StringComparison.Ordinal);

        var document = fleet.Device().View.Root.Document;
        Assert.Equal((6L, 7L), (document.Version, document.Epoch));
        Assert.Equal(["anna"], document.Fresh!.Principals);
        Assert.Equal(["anna", "ben"], document.Hold.Principals);
        Assert.Equal(["anna", "ben", "carl"], document.Root.Principals);
        Assert.Equal($"{end} 23:59:59Z", $"{document.Principals["carl"][0].ValidBefore:u}");
        Assert.Contains($"until {end}", fleet.Folder.GitEdge("keys", "list", "-C", fleet.Path).Output, StringComparison.Ordinal);
        Assert.Contains($"\"notAfter\": \"{end}T23:59:59", fleet.Folder.GitEdge("keys", "list", "--json", "-C", fleet.Path).Output, StringComparison.Ordinal);
        Assert.Contains("+ key of carl", fleet.Ok(["keys", "window", fleet.Key("carl") + ".pub", "--always", .. both]), StringComparison.Ordinal);
        Assert.Null(fleet.Device().View.Root.Document.Principals["carl"][0].ValidBefore);
    }

    [Fact]
    public void What_would_lock_the_fleet_out_is_refused_and_nothing_is_signed()
    {
        using var fleet = TrustFleet.OfThree();
        var key = new[] { "--key", fleet.Key("anna") };
        fleet.Refused("change-invalid", ["keys", "window", fleet.Fingerprint("ben"), "--not-before", "2030-01-01", "--not-after", "2029-01-01", .. key]);
        fleet.Ok("keys", "threshold", "root", "3", "--key", fleet.Key("anna"), "--key", fleet.Key("ben"), "--key", fleet.Key("carl"));

        fleet.Refused("change-invalid", ["keys", "withdraw", "ben", "root", .. key]);
        fleet.Refused("change-invalid", ["keys", "withdraw", "carl", "fresh", .. key]);
        fleet.Refused("locks-out", ["keys", "window", fleet.Fingerprint("ben"), "--not-after", "2026-01-01", .. key]);
        fleet.Refused("locks-out", ["keys", "window", fleet.Fingerprint("ben"), "--not-before", "2500-01-01", .. key]);
        fleet.Refused("change-invalid", ["keys", "epoch", "--raise", "100000", .. key]);
        fleet.Refused("unknown-principal", ["keys", "grant", "dora", "hold", .. key]);
    }

    [Theory]
    [InlineData("window KEY")]
    [InlineData("window KEY --always --not-after 2030-01-01")]
    [InlineData("window KEY --not-after tomorrow")]
    [InlineData("window KEY --not-after 2030-02-30")]
    [InlineData("epoch")]
    [InlineData("epoch --raise often")]
    [InlineData("grant anna")]
    [InlineData("withdraw anna")]
    public void Half_a_command_line_is_a_wrong_one(string line)
    {
        using var fleet = new TrustFleet();

        Assert.Equal((int)ExitCode.Usage, fleet.Folder.GitEdge(["keys", .. line.Split(' ')]).ExitCode);
    }
}
