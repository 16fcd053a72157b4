using System;
using System.Collections.Generic;
using System.Threading;

namespace HybridGpu.Gateway.Trades;

/// <summary>An account's newest trades.</summary>
/// <remarks>At the bound the oldest goes. Thread: the egress writes, sessions read; a lock that is only ever held for a
/// copy. Memory: about 130 bytes a trade.</remarks>
internal sealed class AccountTrades
{
    /// <summary>Trades kept.</summary>
    public const int Kept = 4_096;

    private readonly Lock _lock = new();
    private TradeRecord[] _ring = [];
    private int _count;
    private int _oldest;

    /// <summary>Takes a trade in.</summary>
    public void Add(in TradeRecord trade)
    {
        lock (_lock)
        {
            if (_count == _ring.Length && _count < Kept)
            {
                Array.Resize(ref _ring, Math.Max(16, _count * 2));
            }

            if (_count < _ring.Length)
            {
                _ring[_count++] = trade;
                return;
            }

            _ring[_oldest] = trade;
            _oldest = (_oldest + 1) % Kept;
        }
    }

    /// <summary>A copy of those that a filter takes, oldest first.</summary>
    public List<TradeRecord> Copy(in TradeFilter filter)
    {
        List<TradeRecord> found = [];
        lock (_lock)
        {
            for (int i = 0; i < _count; i++)
            {
                ref readonly TradeRecord trade = ref _ring[(_oldest + i) % _ring.Length];
                if (filter.Takes(in trade))
                {
                    found.Add(trade);
                }
            }
        }

        return found;
    }
}
