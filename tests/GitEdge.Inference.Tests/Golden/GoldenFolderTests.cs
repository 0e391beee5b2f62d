using GitEdge.Inference.Golden;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GitEdge.Inference.Tests.Golden;

public sealed class GoldenFolderTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void Cases_come_back_in_the_order_of_their_numbers()
    {
        foreach (var number in new[] { 10, 2, 0 })
            GoldenFolder.Write(_directory.Path, Set(number));
        var sets = GoldenFolder.Read(_directory.Path, out var errors);

        Assert.Empty(errors);
        Assert.Equal(["test_data_set_0", "test_data_set_2", "test_data_set_10"], sets.Select(set => set.Name));
        Assert.Equal(["a", "b"], sets[0].Inputs.Select(tensor => tensor.Name));
        Assert.Equal(["y"], sets[0].Outputs.Select(tensor => tensor.Name));
    }

    [Fact]
    public void Writing_leaves_nothing_but_the_case()
    {
        GoldenFolder.Write(_directory.Path, Set(0));

        Assert.Equal(["test_data_set_0"], Directory.GetFileSystemEntries(_directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Everything_wrong_is_told_with_its_file()
    {
        GoldenFolder.Write(_directory.Path, Set(0));
        GoldenFolder.Write(_directory.Path, Set(1));
        GoldenFolder.Write(_directory.Path, Set(2));
        File.WriteAllText(_directory["test_data_set_0", "output_0.pb"], "<html>");
        File.Delete(_directory["test_data_set_1", "input_0.pb"]);
        Directory.CreateDirectory(_directory["test_data_set_3"]);
        Directory.CreateDirectory(_directory["test_data_set_x"]);
        GoldenFolder.Read(_directory.Path, out var errors);

        Assert.Equal(
            [
                $"{_directory["test_data_set_0", "output_0.pb"]}: not a protobuf message: wire type 4 at byte 1",
                $"{_directory["test_data_set_1"]}: input_0.pb is missing, or there are more than 256",
                $"{_directory["test_data_set_3"]}: there is neither input_0.pb nor output_0.pb",
            ], errors);
    }

    [Fact]
    public void Missing_and_empty_folders_are_errors()
    {
        GoldenFolder.Read(_directory["none"], out var errors);
        Assert.Equal([$"{_directory["none"]}: there is no such folder"], errors);

        GoldenFolder.Read(_directory.Path, out errors);
        Assert.Equal([$"{_directory.Path}: 0 test_data_set_<n> folders; 1 to 1000 are expected"], errors);
    }

    [Fact]
    public void Nameless_tensors_get_the_names_of_their_places()
    {
        var set = new GoldenSet { Name = "s", Inputs = [Tensor(""), Tensor("own"), Tensor("")], Outputs = [Tensor("")] }.Named(["a", "b"], ["y"]);

        Assert.Equal(["a", "own", "#2"], set.Inputs.Select(tensor => tensor.Name));
        Assert.Equal(["y"], set.Outputs.Select(tensor => tensor.Name));
    }

    public void Dispose() => _directory.Dispose();

    private static GoldenSet Set(int number) =>
        new() { Name = $"test_data_set_{number}", Inputs = [Tensor("a"), Tensor("b")], Outputs = [Tensor("y")] };

    private static GoldenTensor Tensor(string name) => new() { Name = name, Type = TensorElementType.UInt8, Shape = [1], Data = [7] };
}
