namespace GitEdge.Inference.Tests;

/// <summary>Models made for a purpose.</summary>
public static class TestModels
{
    /// <summary>x → sum = x + x, and same = x.</summary>
    public static byte[] TwoOutputs() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("sum", OnnxType.Float, -1).Output("same", OnnxType.Float, -1)
        .Node("Add", ["x", "x"], ["sum"]).Node("Identity", ["x"], ["same"]).Build();

    /// <summary>x → y = x / x: NaN for 0, 1 for the rest.</summary>
    public static byte[] NotANumber() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("y", OnnxType.Float, -1).Node("Div", ["x", "x"], ["y"]).Build();

    /// <summary>x → y = x · 0 + 1.</summary>
    public static byte[] AlwaysOne() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("y", OnnxType.Float, -1)
        .Constant("zero", [1], 0).Constant("one", [1], 1)
        .Node("Mul", ["x", "zero"], ["nothing"]).Node("Add", ["nothing", "one"], ["y"]).Build();

    /// <summary>x → y = x + <paramref name="number"/>, so that versions can be told apart.</summary>
    public static byte[] Plus(float number) => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("y", OnnxType.Float, -1).Constant("number", [1], number)
        .Node("Add", ["x", "number"], ["y"]).Build();

    /// <summary>x → y = x, and parts, a sequence.</summary>
    public static byte[] WithSequence() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1).Output("y", OnnxType.Float, -1).SequenceOutput("parts", OnnxType.Float)
        .Node("Identity", ["x"], ["y"]).Node("SequenceConstruct", ["x"], ["parts"]).Build();

    /// <summary>x → y = x + weights[0] with so many megabytes of weights, none of them zero.</summary>
    public static byte[] Large(int megabytes)
    {
        var weights = new byte[megabytes << 20];
        new Random(1).NextBytes(weights);
        return new OnnxModelBuilder()
            .Input("x", OnnxType.Int8, -1).Output("y", OnnxType.Int8, -1)
            .Constant("weights", OnnxType.Int8, [weights.Length], weights)
            .Constant("index", OnnxType.Int64, [1], new byte[8])
            .Constant("zero", OnnxType.Int64, [1], new byte[8])
            .Node("Cast", ["x"], ["wide"], ("to", (long)OnnxType.Int64))
            .Node("Gather", ["weights", "wide"], ["y"]).Build();
    }

    /// <summary>x → y = x turns of a loop, so that a request lasts as long as it asks to, for ever too, and the warm-up on zeros does not.</summary>
    public static byte[] Turns() => Turns("x");

    /// <summary>Loops for ever, whatever it is asked.</summary>
    public static byte[] ForEver() => Turns("forever");

    private static byte[] Turns(string count) => new OnnxModelBuilder()
        .Input("x", OnnxType.Int64).Output("y", OnnxType.Float, 1)
        .Constant("go", OnnxType.Bool, [], [1]).Constant("start", [1], 0).Constant("forever", OnnxType.Int64, [], BitConverter.GetBytes(long.MaxValue))
        .Loop([count, "go", "start"], ["y"], new OnnxModelBuilder()
            .Input("turn", OnnxType.Int64).Input("on", OnnxType.Bool).Input("v", OnnxType.Float, 1)
            .Output("on_out", OnnxType.Bool).Output("v_out", OnnxType.Float, 1)
            .Constant("one", [1], 1).Node("Identity", ["on"], ["on_out"]).Node("Add", ["v", "one"], ["v_out"]))
        .Build();
}
