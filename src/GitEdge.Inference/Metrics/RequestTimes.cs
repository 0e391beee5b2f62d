namespace GitEdge.Inference.Metrics;

/// <summary>Where the time of answered requests went: of one, or of all together.</summary>
/// <param name="Request">From the body read to the answer written; the others are its parts.</param>
/// <param name="Queue">In line.</param>
/// <param name="Input">Reading the inputs.</param>
/// <param name="Compute">In the model.</param>
/// <param name="Output">Writing the outputs.</param>
internal readonly record struct RequestTimes(TimeSpan Request, TimeSpan Queue, TimeSpan Input, TimeSpan Compute, TimeSpan Output);
