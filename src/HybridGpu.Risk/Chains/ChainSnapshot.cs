using System.Collections.Generic;

namespace HybridGpu.Risk.Chains;

/// <summary>Every listed option at one recorded moment, and what was wrong with the recording.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ChainSnapshot
{
    /// <summary>Faults kept per file; further ones are only counted.</summary>
    public const int FaultsKept = 100;

    internal ChainSnapshot(
        string path, long takenNs, bool isUsable, List<ChainCurrency> currencies, List<ChainFault> faults,
        int faultCount)
    {
        Path = path;
        TakenNs = takenNs;
        IsUsable = isUsable;
        Currencies = currencies;
        Faults = faults;
        FaultCount = faultCount;
        foreach (ChainCurrency currency in currencies)
        {
            RowCount += currency.Rows.Count;
        }
    }

    /// <summary>File read.</summary>
    public string Path { get; }

    /// <summary>When the collector started, in nanoseconds since the Unix epoch; 0 when no row could be read.</summary>
    public long TakenNs { get; }

    /// <summary>False when the file was refused as a whole: unreadable, damaged, over a bound, or without one good
    /// row.</summary>
    public bool IsUsable { get; }

    /// <summary>Currencies in the order of the file.</summary>
    public IReadOnlyList<ChainCurrency> Currencies { get; }

    /// <summary>Good rows.</summary>
    public int RowCount { get; }

    /// <summary>The first <see cref="FaultsKept"/> faults.</summary>
    public IReadOnlyList<ChainFault> Faults { get; }

    /// <summary>Faults in all.</summary>
    public int FaultCount { get; }

    /// <summary>A currency by name, or null.</summary>
    public ChainCurrency? Find(string currency)
    {
        foreach (ChainCurrency candidate in Currencies)
        {
            if (candidate.Name == currency)
            {
                return candidate;
            }
        }

        return null;
    }
}
