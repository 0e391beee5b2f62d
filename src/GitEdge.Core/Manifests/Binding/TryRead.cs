using System.Diagnostics.CodeAnalysis;

namespace GitEdge.Core.Manifests.Binding;

/// <summary>From text of the right form to the value; false when the text stands for nothing, such as 30 February.</summary>
internal delegate bool TryRead<T>(string text, [MaybeNullWhen(false)] out T value);
