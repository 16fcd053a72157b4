namespace HybridGpu.Matching;

/// <summary>What rests at one price of one side.</summary>
/// <param name="PriceTicks">Price in ticks.</param>
/// <param name="Lots">Sum of the open lots.</param>
/// <param name="Orders">Number of orders.</param>
public readonly record struct PriceLevel(long PriceTicks, long Lots, int Orders);
