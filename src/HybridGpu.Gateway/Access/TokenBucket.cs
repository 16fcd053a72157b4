using System;

namespace HybridGpu.Gateway.Access;

/// <summary>A bucket that fills at a rate and holds a second's worth.</summary>
/// <remarks>Integers only: it holds nanoseconds of credit, of which a message costs 1e9 / rate. Thread: one.</remarks>
internal struct TokenBucket(int perSecond, long nowNs)
{
    private const long NanosPerSecond = 1_000_000_000;

    private readonly long _costNs = Math.Max(1, NanosPerSecond / Math.Max(1, perSecond));
    private long _creditNs = NanosPerSecond;
    private long _filledNs = nowNs;

    /// <summary>Takes messages out.</summary>
    /// <param name="count">How many.</param>
    /// <param name="nowNs">The time.</param>
    /// <param name="waitNs">When refused: how long until they could be had. What is larger than the bucket is taken
    /// when it is full, and owed.</param>
    public bool TryTake(int count, long nowNs, out long waitNs)
    {
        _creditNs = Math.Min(NanosPerSecond, _creditNs + Math.Max(0, nowNs - _filledNs));
        _filledNs = Math.Max(_filledNs, nowNs);
        long cost = _costNs * count;
        waitNs = Math.Min(cost, NanosPerSecond) - _creditNs;
        if (waitNs > 0)
        {
            return false;
        }

        waitNs = 0;
        _creditNs -= cost;
        return true;
    }
}
