namespace HybridGpu.Fix.Dictionary;

/// <summary>
/// A field, or a group with its entries' fields, as a message uses it: what generated tables are made of.
/// </summary>
/// <param name="Tag">The tag; the counter's for a group.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Entry">The entries' fields of a group, in order, or null for a plain field.</param>
public sealed record FieldUse(int Tag, bool Required, FieldUse[]? Entry = null);
