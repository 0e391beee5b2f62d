using GitEdge.Agent.Helper;
using GitEdge.Core.Primitives;
using GitEdge.Core.Trust.Evidence;
using GitEdge.Core.Trust.Roles;

namespace GitEdge.Agent.Tests.Helper;

/// <summary>What the helper does for whoever calls it, and what it does not.</summary>
public sealed class HelperServiceTests : IDisposable
{
    private readonly HelperRig _rig = new();

    public void Dispose() => _rig.Dispose();

    private static string? Reason(HelperAnswer answer) => answer.Fault?.Reason;

    [Fact]
    public void Proven_release_is_staged_activated_and_committed_over_restarts_and_repeats()
    {
        var evidence = _rig.Release(1);

        _rig.Activate(evidence, 1, 1);
        _rig.Activate(evidence, 1, 1);
        Assert.Null(_rig.Commit(1).Fault);
        _rig.Restart();
        Assert.Null(_rig.Commit(1).Fault);

        Assert.Equal([1], _rig.Active);
        Assert.Equal((1L, null), (_rig.Service.Custody.Committed!.Number, _rig.Service.Custody.Candidate?.Number));
    }

    [Fact]
    public void Missing_artifacts_are_named_and_only_those_are_taken()
    {
        var answer = _rig.Accept(_rig.Release(1));

        Assert.Equal([Sha256Digest.Of([1])], answer.Missing);
        Assert.Equal(HelperReason.ArtifactUnasked, Reason(_rig.Adopt(2)));
        Assert.Equal(HelperReason.ArtifactUnasked, Reason(_rig.Adopt(1, 1)));
        Assert.Null(_rig.Adopt(1).Fault);
        Assert.Empty(_rig.Accept(_rig.Offered()).Missing);
        Assert.Null(_rig.Adopt(1).Fault);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_rig.Root, "blobs", "partial")));
    }

    [Fact]
    public void Pipe_instead_of_a_file_is_refused_without_being_read()
    {
        _rig.Accept(_rig.Release(1));
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.In);
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);

        Assert.Equal(HelperReason.ArtifactUnasked, Reason(_rig.Service.Adopt(handle, CancellationToken.None)));
    }

    [Fact]
    public void Nothing_is_staged_or_pointed_to_that_was_not_proven()
    {
        Assert.Equal(HelperReason.NothingOffered, Reason(_rig.Stage(1)));
        Assert.Equal(HelperReason.NothingOffered, Reason(_rig.Adopt(1)));
        Assert.Equal(HelperReason.GenerationUnknown, Reason(_rig.Point(1)));
        Assert.Equal(HelperReason.GenerationUnknown, Reason(_rig.Commit(1)));
        Assert.Equal(HelperReason.EvidenceInvalid, Reason(_rig.Service.Accept(new byte[100])));
        Assert.Null(_rig.Active);
    }

    [Fact]
    public void Candidate_gives_way_to_the_committed_one_and_after_its_commit_there_is_no_way_back()
    {
        var first = _rig.Release(1);
        _rig.Activate(first, 1, 1);
        _rig.Commit(1);
        _rig.Activate(_rig.Release(2), 2, 2);

        Assert.Null(_rig.Point(1).Fault);
        Assert.Equal([1], _rig.Active);
        Assert.Null(_rig.Point(2).Fault);
        Assert.Null(_rig.Commit(2).Fault);
        _rig.Restart();

        Assert.Equal(HelperReason.GenerationUnknown, Reason(_rig.Point(1)));
        Assert.Equal(HelperReason.GenerationUnknown, Reason(_rig.Detach()));
        Assert.Equal("counter-not-greater", Reason(_rig.Accept(first)));
        Assert.Equal([2], _rig.Active);
    }

    [Fact]
    public void What_was_committed_may_be_stopped_once_it_is_recalled_and_the_next_goes_beside_it()
    {
        _rig.Activate(_rig.Release(1), 1, 1);
        _rig.Commit(1);
        Assert.Equal(HelperReason.GenerationUnknown, Reason(_rig.Detach()));
        _rig.Agent.Meta.Recall(1, 1);
        _rig.Agent.Meta.Push();
        var second = _rig.Release(2);
        _rig.Accept(second);
        _rig.Restart();

        Assert.Null(_rig.Detach().Fault);
        Assert.Null(_rig.Active);

        _rig.Activate(second, 2, 2);
        Assert.Equal((Slot.B, Slot.A), (_rig.Service.Custody.Candidate!.Slot, _rig.Service.Custody.Committed!.Slot));
        Assert.Equal([2], _rig.Active);
    }

    [Fact]
    public void Recall_is_learnt_of_without_a_release()
    {
        _rig.Activate(_rig.Release(1), 1, 1);
        _rig.Commit(1);
        _rig.Agent.Meta.Recall(1, 1);
        _rig.Agent.Meta.Push();
        Assert.Null(_rig.Agent.Poll().Release);

        Assert.NotNull(Reason(_rig.Accept(_rig.Agent.Agent.Evidence.CollectTrust())));
        _rig.Restart();

        Assert.Null(_rig.Detach().Fault);
        Assert.Null(_rig.Active);
        Assert.Equal(1, _rig.Service.Custody.Committed!.Number);
    }

    [Fact]
    public void Helper_that_slept_through_a_lift_learns_of_the_hold_after_it()
    {
        using var rig = new HelperRig(releaseThreshold: 2);
        rig.Agent.Meta.Hold(1, [new HoldEntry("stable", 1, 5, "wait")], [], "ada");
        rig.Agent.Meta.Push();
        rig.Agent.Fleet.Release([1]);
        rig.Agent.Meta.Cosign(1, "bob");
        Assert.Null(rig.Accept(rig.Offered()).Fault);
        rig.Agent.Meta.Hold(2, [], [], "ada", "bob");
        rig.Agent.Meta.KeepLift();
        rig.Agent.Meta.Hold(3, [new HoldEntry("stable", 1, 1, "another")], [], "ada");
        rig.Agent.Meta.Push();

        Assert.Equal("held", Reason(rig.Accept(rig.Offered())));
    }

    [Fact]
    public void Older_release_stays_refused_when_the_agent_has_lost_everything()
    {
        var first = _rig.Release(1);
        _rig.Activate(_rig.Release(2), 2, 1);
        _rig.Agent.Restart();
        Directory.Delete(_rig.Agent.Manifest.Root, recursive: true);
        _rig.Restart();

        Assert.Equal("counter-not-greater", Reason(_rig.Accept(first)));
        Assert.Equal([2], _rig.Active);
    }

    [Fact]
    public void Release_that_was_accepted_may_be_begun_again_and_one_that_is_held_may_not()
    {
        var evidence = _rig.Release(1);
        Assert.Null(_rig.Accept(evidence).Fault);
        _rig.Agent.Meta.Hold(1, [new HoldEntry("stable", 1, 1, "wait")], [], "ada");
        _rig.Agent.Meta.Push();
        var held = _rig.Offered();

        Assert.Equal("held", Reason(_rig.Accept(held)));
        Assert.Equal("held", Reason(_rig.Accept(evidence)));
    }

    [Fact]
    public void Recalled_release_gives_way_to_one_that_was_good_here()
    {
        foreach (byte number in new byte[] { 1, 2 })
        {
            _rig.Activate(_rig.Release(number), number, number);
            _rig.Commit(number);
            _rig.Agent.Commit(_rig.Agent.Poll());
        }
        _rig.Agent.Poll();
        _rig.Agent.Meta.Recall(1, 2);
        _rig.Agent.Meta.Push();
        var back = _rig.Offered();

        _rig.Activate(back, 1, 3);
        Assert.Null(_rig.Commit(3).Fault);

        Assert.Equal([1], _rig.Active);
        Assert.Equal(2, _rig.Helper.Memory.Accepted!.Counter);
    }

    [Fact]
    public void Trust_is_learned_from_evidence_and_a_key_that_lost_its_role_counts_no_more()
    {
        var before = _rig.Release(1);
        _rig.Agent.Meta.Renew(document => document with
        {
            Releases = new Dictionary<string, TrustRole>(StringComparer.Ordinal) { ["stable"] = new(1, ["ada", "bob"]) },
        });
        _rig.Agent.Meta.Push();
        var withRotation = before with { Meta = Walk() };

        Assert.Equal("signer-role", Reason(_rig.Accept(withRotation)));
        _rig.Restart();
        Assert.Equal("signer-role", Reason(_rig.Accept(before)));
    }

    [Fact]
    public void Signatures_that_are_kept_back_are_missed()
    {
        using var rig = new HelperRig(releaseThreshold: 2);
        rig.Agent.Fleet.Release([1]);
        rig.Agent.Meta.Cosign(1, "ada");
        var evidence = rig.Offered();

        Assert.Equal("threshold-not-met", Reason(rig.Accept(evidence with { Cosignatures = [] })));
        Assert.Null(rig.Accept(evidence).Fault);
    }

    [Fact]
    public void Any_byte_of_tag_lock_or_manifest_that_is_changed_is_refused()
    {
        var evidence = _rig.Release(1);
        foreach (var path in evidence.Files.Keys)
        {
            var bytes = evidence.Files[path].ToArray();
            bytes[bytes.Length / 2] ^= 1;
            var changed = new Dictionary<string, ReadOnlyMemory<byte>>(evidence.Files, StringComparer.Ordinal) { [path] = bytes };
            Assert.NotNull(_rig.Accept(evidence with { Files = changed }).Fault);
        }
        for (var at = 0; at < evidence.Tag.TagBytes.Length; at += 7)
        {
            var tag = evidence.Tag.TagBytes.ToArray();
            tag[at] ^= 1;
            Assert.NotNull(_rig.Accept(evidence with { Tag = evidence.Tag with { TagBytes = tag } }).Fault);
        }
        Assert.Null(_rig.Service.Custody.Offered);
    }

    [Fact]
    public void Candidate_that_is_not_found_good_in_its_boots_is_left_before_anything_serves()
    {
        _rig.Activate(_rig.Release(1), 1, 1);
        _rig.Commit(1);
        _rig.Activate(_rig.Release(2), 2, 2);

        for (var boot = 0; boot < Core.Deployments.Custody.MaxBoots; boot++)
        {
            _rig.Restart();
            Assert.Null(_rig.Boot().Fault);
            Assert.Equal([2], _rig.Active);
        }
        _rig.Restart();
        Assert.Null(_rig.Boot().Fault);

        Assert.Equal([1], _rig.Active);
        Assert.Null(_rig.Service.Custody.Candidate);
    }

    [Fact]
    public void Boots_without_a_candidate_write_nothing()
    {
        _rig.Activate(_rig.Release(1), 1, 1);
        _rig.Commit(1);
        var before = Tool.Run("find", [_rig.Root, "-printf", "%p %s %T@\n"]);

        for (var boot = 0; boot < 20; boot++)
        {
            _rig.Restart();
            Assert.Null(_rig.Boot().Fault);
        }

        Assert.Equal(before, Tool.Run("find", [_rig.Root, "-printf", "%p %s %T@\n"]));
        Assert.Equal([1], _rig.Active);
    }

    [Fact]
    public void Lost_custody_takes_what_is_active_for_committed()
    {
        _rig.Activate(_rig.Release(1), 1, 5);
        _rig.Commit(5);
        foreach (var file in Directory.GetFiles(Path.Combine(_rig.Root, "state"), "custody*"))
            File.Delete(file);
        _rig.Restart();

        Assert.Equal(5, _rig.Service.Custody.Committed!.Number);
        Assert.Null(_rig.Point(5).Fault);
        _rig.Activate(_rig.Release(2), 2, 6);
        Assert.Equal([2], _rig.Active);
    }

    [Fact]
    public void Lost_memory_of_what_was_accepted_takes_nothing_new_and_what_runs_stays()
    {
        _rig.Activate(_rig.Release(1), 1, 1);
        _rig.Commit(1);
        foreach (var file in Directory.GetFiles(Path.Combine(_rig.Root, "state"), "*.?"))
            File.WriteAllBytes(file, []);
        _rig.Restart();

        Assert.Equal("acceptance-lost", Reason(_rig.Accept(_rig.Release(2))));
        Assert.Null(_rig.Point(1).Fault);
        Assert.Equal([1], _rig.Active);
    }

    [Fact]
    public void Hold_that_is_learned_after_a_release_was_proven_keeps_it_from_being_staged()
    {
        Assert.Null(_rig.Accept(_rig.Release(1)).Fault);
        Assert.Null(_rig.Adopt(1).Fault);
        _rig.Agent.Meta.Hold(1, [new HoldEntry("stable", 1, 1, "wait")], [], "ada");
        _rig.Agent.Meta.Push();
        _rig.Agent.Poll();
        _rig.Accept(_rig.Agent.Agent.Evidence.CollectTrust());

        Assert.Equal("held", Reason(_rig.Stage(1)));
        Assert.Equal("held", Reason(_rig.Adopt(1)));
    }

    [Fact]
    public void Number_that_would_be_the_last_is_not_taken()
    {
        _rig.Accept(_rig.Release(1));
        _rig.Adopt(1);

        Assert.Equal(HelperReason.GenerationUnknown, Reason(_rig.Stage(long.MaxValue)));
        Assert.Null(_rig.Stage(Core.Deployments.Custody.MaxStep).Fault);
    }

    [Fact]
    public void Blob_that_rotted_is_thrown_away_and_asked_for_again()
    {
        var evidence = _rig.Release(1);
        _rig.Accept(evidence);
        _rig.Adopt(1);
        var blob = Path.Combine(_rig.Root, "blobs", "sha256", Sha256Digest.Of([1]).Hex);
        File.Delete(blob);
        File.WriteAllBytes(blob, [9]);

        Assert.Equal("blob-damaged", Reason(_rig.Stage(1)));
        Assert.Equal([Sha256Digest.Of([1])], _rig.Accept(evidence).Missing);
        Assert.Null(_rig.Adopt(1).Fault);
        Assert.Null(_rig.Stage(1).Fault);
    }

    [Fact]
    public void Active_slot_without_a_readable_record_is_neither_staged_over_nor_committed()
    {
        _rig.Activate(_rig.Release(1), 1, 1);
        File.Delete(Path.Combine(_rig.Root, "slots", "a", "generation.json"));
        _rig.Accept(_rig.Release(2));
        _rig.Adopt(2);

        Assert.Equal(HelperReason.GenerationUnknown, Reason(_rig.Stage(2)));
        Assert.Equal(HelperReason.GenerationUnknown, Reason(_rig.Commit(1)));
    }

    [Fact]
    public void Link_that_is_destroyed_leads_to_the_committed_generation_again_at_the_next_boot()
    {
        _rig.Activate(_rig.Release(1), 1, 1);
        _rig.Commit(1);
        File.Delete(Path.Combine(_rig.Root, "active"));
        File.CreateSymbolicLink(Path.Combine(_rig.Root, "active"), "nowhere");

        Assert.Null(_rig.Boot().Fault);

        Assert.Equal([1], _rig.Active);
    }

    [Fact]
    public void What_is_kept_is_for_its_owner_alone_and_holds_no_more_than_was_proven()
    {
        var evidence = _rig.Release(1);
        var padded = new Dictionary<string, ReadOnlyMemory<byte>>(evidence.Files, StringComparer.Ordinal) { ["README.md"] = new byte[1 << 20] };
        Assert.Null(_rig.Accept(evidence with { Files = padded }).Fault);

        var modes = Tool.Run("stat", ["-c", "%a", Path.Combine(_rig.Root, "state"), Path.Combine(_rig.Root, "releases")]);
        var kept = Assert.Single(Directory.GetFiles(Path.Combine(_rig.Root, "releases")));
        Assert.Equal("700\n700\n", modes);
        Assert.True(new FileInfo(kept).Length < 1 << 20);
    }

    private IReadOnlyList<SignedFile> Walk()
    {
        var files = _rig.Agent.Meta.Copy().ToDictionary(file => file.Key, file => (ReadOnlyMemory<byte>)file.Value.Content, StringComparer.Ordinal);
        return [.. new[] { 1, 2 }.Select(version => TrustFiles.Find(files, TrustFiles.TrustPath(version))!)];
    }
}
