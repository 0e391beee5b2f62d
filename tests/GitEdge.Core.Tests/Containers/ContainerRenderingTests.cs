using System.Text;
using GitEdge.Core.Containers;
using GitEdge.Core.Manifests;
using GitEdge.Core.Primitives;

namespace GitEdge.Core.Tests.Containers;

public sealed class ContainerRenderingTests
{
    private const string Image = "registry.example.org/a@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

    private static readonly ContainerSpec Spec = new() { Name = "web", Image = Image, Quadlet = "containers/x.container" };

    [Fact]
    public void User_s_file_stays_and_the_drop_in_says_what_it_needs()
    {
        var file = Encoding.UTF8.GetBytes($"# mine\r\n[Container]\nImage={Image}\n");

        var rendered = ContainerRendering.Render(Spec, file);

        Assert.Equal(file, rendered.File.ToArray());
        Assert.Equal(("web", Image, "web.service"), (rendered.Unit.Name, rendered.Unit.Image, rendered.Unit.Service));
        Assert.Equal($"""
            # Written by GitEdge beside every container; a change is undone.
            [Unit]
            After=gitedge-boot.service
            [Container]
            Label=io.gitedge.content={rendered.Unit.Content.Hex}
            Label=io.gitedge.container=web
            Pull=never
            [Install]
            WantedBy=multi-user.target
            [Quadlet]
            DefaultDependencies=false

            """, Text(rendered));
    }

    [Theory]
    [InlineData("HealthCmd=true", true, true)]
    [InlineData("HealthCmd=none", false, false)]
    [InlineData("HealthCmd=", false, false)]
    [InlineData("HealthCmd=true\nNotify=true", false, true)]
    [InlineData("HealthCmd=true\nHealthOnFailure=none", true, false)]
    [InlineData("User=1", false, false)]
    public void Health_that_the_file_asks_for_decides_and_what_it_says_itself_stays(string lines, bool notifies, bool kills)
    {
        var text = Text(ContainerRendering.Render(Spec, Encoding.UTF8.GetBytes($"[Container]\nImage={Image}\n{lines}\n")));

        Assert.Equal((notifies, kills), (text.Contains("Notify=healthy\n", StringComparison.Ordinal), text.Contains("HealthOnFailure=kill\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void Content_is_that_of_file_and_addition()
    {
        static Sha256Digest Of(ContainerSpec spec, string text) => ContainerRendering.Render(spec, Encoding.UTF8.GetBytes(text)).Unit.Content;

        Assert.Equal(Of(Spec, "[Container]\n"), Of(Spec, "[Container]\n"));
        Assert.NotEqual(Of(Spec, "[Container]\n"), Of(Spec, "[Container]\n\n"));
        Assert.NotEqual(Of(Spec, "[Container]\n"), Of(Spec with { Name = "api" }, "[Container]\n"));
    }

    [Fact]
    public void Pull_goes_by_the_digest_and_takes_the_credential_from_systemd()
    {
        var unit = new ContainerUnit("web", Image, Sha256Digest.Of("x"u8));

        var with = ContainerRendering.RenderPull(unit, "LoadCredential=registry:gitedge.registry");
        var without = ContainerRendering.RenderPull(unit, null);

        Assert.Contains($"[Image]\nImage={Image}\nAuthFile=%d/registry\n", with, StringComparison.Ordinal);
        Assert.Contains("\nLoadCredential=registry:gitedge.registry\n", with, StringComparison.Ordinal);
        Assert.DoesNotContain("AuthFile", without, StringComparison.Ordinal);
        Assert.DoesNotContain("LoadCredential", without, StringComparison.Ordinal);
    }

    private static string Text(RenderedContainer rendered) => Encoding.UTF8.GetString(rendered.DropIn.Span);
}
