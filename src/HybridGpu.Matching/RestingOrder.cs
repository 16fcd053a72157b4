using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>
/// What books read and write of one order, resting or a taker on its way: one cache line, dense in memory, so that a
/// book's working set is 64 bytes an order. The rest is <see cref="OrderTerms"/>; <see cref="OrderRef"/> is both.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = SizeInBytes)]
internal struct RestingOrder
{
    /// <summary>Bytes of one record.</summary>
    public const int SizeInBytes = 64;

    /// <summary><see cref="OrderRef.Id"/>.</summary>
    public OrderId Id;

    /// <summary><see cref="OrderRef.PriceTicks"/>.</summary>
    public long PriceTicks;

    /// <summary><see cref="OrderRef.LeavesLots"/>.</summary>
    public long LeavesLots;

    /// <summary><see cref="OrderRef.ShownLots"/>.</summary>
    public long ShownLots;

    /// <summary><see cref="OrderRef.CumTickLots"/>.</summary>
    public long CumTickLots;

    /// <summary>The next younger order of the queue, or none; the next free order when free.</summary>
    public int Next;

    /// <summary>The next older order of the queue, or none.</summary>
    public int Prev;

    /// <summary>Level in <see cref="LevelPool"/> while a ladder holds the order.</summary>
    public int Level;

    /// <summary><see cref="OrderRef.Account"/>.</summary>
    public AccountId Account;

    /// <summary><see cref="OrderRef.Instrument"/>.</summary>
    public InstrumentId Instrument;

    /// <summary><see cref="OrderRef.Side"/>.</summary>
    public Side Side;

    /// <summary>Where the order is; kept by pool and books.</summary>
    public OrderPlace Place;

    /// <summary><see cref="OrderRef.Traits"/>.</summary>
    public OrderTraits Traits;

    /// <summary>Whether the terms have display lots: kept by the book while the order rests, so that the terms of other
    /// orders needn't be read.</summary>
    public bool IsIceberg;

    /// <summary><see cref="OrderRef.HiddenLots"/>.</summary>
    public readonly long HiddenLots => LeavesLots - ShownLots;

    /// <summary><see cref="OrderRef.IsResting"/>.</summary>
    public readonly bool IsResting => Place == OrderPlace.Book;

    /// <summary>Books one fill on this side of it. Hot path: three additions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill(long priceTicks, long lots)
    {
        LeavesLots -= lots;
        CumTickLots += priceTicks * lots;
    }
}
