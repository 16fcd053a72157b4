namespace HybridGpu.Domain;

/// <summary>What happens when an order would trade with another of the same trader. Values are journaled.</summary>
public enum SelfTradeAction : byte
{
    /// <summary>What the account's limits say; where they say nothing, the trade.</summary>
    Default = 0,

    /// <summary>The arriving order is cancelled; the resting one stays.</summary>
    CancelTaker = 1,

    /// <summary>The resting order is cancelled; the arriving one goes on.</summary>
    CancelMaker = 2,

    /// <summary>Both are cancelled.</summary>
    CancelBoth = 3,

    /// <summary>Both lose the smaller one's quantity, without a trade.</summary>
    Decrement = 4,

    /// <summary>They trade.</summary>
    Allow = 5,
}
