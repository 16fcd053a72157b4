namespace HybridGpu.Domain;

/// <summary>Side of an order; the values are FIX's Side(54) digits.</summary>
public enum Side : byte
{
    /// <summary>Not a side.</summary>
    None = 0,

    /// <summary>Buys.</summary>
    Buy = 1,

    /// <summary>Sells.</summary>
    Sell = 2,
}
