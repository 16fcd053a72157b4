namespace HybridGpu.Settlement.Events;

/// <summary>What the venue says about an operation's effect, in micro-USD; null where it says nothing.</summary>
/// <param name="CashAfter">Cash of the account afterwards.</param>
/// <param name="CashChange">Change of the account's cash.</param>
/// <param name="MakerFee">Fee that the maker accrued.</param>
/// <param name="TakerFee">Fee that the taker accrued.</param>
internal readonly record struct VenueFigures(
    long? CashAfter = null, long? CashChange = null, long? MakerFee = null, long? TakerFee = null);
