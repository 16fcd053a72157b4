using System.Collections.Generic;

namespace HybridGpu.FixSpec.Generator;

/// <summary>A field of the dictionary.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">The reader's type: a member of FixFieldType.</param>
/// <param name="Values">Values allowed and their descriptions.</param>
internal sealed record SpecField(
    int Tag, string Name, string Type, IReadOnlyList<(string Value, string Description)> Values);
