using FsCheck;
using FsCheck.Fluent;
using GitEdge.Core.Health;
using GitEdge.Core.Manifests;

namespace GitEdge.Core.Tests.Health;

public sealed class OutputComparisonTests
{
    private const float NaN = float.NaN;
    private const float Inf = float.PositiveInfinity;

    [Fact]
    public void Outputs_within_the_absolute_bound_pass_and_name_the_worst_element()
    {
        var result = Compare([1, 2, 3], [1, 2.5f, 3.25f], new Tolerance { Absolute = 0.5 });

        Assert.Equal(ComparisonFailure.None, result.Failure);
        Assert.True(result.Passed);
        Assert.Equal(1, result.Index);
        Assert.Equal("2", result.Expected);
        Assert.Equal("2.5", result.Actual);
        Assert.Equal(0.5, result.Difference);
        Assert.Equal(0.5, result.Bound);
        Assert.Equal(0, result.Mismatches);
        Assert.Null(result.Cosine);
        Assert.Equal("element 1 is 2.5, recorded is 2: 0.5 apart, 0.5 is allowed", result.Text);
    }

    [Fact]
    public void Outputs_beyond_the_absolute_bound_fail_with_place_and_count()
    {
        var result = Compare([1, 2, 3, 4], [1, 3, 1, 4], new Tolerance { Absolute = 0.5 });

        Assert.Equal(ComparisonFailure.Bound, result.Failure);
        Assert.False(result.Passed);
        Assert.Equal(2, result.Index);
        Assert.Equal("3", result.Expected);
        Assert.Equal("1", result.Actual);
        Assert.Equal(2.0, result.Difference);
        Assert.Equal(2, result.Mismatches);
        Assert.Equal("element 2 is 1, recorded is 3: 2 apart, 0.5 is allowed; 2 of 4 are beyond", result.Text);
    }

    [Fact]
    public void Relative_bound_grows_with_the_recorded_value()
    {
        var tolerance = new Tolerance { Relative = 0.125 };

        Assert.True(Compare([-8, 16], [-9, 14], tolerance).Passed);
        Assert.Equal(0, Compare([-8, 16], [-9.5f, 14], tolerance).Index);
        Assert.Equal(1.0, Compare([-8, 16], [-9.5f, 14], tolerance).Bound);
        Assert.False(Compare([0], [0.001f], tolerance).Passed);
    }

    [Fact]
    public void Absolute_and_relative_bounds_add_up()
    {
        var tolerance = new Tolerance { Absolute = 1, Relative = 0.25 };

        Assert.Equal(2.0, Compare([4], [6], tolerance).Bound);
        Assert.True(Compare([4], [6], tolerance).Passed);
        Assert.False(Compare([4], [6.5f], tolerance).Passed);
    }

    [Fact]
    public void Worst_element_is_the_one_farthest_beyond_its_own_bound()
    {
        var result = Compare([100, 1], [109, 3], new Tolerance { Relative = 0.1 });

        Assert.Equal(1, result.Index);
        Assert.Equal(1, result.Mismatches);
    }

    [Fact]
    public void First_of_equally_bad_elements_is_named() =>
        Assert.Equal(1, Compare([0, 0, 0], [1, 2, 2], new Tolerance { Absolute = 0.5 }).Index);

    [Theory]
    [InlineData(0.00009f, true)]
    [InlineData(0.00011f, false)]
    public void Default_bound_is_in_force_when_none_is_given(float difference, bool passes)
    {
        var result = Compare([0], [difference], new Tolerance());

        Assert.Equal(passes, result.Passed);
        Assert.Equal(1e-4, result.Bound);
    }

    [Theory]
    [InlineData(NaN, "NaN")]
    [InlineData(Inf, "Infinity")]
    [InlineData(-Inf, "-Infinity")]
    public void Non_finite_output_fails_by_name_whatever_the_tolerance(float value, string written)
    {
        Tolerance[] all = [new(), new() { Absolute = 1e9 }, new() { Cosine = -1 }, new() { Argmax = true }];
        foreach (var tolerance in all)
        {
            var result = Compare([1, 2, 3, 4], [1, 2, value, 4], tolerance, 2);

            Assert.Equal(ComparisonFailure.NonFinite, result.Failure);
            Assert.Equal(2, result.Index);
            Assert.Equal("3", result.Expected);
            Assert.Equal(written, result.Actual);
            Assert.Null(result.Difference);
            Assert.Null(result.Bound);
            Assert.Equal(1, result.Mismatches);
            Assert.Equal($"element 2 is {written}, recorded is 3", result.Text);
        }
    }

