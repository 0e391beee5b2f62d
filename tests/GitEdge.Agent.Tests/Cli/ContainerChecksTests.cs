using GitEdge.Agent.Cli.Doctor;
using GitEdge.Agent.Tests.Containers;
using GitEdge.Core.Primitives;

namespace GitEdge.Agent.Tests.Cli;

public sealed class ContainerChecksTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("5.4.2", nameof(DoctorLevel.Ok), "Podman 5.4.2 answers.")]
    [InlineData("5.3.0-dev", nameof(DoctorLevel.Ok), "5.3.0-dev")]
    [InlineData("10.0", nameof(DoctorLevel.Ok), "10.0")]
    [InlineData("5.2.5", nameof(DoctorLevel.Warning), "wait for the network")]
    [InlineData("4.9.3", nameof(DoctorLevel.Failure), ".image units")]
    [InlineData("4.3.1+ds1", nameof(DoctorLevel.Failure), "before 5.0")]
    [InlineData("new", nameof(DoctorLevel.Unknown), "'new'")]
    [InlineData("5.x", nameof(DoctorLevel.Unknown), "'5.x'")]
    public void Podman_that_is_too_old_for_what_is_written_for_it_is_told_with_the_cure(string version, string level, string words)
    {
        var finding = ContainerChecks.Judge(version, isNeeded: true);

        Assert.Equal(level, finding.Level.ToString());
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
        Assert.Equal(finding.Level == DoctorLevel.Ok, finding.Cure.Length == 0);
    }

    [Fact]
    public void Old_podman_on_a_device_without_containers_is_only_something_to_look_at() =>
        Assert.Equal(DoctorLevel.Warning, ContainerChecks.Judge("4.9.3", isNeeded: false).Level);

    [Fact]
    public void Podman_that_does_not_answer_is_a_failure_where_a_release_has_containers_and_nothing_elsewhere()
    {
        var device = new ContainerDevice(_folder.Path).Make();

        var without = ContainerChecks.Podman(_folder["podman.sock"], device.Root);
        device.Stage(Slot.A, 1, ("web", 1));
        var with = ContainerChecks.Podman(_folder["podman.sock"], device.Root);

        Assert.Equal((DoctorLevel.Ok, DoctorLevel.Failure), (without.Level, with.Level));
        Assert.Equal("systemctl enable --now podman.socket", with.Cure);
    }
}
