using System;
using System.Threading;

namespace HybridGpu.Venue;

/// <summary>Wall time from the system, market time from whoever drives the market.</summary>
/// <remarks>Thread: any; market time never runs backwards.</remarks>
public sealed class MarketClock : IVenueClock
{
    private readonly TimeProvider _time;
    private long _marketNs;

    /// <summary>A clock whose market time stands at 0 until it is first advanced.</summary>
    public MarketClock(TimeProvider time)
    {
        _time = time;
    }

    /// <inheritdoc/>
    public long WallNs => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    /// <inheritdoc/>
    public long MarketNs => Volatile.Read(ref _marketNs);

    /// <summary>Moves market time forward; an earlier time changes nothing.</summary>
    public void AdvanceMarket(long marketNs)
    {
        long current = Volatile.Read(ref _marketNs);
        while (marketNs > current)
        {
            long seen = Interlocked.CompareExchange(ref _marketNs, marketNs, current);
            if (seen == current)
            {
                return;
            }

            current = seen;
        }
    }
}
