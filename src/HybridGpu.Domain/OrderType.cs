namespace HybridGpu.Domain;

/// <summary>What an order's price means. Values are journaled.</summary>
public enum OrderType : byte
{
    /// <summary>Trades at its price or better, and may rest.</summary>
    Limit = 0,

    /// <summary>Trades at once within the price band, and within its price when it names one; never rests.</summary>
    Market = 1,

    /// <summary>Waits for its trigger, then is a market order.</summary>
    Stop = 2,

    /// <summary>Waits for its trigger, then is a limit order.</summary>
    StopLimit = 3,
}
