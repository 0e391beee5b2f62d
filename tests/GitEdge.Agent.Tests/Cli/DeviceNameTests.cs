using GitEdge.Agent.Cli.Enrolling;

namespace GitEdge.Agent.Tests.Cli;

public sealed class DeviceNameTests
{
    private const string Machine = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void Name_that_was_given_goes_before_the_hosts()
    {
        Assert.Equal(new DeviceName("cam-1", "as given"), Found("cam-1", "host-7"));
        Assert.Equal(new DeviceName("host-7", "this host's name"), Found(null, "host-7"));
    }

    [Fact]
    public void Host_whose_name_is_no_id_is_named_by_its_machine_id_which_is_not_shown()
    {
        var found = Found(null, "Kamera_1!");

        Assert.Matches("^device-[0-9a-f]{12}$", found!.Id);
        Assert.DoesNotContain(found.Id["device-".Length..], Machine, StringComparison.Ordinal);
        Assert.Contains("since the host's name 'Kamera_1!' is no device id", found.Source, StringComparison.Ordinal);
        Assert.Equal(found, Found(null, "Kamera_1!"));
        Assert.NotEqual(found.Id, Found(null, "Kamera_1!", Machine.Replace('0', 'f'))!.Id);
    }

    [Theory]
    [InlineData("uninitialized")]
    [InlineData("")]
    [InlineData(null)]
    public void Machine_without_an_id_has_to_be_named(string? machine) => Assert.Null(Found(null, "Kamera_1!", machine));

    private static DeviceName? Found(string? given, string host, string? machine = Machine)
    {
        using var folder = new TempDirectory();
        if (machine is not null)
            folder.Write("machine-id", machine + "\n");
        var attempt = DeviceName.Find(given, host, folder["machine-id"]);
        return attempt.Try(out var found, out var refusal) ? found with { Source = found.Source.Replace(folder.Path, "", StringComparison.Ordinal) } : refusal.Code == EnrollReason.DeviceIdMissing ? null : throw new InvalidOperationException(refusal.Code);
    }
}
