namespace HybridGpu.FixFuzz;

/// <summary>A field of the dictionary file.</summary>
/// <param name="Tag">Its number.</param>
/// <param name="Type">Its type as the file says it, such as PRICE.</param>
/// <param name="Values">The values allowed; empty for any.</param>
/// <param name="LengthTag">The length field that must stand just before a DATA field; 0 for other types.</param>
internal sealed record SpecField(int Tag, string Type, string[] Values, int LengthTag);
