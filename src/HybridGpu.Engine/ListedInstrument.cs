using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <summary>A listed instrument with its book and the accounts that hold it.</summary>
internal sealed class ListedInstrument
{
    public ListedInstrument(in InstrumentSpec spec, LadderOrderBook book)
    {
        Spec = spec;
        TickValue = spec.TickValue;
        Book = book;
    }

    public InstrumentSpec Spec { get; }

    /// <summary>Micro-USD per tick and lot, computed once.</summary>
    public long TickValue { get; }

    public LadderOrderBook Book { get; }

    /// <summary>True once it has expired and paid out.</summary>
    public bool IsSettled { get; set; }

    /// <summary>True once it was taken off the list.</summary>
    public bool IsDelisted { get; set; }

    /// <summary>Head of the positions in it.</summary>
    public int FirstPosition { get; set; } = Position.None;
}
