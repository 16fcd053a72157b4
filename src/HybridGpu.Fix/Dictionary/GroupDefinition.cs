namespace HybridGpu.Fix.Dictionary;

/// <summary>A repeating group: its counter, the field that starts each entry, and what an entry has.</summary>
/// <param name="CountTag">The NumInGroup field.</param>
/// <param name="DelimiterTag">The first field of each entry.</param>
/// <param name="Entry">The fields of an entry.</param>
internal sealed record GroupDefinition(int CountTag, int DelimiterTag, FieldLevel Entry);
