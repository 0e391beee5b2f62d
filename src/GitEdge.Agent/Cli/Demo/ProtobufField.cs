namespace GitEdge.Agent.Cli.Demo;

/// <summary>One field of a message.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Whole">Key and value as they lie in the message.</param>
/// <param name="Content">The content of a length-delimited field; empty for others.</param>
internal readonly record struct ProtobufField(int Number, ReadOnlyMemory<byte> Whole, ReadOnlyMemory<byte> Content);
