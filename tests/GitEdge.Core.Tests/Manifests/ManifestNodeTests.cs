using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tests.Manifests;

public sealed class ManifestNodeTests
{
    private static readonly ManifestNode Root = JsonTree.Parse("""{ "a": [ 1, { "b": 2 } ], "a": 3 }""");

    [Fact]
    public void Path_leads_through_keys_and_positions()
    {
        Assert.Equal("2", Assert.IsType<ManifestScalar>(Root.Find("a", 1, "b")).Text);
        Assert.Equal("1", Assert.IsType<ManifestScalar>(Root.Find("a", 0)).Text);
        Assert.Same(Root, Root.Find());
    }

    [Fact]
    public void Path_that_leads_nowhere_finds_nothing()
    {
        Assert.Null(Root.Find("b"));
        Assert.Null(Root.Find("a", 2));
        Assert.Null(Root.Find("a", "b"));
        Assert.Null(Root.Find(0));
        Assert.Null(Root.Find("a", 0, "b", "c"));
    }

    [Fact]
    public void Place_of_a_path_is_that_of_the_last_node_on_the_way()
    {
        var list = Root.Find("a")!;

        Assert.Equal(Root.Find("a", 1, "b")!.At, Root.Locate("a", 1, "b"));
        Assert.Equal(Root.Find("a", 1)!.At, Root.Locate("a", 1, "c", "d"));
        Assert.Equal(list.At, Root.Locate("a", 2, "b"));
        Assert.Equal(Root.At, Root.Locate("c"));
    }

    [Fact]
    public void Problems_are_put_in_the_order_of_files_lines_and_columns()
    {
        ManifestProblem[] ordered = [At("A.yaml", 9, 9), At("a.yaml", 2, 1), At("a.yaml", 2, 3), At("a.yaml", 10, 1), At("b.yaml", 1, 1)];

        var validated = Validation.Invalid<ManifestNode>(ordered.Reverse());

        Assert.Equal(ordered, validated.Problems);
        Assert.False(validated.IsValid);
        Assert.Null(validated.Value);
        Assert.True(Validation.Valid(Root).IsValid);
    }

    private static ManifestProblem At(string file, int line, int column) =>
        new(new SourceLocation(file, line, column), "it is wrong", "right it");
}