    [Fact]
    public void Recorded_non_finite_values_must_be_met_exactly()
    {
        Assert.True(Compare([NaN, Inf, -Inf, 1], [NaN, Inf, -Inf, 1], new Tolerance()).Passed);
        Assert.Equal(ComparisonFailure.NonFinite, Compare([Inf], [-Inf], new Tolerance()).Failure);
        Assert.Equal(ComparisonFailure.NonFinite, Compare([NaN], [Inf], new Tolerance()).Failure);
        Assert.Equal(ComparisonFailure.Bound, Compare([Inf], [5], new Tolerance { Absolute = 1e30 }).Failure);
        Assert.Equal(ComparisonFailure.Bound, Compare([NaN], [0], new Tolerance { Cosine = 0 }).Failure);
    }

    [Fact]
    public void Only_recorded_non_finite_values_leave_nothing_to_measure()
    {
        var result = Compare([NaN], [NaN], new Tolerance());

        Assert.True(result.Passed);
        Assert.Null(result.Index);
        Assert.Equal("no finite values to compare", result.Text);
    }

    [Fact]
    public void Empty_outputs_are_equal() => Assert.True(Compare([], [], new Tolerance()).Passed);

    [Fact]
    public void Another_length_fails()
    {
        var result = Compare([1, 2], [1], new Tolerance());

        Assert.Equal(ComparisonFailure.Length, result.Failure);
        Assert.Equal("1 values, where 2 are recorded", result.Text);
        Assert.Null(result.Index);
    }

    [Fact]
    public void Cosine_ignores_the_scale_and_no_element_bound_is_in_force()
    {
        var result = Compare([1, 2, 3], [10, 20, 30], new Tolerance { Cosine = 0.9999 });

        Assert.True(result.Passed);
        Assert.Equal(1.0, result.Cosine!.Value, 1e-12);
        Assert.Null(result.Bound);
        Assert.Equal(2, result.Index);
        Assert.Equal("element 2 is 30, recorded is 3: 27 apart", result.Text);
    }

    [Fact]
    public void Cosine_below_the_least_fails()
    {
        var result = Compare([1, 0], [1, 1], new Tolerance { Cosine = 0.75 });

        Assert.Equal(ComparisonFailure.Cosine, result.Failure);
        Assert.Equal(Math.Sqrt(0.5), result.Cosine!.Value, 1e-12);
        Assert.Equal("cosine similarity 0.707107, at least 0.75 is asked", result.Text);
    }

    [Fact]
    public void Cosine_equal_to_the_least_passes() =>
        Assert.True(Compare([1, 0], [2, 0], new Tolerance { Cosine = 1 }).Passed);

    [Fact]
    public void Cosine_of_zero_vectors_is_defined()
    {
        Assert.Equal(1.0, Compare([0, 0], [0, 0], new Tolerance { Cosine = 0.5 }).Cosine);
        Assert.Equal(0.0, Compare([0, 0], [1, 0], new Tolerance { Cosine = 0.5 }).Cosine);
        Assert.Equal(0.0, Compare([1, 0], [0, 0], new Tolerance { Cosine = 0.5 }).Cosine);
        Assert.False(Compare([0, 0], [1, 0], new Tolerance { Cosine = 0.5 }).Passed);
    }

    [Fact]
    public void Every_bound_given_must_hold()
    {
        Assert.Equal(ComparisonFailure.Bound, Compare([1, 2], [10, 20], new Tolerance { Absolute = 1, Cosine = 0.99 }).Failure);
        Assert.Equal(ComparisonFailure.Cosine, Compare([0.1f, 0], [0, 0.1f], new Tolerance { Absolute = 1, Cosine = 0.99 }).Failure);
        Assert.Equal(ComparisonFailure.Argmax, Compare([1, 1.1f], [1.1f, 1], new Tolerance { Absolute = 1, Cosine = 0.9, Argmax = true }, 2).Failure);
    }

    [Fact]
    public void Argmax_names_the_first_row_that_chooses_otherwise()
    {
        var result = Compare([1, 9, 2, 3, 5, 4], [0, 1, 0, 3, 4, 5], new Tolerance { Argmax = true }, 3);

        Assert.Equal(ComparisonFailure.Argmax, result.Failure);
        Assert.Equal(4, result.Index);
        Assert.Equal("5", result.Expected);
        Assert.Equal("4", result.Actual);
        Assert.Null(result.Difference);
        Assert.Equal("row 1: the greatest value is at 2, recorded is 1", result.Text);
    }

