using System;
using System.Diagnostics;

namespace HybridGpu.Risk.Positions;

/// <summary>Cash, fees and open positions of one account; positions ascend by instrument.</summary>
internal struct AccountHolding
{
    private const int FirstCapacity = 4;

    private uint[]? _instruments;
    private long[]? _lots;

    /// <summary>True once an event has named the account.</summary>
    public bool IsKnown;

    /// <summary>True when something of this account could not be taken in.</summary>
    public bool IsIncomplete;

    /// <summary>Cash in micro-USD, fees not taken off.</summary>
    public long CashMicros;

    /// <summary>Fees owed in micro-USD.</summary>
    public long FeesMicros;

    /// <summary>Open positions.</summary>
    public int Count { get; private set; }

    /// <summary>Instruments held.</summary>
    public readonly ReadOnlySpan<uint> Instruments => _instruments.AsSpan(0, Count);

    /// <summary>Signed lots of each.</summary>
    public readonly ReadOnlySpan<long> Lots => _lots.AsSpan(0, Count);

    /// <summary>Signed lots held of an instrument.</summary>
    public readonly long LotsOf(uint instrument)
    {
        int at = Instruments.BinarySearch(instrument);
        return at < 0 ? 0 : _lots![at];
    }

    /// <summary>Adds lots to a position, opening or closing it as need be.</summary>
    /// <param name="instrument">Instrument.</param>
    /// <param name="lots">Signed change.</param>
    /// <param name="mayOpen">False when there is no room for one more position.</param>
    /// <param name="opened">+1 when a position was opened, -1 when one was closed, else 0.</param>
    /// <returns>False when a position would have had to be opened and may not be.</returns>
    public bool TryChange(uint instrument, long lots, bool mayOpen, out int opened)
    {
        opened = 0;
        int at = Instruments.BinarySearch(instrument);
        if (at >= 0)
        {
            _lots![at] = checked(_lots[at] + lots);
            if (_lots[at] == 0)
            {
                RemoveAt(at);
                opened = -1;
            }

            return true;
        }

        if (lots == 0)
        {
            return true;
        }

        if (!mayOpen)
        {
            return false;
        }

        InsertAt(~at, instrument, lots);
        opened = 1;
        return true;
    }

    private void InsertAt(int at, uint instrument, long lots)
    {
        if (_instruments is null || Count == _instruments.Length)
        {
            int capacity = Count == 0 ? FirstCapacity : Count * 2;
            Array.Resize(ref _instruments, capacity);
            Array.Resize(ref _lots, capacity);
        }

        Debug.Assert(at <= Count, "Found by search.");
        Array.Copy(_instruments, at, _instruments, at + 1, Count - at);
        Array.Copy(_lots!, at, _lots!, at + 1, Count - at);
        _instruments[at] = instrument;
        _lots![at] = lots;
        Count++;
    }

    private void RemoveAt(int at)
    {
        Count--;
        Array.Copy(_instruments!, at + 1, _instruments!, at, Count - at);
        Array.Copy(_lots!, at + 1, _lots!, at, Count - at);
    }
}
