namespace GitEdge.Inference.Serving;

/// <summary>A tensor in a model's metadata.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">The protocol's name of the element type.</param>
/// <param name="Shape">Dimensions; -1 where any size is taken.</param>
internal sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<long> Shape);
