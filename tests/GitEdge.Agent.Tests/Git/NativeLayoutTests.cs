using GitEdge.Agent.Git;
using GitEdge.Agent.Git.Native;

namespace GitEdge.Agent.Tests.Git;

/// <summary>The library must be laid out as the structures here say: it fills them with its defaults, and we look.</summary>
public sealed unsafe class NativeLayoutTests
{
    public NativeLayoutTests() => LibGit2Runtime.Ensure();

    [Fact]
    public void Connect_options_have_their_versions_where_they_belong()
    {
        ConnectOptions options;

        Assert.Equal(LibGit2.Ok, LibGit2.ConnectOptionsInitialize(&options, ConnectOptions.CurrentVersion));

        Assert.Equal((1u, 1u, 1u, 0), (options.Version, options.Callbacks.Version, options.Proxy.Version, options.FollowRedirects));
        Assert.Equal((0, 0u), (options.Callbacks.Payload, (uint)options.Headers.Count));
    }

    [Fact]
    public void Fetch_options_have_their_defaults_where_they_belong()
    {
        FetchOptions options;

        Assert.Equal(LibGit2.Ok, LibGit2.FetchOptionsInitialize(&options, FetchOptions.CurrentVersion));

        Assert.Equal((1, 1u, 0, 1, 0, 1u), (options.Version, options.Callbacks.Version, options.Prune, options.UpdateFetchHead, options.DownloadTags, options.Proxy.Version));
    }

    [Fact]
    public void Process_wide_options_took_effect()
    {
        const int GetMappedLimit = 2;
        const int GetPackMaxObjects = 25;
        const int GetOwnerValidation = 35;
        nint mapped = 0, objects = 0, validation = 0;

        Assert.Equal(LibGit2.Ok, LibGit2.GetOption(GetMappedLimit, &mapped));
        Assert.Equal(LibGit2.Ok, LibGit2.GetOption(GetPackMaxObjects, &objects));
        Assert.Equal(LibGit2.Ok, LibGit2.GetOption(GetOwnerValidation, &validation));

        Assert.Equal((64 << 20, new GitLimits().PackObjects, 0), (mapped, objects, (int)validation));
    }
}
