using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Engine.Images;

namespace HybridGpu.Engine.Orders;

/// <summary>One quote group: its protection, and what it has traded in the rolling window.</summary>
/// <remarks>The fills of the window are kept in a ring, so that each leaves it at its own time. More fills than the
/// ring holds trip the group like any other limit.</remarks>
internal sealed class QuoteGroup
{
    /// <summary>Most fills in a window, whatever the settings.</summary>
    public const int FillsMax = 1024;

    private readonly Fill[] _fills = new Fill[FillsMax];
    private int _first;

    /// <summary>The settings; a window of 0 is none.</summary>
    public SetQuoteProtection Terms { get; set; }

    /// <summary>Shut until this SequencedNs; 0 when open, <see cref="long.MaxValue"/> until a reset.</summary>
    public long ShutUntilNs { get; set; }

    /// <summary>A limit was passed and the cancels are due at the end of the step.</summary>
    public bool IsTripping { get; set; }

    public int FillCount { get; private set; }

    // A fill is a long, and of the sums of a thousand some would leave it.
    public Int128 QuantityMicros { get; private set; }

    public Int128 DeltaMicros { get; private set; }

    public Int128 VegaMicros { get; private set; }

    public bool IsShut(long nowNs) => nowNs < ShutUntilNs;

    /// <summary>The fill at a place of the window, oldest first.</summary>
    public Fill FillAt(int index) => _fills[(_first + index) % FillsMax];

    /// <summary>Books a fill.</summary>
    /// <returns>True when a limit has been passed.</returns>
    public bool Count(in Fill fill)
    {
        while (FillCount > 0 && (_fills[_first].AtNs <= fill.AtNs - Terms.WindowNs || FillCount == FillsMax))
        {
            Drop();
        }

        Append(in fill);
        return (Terms.QuantityMaxMicros > 0 && QuantityMicros > Terms.QuantityMaxMicros)
            || (Terms.DeltaMaxMicros > 0 && Int128.Abs(DeltaMicros) > Terms.DeltaMaxMicros)
            || (Terms.VegaMaxMicros > 0 && Int128.Abs(VegaMicros) > Terms.VegaMaxMicros)
            || (Terms.TradesMax > 0 && FillCount > Terms.TradesMax)
            || FillCount == FillsMax;
    }

    /// <summary>Puts a fill in as it is: also how a snapshot brings the window back.</summary>
    public void Append(in Fill fill)
    {
        _fills[(_first + FillCount) % FillsMax] = fill;
        FillCount++;
        QuantityMicros += fill.QuantityMicros;
        DeltaMicros += fill.DeltaMicros;
        VegaMicros += fill.VegaMicros;
    }

    /// <summary>Empties the window.</summary>
    public void Clear()
    {
        while (FillCount > 0)
        {
            Drop();
        }
    }

    private void Drop()
    {
        ref Fill oldest = ref _fills[_first];
        QuantityMicros -= oldest.QuantityMicros;
        DeltaMicros -= oldest.DeltaMicros;
        VegaMicros -= oldest.VegaMicros;
        _first = (_first + 1) % FillsMax;
        FillCount--;
    }

    /// <summary>One fill of the window.</summary>
    internal record struct Fill(long AtNs, long QuantityMicros, long DeltaMicros, long VegaMicros);

    /// <summary>Settings and window, between two commands.</summary>
    public void Pass(ref Image image)
    {
        Terms = image.Value(Terms);
        ShutUntilNs = image.Value(ShutUntilNs);
        int count = image.Count(FillCount, FillsMax);
        for (int i = 0; i < count; i++)
        {
            Fill fill = image.Value(image.IsReading ? default : FillAt(i));
            if (image.IsReading)
            {
                Append(in fill);
            }
        }
    }
}
