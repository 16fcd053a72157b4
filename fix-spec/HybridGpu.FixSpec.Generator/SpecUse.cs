using System.Collections.Generic;

namespace HybridGpu.FixSpec.Generator;

/// <summary>A field or group in a message.</summary>
/// <param name="Field">The field; a group's counter.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Entry">A group's fields, or null.</param>
internal sealed record SpecUse(SpecField Field, bool Required, IReadOnlyList<SpecUse>? Entry);
