using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Engine.Images;

namespace HybridGpu.Engine.Lifecycle;

/// <summary>The last index of each underlying, and the averages that its coming expiries will settle at.</summary>
/// <remarks>Cost: a sample is O(expiries whose window has begun); nothing is allocated by one. Memory: an entry for
/// each (underlying, expiry) listed and not settled.</remarks>
internal sealed class IndexTable
{
    private readonly StateHashBox _hash;
    private readonly long[] _prices = new long[UnderlyingId.Capacity];
    private readonly long[] _sinceNs = new long[UnderlyingId.Capacity];
    private readonly List<ExpiryAverage>[] _averages = new List<ExpiryAverage>[UnderlyingId.Capacity];

    public IndexTable(StateHashBox hash)
    {
        _hash = hash;
        for (int i = 0; i < _averages.Length; i++)
        {
            _averages[i] = [];
        }
    }

    /// <summary>The last sample: micro-USD, 0 before the first, and the market time since which it holds.</summary>
    public (long PriceMicros, long SinceNs) Last(UnderlyingId underlying) =>
        (_prices[underlying.Value], _sinceNs[underlying.Value]);

    /// <summary>Averages towards an expiry from now on, unless that is done already.</summary>
    public void Expect(UnderlyingId underlying, long expiryNs, long marketNs)
    {
        List<ExpiryAverage> averages = _averages[underlying.Value];
        int at = averages.Count;
        while (at > 0 && averages[at - 1].ExpiryNs >= expiryNs)
        {
            at--;
        }

        if (expiryNs != long.MaxValue && (at == averages.Count || averages[at].ExpiryNs != expiryNs))
        {
            averages.Insert(at, new ExpiryAverage(underlying, expiryNs, marketNs));
        }
    }

    /// <summary>Takes a sample; the one before held until now.</summary>
    public void Sample(UnderlyingId underlying, long priceMicros, long marketNs)
    {
        int u = underlying.Value;
        if (_prices[u] != 0)
        {
            CountLast(u, marketNs);
            _hash.Remove(StateDigest.OfIndex(underlying, _prices[u], _sinceNs[u]));
        }

        (_prices[u], _sinceNs[u]) = (priceMicros, marketNs);
        _hash.Add(StateDigest.OfIndex(underlying, priceMicros, marketNs));
    }

    /// <summary>The average that an expiry settles at.</summary>
    /// <returns>False when no sample held at any time of its window.</returns>
    public bool TryAverage(UnderlyingId underlying, long expiryNs, out long averageMicros, out long coveredNs)
    {
        (averageMicros, coveredNs) = (0, 0);
        (long last, long sinceNs) = Last(underlying);
        int at = IndexOf(underlying, expiryNs);
        return last != 0 && at >= 0
            && _averages[underlying.Value][at].TryClose(last, sinceNs, out averageMicros, out coveredNs);
    }

    /// <summary>Forgets an expiry that has settled.</summary>
    public void Forget(UnderlyingId underlying, long expiryNs)
    {
        int at = IndexOf(underlying, expiryNs);
        if (at < 0)
        {
            return;
        }

        ExpiryAverage average = _averages[underlying.Value][at];
        if (average.CoveredNs != 0)
        {
            _hash.Remove(average.Digest);
        }

        _averages[underlying.Value].RemoveAt(at);
    }

    /// <summary>Adds what the state hash has of it, from the tables themselves.</summary>
    public void AddTo(ref StateHash hash)
    {
        for (int u = 0; u < _prices.Length; u++)
        {
            if (_prices[u] != 0)
            {
                hash.Add(StateDigest.OfIndex(new UnderlyingId((byte)u), _prices[u], _sinceNs[u]));
            }

            foreach (ExpiryAverage average in _averages[u])
            {
                if (average.CoveredNs != 0)
                {
                    hash.Add(average.Digest);
                }
            }
        }
    }

    private void CountLast(int u, long untilNs)
    {
        foreach (ExpiryAverage average in _averages[u])
        {
            if (average.FromNs >= untilNs && average.ExpiryNs - ExpiryAverage.WindowNs >= untilNs)
            {
                // By expiry: no later window has begun either.
                break;
            }

            if (average.ExpiryNs <= _sinceNs[u] || average.FromNs >= untilNs)
            {
                continue;
            }

            if (average.CoveredNs != 0)
            {
                _hash.Remove(average.Digest);
            }

            average.Count(_prices[u], _sinceNs[u], untilNs);
            if (average.CoveredNs != 0)
            {
                _hash.Add(average.Digest);
            }
        }
    }

    private int IndexOf(UnderlyingId underlying, long expiryNs)
    {
        List<ExpiryAverage> averages = _averages[underlying.Value];
        for (int i = 0; i < averages.Count; i++)
        {
            if (averages[i].ExpiryNs == expiryNs)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Last samples and running averages.</summary>
    public void Pass(ref Image image)
    {
        for (int u = 0; u < _prices.Length; u++)
        {
            image.Value(ref _prices[u]);
            image.Value(ref _sinceNs[u]);
            List<ExpiryAverage> averages = _averages[u];
            int count = image.Count(averages.Count, int.MaxValue);
            for (int i = 0; i < count; i++)
            {
                ExpiryAverage? known = image.IsReading ? null : averages[i];
                long expiryNs = image.Value(known?.ExpiryNs ?? 0);
                long fromNs = image.Value(known?.FromNs ?? 0);
                ExpiryAverage average = known ?? new ExpiryAverage(new UnderlyingId((byte)u), expiryNs, fromNs);
                average.Pass(ref image);
                if (image.IsReading)
                {
                    averages.Add(average);
                }
            }
        }
    }
}
