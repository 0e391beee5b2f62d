namespace GitEdge.Testing;

/// <summary>Small real models, most of them harmful.</summary>
public static class TrialModels
{
    /// <summary>y = factor · x + offset, FLOAT[?,3].</summary>
    public static byte[] Linear(float factor, float offset = 0, long opset = 17) => new OnnxGraph()
        .Input("x", OnnxGraph.Float, -1, 3).Output("y", OnnxGraph.Float, -1, 3)
        .Constant("factor", [], factor).Constant("offset", [], offset)
        .Node("Mul", ["x", "factor"], ["scaled"]).Node("Add", ["scaled", "offset"], ["y"]).Model(opset);

    /// <summary>y = √x, FLOAT[?,3]: NaN for negative numbers.</summary>
    public static byte[] SquareRoot() => new OnnxGraph()
        .Input("x", OnnxGraph.Float, -1, 3).Output("y", OnnxGraph.Float, -1, 3)
        .Node("Sqrt", ["x"], ["y"]).Model();

    /// <summary>y = x, but only after a loop that never ends.</summary>
    public static byte[] Endless() => new OnnxGraph()
        .Input("x", OnnxGraph.Float, -1, 3).Output("y", OnnxGraph.Float, -1, 3)
        .Constant("on", true)
        .Node("Loop", ["", "on", "x"], ["y"], OnnxGraph.GraphAttribute("body", new OnnxGraph()
            .Input("turn", OnnxGraph.Int64).Input("go", OnnxGraph.Bool).Input("before", OnnxGraph.Float, -1, 3)
            .Output("again", OnnxGraph.Bool).Output("after", OnnxGraph.Float, -1, 3)
            .Node("Identity", ["go"], ["again"]).Node("Neg", ["before"], ["after"])))
        .Model();

    /// <summary>
    /// y = x / z in whole numbers, INT32[?]. The runtime checks for z = 0, not for the least number divided by −1, which
    /// ends the process on x86 (SIGFPE).
    /// </summary>
    public static byte[] Quotient() => new OnnxGraph()
        .Input("x", OnnxGraph.Int32, -1).Input("z", OnnxGraph.Int32, -1).Output("y", OnnxGraph.Int32, -1)
        .Node("Div", ["x", "z"], ["y"]).Model();

    /// <summary>The mean of <c>n</c> zeros, 4·n bytes in memory at once; n is INT64[1].</summary>
    public static byte[] Greedy() => new OnnxGraph()
        .Input("n", OnnxGraph.Int64, 1).Output("y", OnnxGraph.Float)
        .Node("ConstantOfShape", ["n"], ["zeros"])
        .Node("ReduceMean", ["zeros"], ["y"], OnnxGraph.NumberAttribute("keepdims", 0)).Model();

    /// <summary>y = 2·√x·√x, FLOAT[?,3]: twice x, and NaN for negative numbers.</summary>
    public static byte[] DoubleUnlessNegative() => new OnnxGraph()
        .Input("x", OnnxGraph.Float, -1, 3).Output("y", OnnxGraph.Float, -1, 3)
        .Constant("two", [], 2)
        .Node("Sqrt", ["x"], ["root"]).Node("Mul", ["root", "root"], ["same"]).Node("Mul", ["same", "two"], ["y"]).Model();

    /// <summary>FLOAT[?,3] → FLOAT[?,3]; whatever x is, the least whole number is divided by −1, which ends the process on x86 (SIGFPE).</summary>
    public static byte[] DeadlyQuotient() => new OnnxGraph()
        .Input("x", OnnxGraph.Float, -1, 3).Output("y", OnnxGraph.Float, -1, 3)
        .Constant("zero", [], 0).Constant("least", [], int.MinValue).Constant("minus", [], -1)
        .Node("Mul", ["x", "zero"], ["nothing"])
        .Node("Add", ["nothing", "least"], ["a"]).Node("Add", ["nothing", "minus"], ["b"])
        .Node("Cast", ["a"], ["left"], OnnxGraph.NumberAttribute("to", OnnxGraph.Int32))
        .Node("Cast", ["b"], ["right"], OnnxGraph.NumberAttribute("to", OnnxGraph.Int32))
        .Node("Div", ["left", "right"], ["quotient"])
        .Node("Cast", ["quotient"], ["y"], OnnxGraph.NumberAttribute("to", OnnxGraph.Float)).Model();
}