    [Fact]
    public void Argmax_passes_however_far_the_values_are() =>
        Assert.True(Compare([1, 9, 2, 3, 5, 4], [0, 100, 0, -3, 5, 4], new Tolerance { Argmax = true }, 3).Passed);

    [Fact]
    public void Argmax_takes_the_first_of_equal_values()
    {
        Assert.True(Compare([5, 5], [5, 4], new Tolerance { Argmax = true }, 2).Passed);
        Assert.False(Compare([5, 5], [4, 5], new Tolerance { Argmax = true }, 2).Passed);
    }

    [Theory]
    [InlineData(2, new float[] { 9, 8, 1, 0 }, new float[] { 8, 9, 1, 0 }, true)]
    [InlineData(2, new float[] { 9, 8, 1, 0 }, new float[] { 9, 1, 8, 0 }, false)]
    [InlineData(1, new float[] { 9, 8, 1, 0 }, new float[] { 8, 9, 1, 0 }, false)]
    [InlineData(3, new float[] { 0, 1, 8, 9 }, new float[] { -9, 1, 1, 1 }, true)]
    [InlineData(2, new float[] { 5, 5, 5, 0 }, new float[] { 5, 5, 4, 0 }, true)]
    [InlineData(2, new float[] { 5, 5, 5, 0 }, new float[] { 5, 4, 5, 0 }, false)]
    [InlineData(2, new float[] { float.NaN, 1, 2, 3 }, new float[] { float.NaN, 1, 3, 2 }, true)]
    [InlineData(2, new float[] { float.NaN, 1, 2, 3 }, new float[] { float.NaN, 2, 1, 3 }, false)]
    public void Top_k_is_the_same_greatest_in_any_order(int k, float[] expected, float[] actual, bool passes)
    {
        var result = Compare(expected, actual, new Tolerance { TopK = k }, 4);
        Assert.Equal(passes ? ComparisonFailure.None : ComparisonFailure.TopK, result.Failure);
    }

    [Fact]
    public void Top_k_names_the_first_element_that_is_missing_and_its_row()
    {
        var result = Compare([1, 2, 3, 3, 2, 1], [1, 2, 3, 1, 2, 3], new Tolerance { TopK = 1 }, 3);
        Assert.Equal((ComparisonFailure.TopK, 3, "3", "1"), (result.Failure, result.Index!.Value, result.Expected, result.Actual));
        Assert.Equal("row 1: element 0 is not among the 1 greatest, recorded it is", result.Text);
        Assert.Null(result.Difference);
    }

    [Fact]
    public void Top_k_as_long_as_the_axis_falls_back_to_the_default_bound()
    {
        Assert.False(Compare([1, 2], [2, 1], new Tolerance { TopK = 2 }, 2).Passed);
        Assert.True(Compare([1, 2], [1, 2.00001f], new Tolerance { TopK = 2 }, 2).Passed);
        Assert.True(Compare([1, 2], [2, 1], new Tolerance { TopK = 2, Absolute = 1 }, 2).Passed);
    }

    [Fact]
    public void Every_bound_beside_top_k_must_hold_too()
    {
        Assert.Equal(ComparisonFailure.Bound, Compare([1, 2, 3], [1, 2, 4], new Tolerance { TopK = 1, Absolute = 0.5 }, 3).Failure);
        Assert.Equal(ComparisonFailure.Argmax, Compare([1, 2, 3], [1, 3, 2], new Tolerance { TopK = 2, Argmax = true }, 3).Failure);
        Assert.Equal(ComparisonFailure.Cosine, Compare([1, 2, 3], [-1, -1, 9], new Tolerance { TopK = 1, Cosine = 0.99 }, 3).Failure);
    }

    [Fact]
    public void Exact_takes_no_difference_whatever_else_is_given()
    {
        var exact = new Tolerance { Exact = true, Absolute = 1, Relative = 1 };
        Assert.Equal(0, Compare([1], [1], exact).Bound);
        Assert.Equal(ComparisonFailure.Bound, Compare([1], [float.BitIncrement(1)], exact).Failure);
        Assert.True(Compare([0, float.NaN, float.PositiveInfinity], [-0f, float.NaN, float.PositiveInfinity], exact).Passed);
        Assert.False(Compare([float.PositiveInfinity], [float.NegativeInfinity], exact).Passed);
    }

