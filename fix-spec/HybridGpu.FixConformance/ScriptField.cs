namespace HybridGpu.FixConformance;

/// <summary>A field as a script writes it.</summary>
/// <param name="Tag">The tag; 0 for text that is no field, which only raw lines have.</param>
/// <param name="Value">Its value; null says that the field must be absent, or is to be left out.</param>
internal readonly record struct ScriptField(int Tag, string? Value);
