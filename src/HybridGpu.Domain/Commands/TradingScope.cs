namespace HybridGpu.Domain.Commands;

/// <summary>Which instruments a venue's command concerns. Values are journaled.</summary>
public enum TradingScope : byte
{
    /// <summary>One instrument.</summary>
    Instrument = 0,

    /// <summary>All of one underlying and one kind; for a trading state, of the underlying.</summary>
    Class = 1,

    /// <summary>The whole venue.</summary>
    Venue = 2,
}
