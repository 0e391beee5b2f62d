using System.Text;
using GitEdge.Core.Manifests;
using GitEdge.Core.Manifests.Binding;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Containers;

/// <summary>From a user's Quadlet file to what lies in a slot, and to the unit that pulls its image.</summary>
public static class ContainerRendering
{
    /// <summary>The label by which a running container says whose it is.</summary>
    public const string NameLabel = "io.gitedge.container";

    /// <summary>The label by which it says what it is.</summary>
    public const string ContentLabel = "io.gitedge.content";

    /// <summary>The user's file as it is, with a drop-in beside it.</summary>
    public static RenderedContainer Render(ContainerSpec container, ReadOnlyMemory<byte> file)
    {
        var added = DropIn(container, QuadletReader.Read(container.Quadlet, file.Span, new ProblemList()));
        var content = Sha256Digest.Of([.. Sha256Digest.Of(file.Span).ToString().Select(c => (byte)c), .. Encoding.UTF8.GetBytes(added)]);
        var dropIn = added.Replace("[Container]\n", $"[Container]\nLabel={ContentLabel}={content.Hex}\n", StringComparison.Ordinal);
        return new RenderedContainer(new ContainerUnit(container.Name, container.Image, content), file, Encoding.UTF8.GetBytes(dropIn));
    }

    /// <summary>The Quadlet unit that pulls an image: it runs once, and is gone with the next start of the device.</summary>
    /// <param name="container">The container.</param>
    /// <param name="credential">How systemd is to hand over the registry's credential (<c>LoadCredential=…</c>); null without one.</param>
    public static string RenderPull(ContainerUnit container, string? credential) => $"""
        # Written by GitEdge, and removed when the image is there.
        [Unit]
        Description=Image of {container.Name} for GitEdge
        [Image]
        Image={container.Image}
        {(credential is null ? "" : "AuthFile=%d/registry")}
        [Service]
        TimeoutStartSec=12min
        {credential}
        [Quadlet]
        DefaultDependencies=false

        """;

    /// <summary>
    /// The image is here already, so that neither a start nor a way back needs the network; nothing is started before the boot
    /// check has said what runs; health that the file asks for decides.
    /// </summary>
    private static string DropIn(ContainerSpec container, IReadOnlyList<QuadletSetting> settings)
    {
        var isWatched = settings.LastOrDefault(setting => setting is { Section: "Container", Key: "HealthCmd" }) is { Value: not ("" or "none") };
        string[] lines =
        [
            "# Written by GitEdge beside every container; a change is undone.",
            "[Unit]",
            "After=gitedge-boot.service",
            "[Container]",
            $"Label={NameLabel}={container.Name}",
            "Pull=never",
            .. isWatched && !Has("Notify") ? ["Notify=healthy"] : Array.Empty<string>(),
            .. isWatched && !Has("HealthOnFailure") ? ["HealthOnFailure=kill"] : Array.Empty<string>(),
            "[Install]",
            "WantedBy=multi-user.target",
            "[Quadlet]",
            "DefaultDependencies=false",
        ];
        return string.Join('\n', lines) + "\n";

        bool Has(string key) => settings.Any(setting => setting.Section == "Container" && setting.Key == key);
    }
}
