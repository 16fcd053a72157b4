using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>One price of a published book.</summary>
/// <param name="Side">Side.</param>
/// <param name="Price">Price.</param>
/// <param name="Quantity">What rests there.</param>
internal readonly record struct BookLevel(Side Side, long Price, long Quantity);
