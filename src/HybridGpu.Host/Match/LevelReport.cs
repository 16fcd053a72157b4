namespace HybridGpu.Host.Match;

/// <summary>One price of a book, in the units of the input.</summary>
/// <param name="Price">Price.</param>
/// <param name="Quantity">What rests there.</param>
/// <param name="Orders">In how many orders.</param>
internal sealed record LevelReport(decimal Price, decimal Quantity, int Orders);
