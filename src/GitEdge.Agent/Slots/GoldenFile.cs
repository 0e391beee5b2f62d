namespace GitEdge.Agent.Slots;

/// <summary>A verified file of a model's golden cases, to be put into a slot.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Path">Path below the model's golden directory, with forward slashes.</param>
/// <param name="Content">Bytes that were checked against the release's lock.</param>
internal sealed record GoldenFile(string Model, string Path, ReadOnlyMemory<byte> Content);
