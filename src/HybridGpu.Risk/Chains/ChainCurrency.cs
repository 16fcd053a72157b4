using System.Collections.Generic;

namespace HybridGpu.Risk.Chains;

/// <summary>All options on one currency in a recorded chain.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ChainCurrency
{
    internal ChainCurrency(string name, List<ChainRow> rows)
    {
        Name = name;
        IndexUsd = rows[0].IndexUsd;
        Rows = rows;
        var byExpiry = new SortedDictionary<long, List<ChainRow>>();
        foreach (ChainRow row in rows)
        {
            if (!byExpiry.TryGetValue(row.ExpiryNs, out List<ChainRow>? group))
            {
                byExpiry.Add(row.ExpiryNs, group = []);
            }

            group.Add(row);
        }

        var expiries = new List<ChainExpiry>(byExpiry.Count);
        foreach ((long expiryNs, List<ChainRow> group) in byExpiry)
        {
            group.Sort(static (a, b) => (a.StrikeMicros, a.Kind).CompareTo((b.StrikeMicros, b.Kind)));
            expiries.Add(new ChainExpiry(expiryNs, group));
        }

        Expiries = expiries;
    }

    /// <summary>Recorded name, for example BTC.</summary>
    public string Name { get; }

    /// <summary>Spot index in USD: the first row's, the nearest in time to the prices.</summary>
    public double IndexUsd { get; }

    /// <summary>Options in the order of the file.</summary>
    public IReadOnlyList<ChainRow> Rows { get; }

    /// <summary>Expiries in time order.</summary>
    public IReadOnlyList<ChainExpiry> Expiries { get; }

    /// <summary>The expiry at a time, or null.</summary>
    public ChainExpiry? FindExpiry(long expiryNs)
    {
        foreach (ChainExpiry expiry in Expiries)
        {
            if (expiry.ExpiryNs == expiryNs)
            {
                return expiry;
            }
        }

        return null;
    }
}
