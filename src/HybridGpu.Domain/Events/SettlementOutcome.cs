namespace HybridGpu.Domain.Events;

/// <summary>What expiry did to a position.</summary>
public enum SettlementOutcome : byte
{
    /// <summary>A future's price was paid.</summary>
    Delivered = 0,

    /// <summary>An option in the money, held long: exercised automatically, for cash.</summary>
    Exercised = 1,

    /// <summary>An option in the money, held short: its holder exercised, and was paid.</summary>
    Assigned = 2,

    /// <summary>An option not in the money: it is worth nothing.</summary>
    Lapsed = 3,
}
