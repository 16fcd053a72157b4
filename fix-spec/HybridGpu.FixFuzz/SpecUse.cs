namespace HybridGpu.FixFuzz;

/// <summary>A field in a message, header, trailer or group entry.</summary>
/// <param name="Field">The field; a group's counter.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Entry">The fields of a group's entry, in order; null for a plain field.</param>
internal sealed record SpecUse(SpecField Field, bool Required, SpecUse[]? Entry);