    [Fact]
    public void Argmax_over_one_element_falls_back_to_the_default_bound()
    {
        Assert.False(Compare([0.1f], [0.9f], new Tolerance { Argmax = true }).Passed);
        Assert.True(Compare([0.1f], [0.9f], new Tolerance { Argmax = true, Absolute = 1 }).Passed);
        Assert.Equal(1e-4, Compare([0.1f], [0.1f], new Tolerance { Argmax = true }).Bound);
    }

    [Fact]
    public void Bound_of_nan_fails() =>
        Assert.False(Compare([1], [1], new Tolerance { Absolute = double.NaN }).Passed);

    [Fact]
    public void Difference_too_large_for_a_double_fails()
    {
        var result = OutputComparison.Compare<double>([double.MinValue], [double.MaxValue], new Tolerance { Absolute = 1e300 });

        Assert.Equal(ComparisonFailure.Bound, result.Failure);
        Assert.Null(result.Difference);
    }

    [Fact]
    public void Half_precision_is_compared_in_full() =>
        Assert.Equal(0.5, OutputComparison.Compare<Half>([(Half)1], [(Half)1.5], new Tolerance { Absolute = 1 }).Difference);

    [Fact]
    public void Misuse_throws()
    {
        Assert.Throws<ArgumentNullException>(() => OutputComparison.Compare<float>([1], [1], null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => Compare([1, 2, 3], [1, 2, 3], new Tolerance(), 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Compare([1], [1], new Tolerance(), 0));
    }

    [Fact]
    public void Exact_values_pass_when_all_are_equal()
    {
        var result = OutputComparison.CompareExact<long>([1, 2], [1, 2]);

        Assert.True(result.Passed);
        Assert.Equal("all 2 values are equal", result.Text);
        Assert.Null(result.Index);
    }

    [Fact]
    public void Exact_values_name_the_first_that_differs()
    {
        var result = OutputComparison.CompareExact<string>(["a", "b", "c"], ["a", "x", "y"]);

        Assert.Equal(ComparisonFailure.Value, result.Failure);
        Assert.Equal(1, result.Index);
        Assert.Equal("b", result.Expected);
        Assert.Equal("x", result.Actual);
        Assert.Equal(2, result.Mismatches);
        Assert.Equal("value 1 is x, recorded is b; 2 of 3 differ", result.Text);
    }

    [Fact]
    public void Exact_values_name_the_first_element_too() =>
        Assert.Equal(0, OutputComparison.CompareExact<int>([1, 2], [3, 4]).Index);

    [Fact]
    public void Exact_values_of_another_length_fail() =>
        Assert.Equal(ComparisonFailure.Length, OutputComparison.CompareExact<int>([1], [1, 2]).Failure);

    [Fact]
    public void An_output_is_always_itself() => Prop.ForAll<float[]>(values =>
        OutputComparison.Compare<float>(values, values, new Tolerance { Absolute = 0, Relative = 0 }).Passed).QuickCheckThrowOnFailure();

    [Fact]
    public void A_wider_bound_never_fails_what_a_narrower_passes() => Prop.ForAll<(NormalFloat E, NormalFloat A)[], NormalFloat, NormalFloat>(
        (pairs, one, other) =>
        {
            double[] expected = [.. pairs.Select(pair => pair.E.Get)];
            double[] actual = [.. pairs.Select(pair => pair.A.Get)];
            var narrow = Math.Min(Math.Abs(one.Get), Math.Abs(other.Get));
            var wide = Math.Max(Math.Abs(one.Get), Math.Abs(other.Get));
            return !OutputComparison.Compare<double>(expected, actual, new Tolerance { Absolute = narrow }).Passed
                || OutputComparison.Compare<double>(expected, actual, new Tolerance { Absolute = wide }).Passed;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_nan_in_the_output_never_passes() => Prop.ForAll<NonEmptyArray<NormalFloat>, NonNegativeInt>((values, at) =>
    {
        double[] expected = [.. values.Get.Select(value => value.Get)];
        double[] actual = [.. expected];
        actual[at.Get % actual.Length] = double.NaN;
        return OutputComparison.Compare<double>(expected, actual, new Tolerance { Absolute = double.MaxValue }).Failure == ComparisonFailure.NonFinite;
    }).QuickCheckThrowOnFailure();

    private static ComparisonResult Compare(float[] expected, float[] actual, Tolerance tolerance, int lastAxis = 1) =>
        OutputComparison.Compare<float>(expected, actual, tolerance, lastAxis);
}
