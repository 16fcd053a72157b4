namespace HybridGpu.FixFuzz;

/// <summary>Where a field of a <see cref="Draft"/> stands in its text.</summary>
/// <param name="Start">Where its tag begins.</param>
/// <param name="TagLength">Bytes of the tag.</param>
/// <param name="ValueLength">Bytes of the value, after the '='.</param>
internal readonly record struct DraftField(int Start, int TagLength, int ValueLength);
