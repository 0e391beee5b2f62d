namespace GitEdge.Testing;

/// <summary>Small real models, most of them harmful.</summary>
public static class TrialModels
{
    /// <summary>y = factor · x + offset, FLOAT[?,3].</summary>
    public static byte[] Linear(float factor, float offset = 0, long opset = 17) => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1, 3).Output("y", OnnxType.Float, -1, 3)
        .Constant("factor", [], factor).Constant("offset", [], offset)
        .Node("Mul", ["x", "factor"], ["scaled"]).Node("Add", ["scaled", "offset"], ["y"]).Build(opset);

    /// <summary>y = √x, FLOAT[?,3]: NaN for negative numbers.</summary>
    public static byte[] SquareRoot() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1, 3).Output("y", OnnxType.Float, -1, 3)
        .Node("Sqrt", ["x"], ["y"]).Build();

    /// <summary>y = x, but only after a loop that never ends.</summary>
    public static byte[] Endless() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1, 3).Output("y", OnnxType.Float, -1, 3)
        .Constant("on", OnnxType.Bool, [], [1])
        .Node("Loop", ["", "on", "x"], ["y"], OnnxAttribute.Graph("body", new OnnxModelBuilder()
            .Input("turn", OnnxType.Int64).Input("go", OnnxType.Bool).Input("before", OnnxType.Float, -1, 3)
            .Output("again", OnnxType.Bool).Output("after", OnnxType.Float, -1, 3)
            .Node("Identity", ["go"], ["again"]).Node("Neg", ["before"], ["after"])))
        .Build();

    /// <summary>
    /// y = x / z in whole numbers, INT32[?]. The runtime checks for z = 0, not for the least number divided by −1, which
    /// ends the process on x86 (SIGFPE).
    /// </summary>
    public static byte[] Quotient() => new OnnxModelBuilder()
        .Input("x", OnnxType.Int32, -1).Input("z", OnnxType.Int32, -1).Output("y", OnnxType.Int32, -1)
        .Node("Div", ["x", "z"], ["y"]).Build();

    /// <summary>The mean of <c>n</c> zeros, 4·n bytes in memory at once; n is INT64[1].</summary>
    public static byte[] Greedy() => new OnnxModelBuilder()
        .Input("n", OnnxType.Int64, 1).Output("y", OnnxType.Float)
        .Node("ConstantOfShape", ["n"], ["zeros"])
        .Node("ReduceMean", ["zeros"], ["y"], ("keepdims", 0)).Build();

    /// <summary>y = 2·√x·√x, FLOAT[?,3]: twice x, and NaN for negative numbers.</summary>
    public static byte[] DoubleUnlessNegative() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1, 3).Output("y", OnnxType.Float, -1, 3)
        .Constant("two", [], 2)
        .Node("Sqrt", ["x"], ["root"]).Node("Mul", ["root", "root"], ["same"]).Node("Mul", ["same", "two"], ["y"]).Build();

    /// <summary>FLOAT[?,3] → FLOAT[?,3]; whatever x is, the least whole number is divided by −1, which ends the process on x86 (SIGFPE).</summary>
    public static byte[] DeadlyQuotient() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, -1, 3).Output("y", OnnxType.Float, -1, 3)
        .Constant("zero", [], 0).Constant("least", [], int.MinValue).Constant("minus", [], -1)
        .Node("Mul", ["x", "zero"], ["nothing"])
        .Node("Add", ["nothing", "least"], ["a"]).Node("Add", ["nothing", "minus"], ["b"])
        .Node("Cast", ["a"], ["left"], ("to", (long)OnnxType.Int32))
        .Node("Cast", ["b"], ["right"], ("to", (long)OnnxType.Int32))
        .Node("Div", ["left", "right"], ["quotient"])
        .Node("Cast", ["quotient"], ["y"], ("to", (long)OnnxType.Float)).Build();
}
