using System.Numerics;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Tests.Support;

/// <summary>An account of <see cref="NaiveSettlement"/>: numbers, and pages as dictionaries.</summary>
internal sealed class NaiveAccount
{
    public Address Owner { get; set; }

    public BigInteger Cash { get; set; }

    public BigInteger Fees { get; set; }

    public BigInteger Withdrawn { get; set; }

    public uint FundingEpoch { get; set; }

    /// <summary>Pages that hold lots: group, and lots by instrument.</summary>
    public Dictionary<byte, (uint Group, Dictionary<uint, BigInteger> Lots)> Pages { get; } = [];

    public bool MayUse(byte page, uint instrument) =>
        !Pages.TryGetValue(page, out (uint Group, Dictionary<uint, BigInteger>) found)
        || found.Group == instrument / 16;

    public BigInteger LotsOn(byte page, uint instrument) =>
        Pages.TryGetValue(page, out (uint Group, Dictionary<uint, BigInteger> Lots) found)
            && found.Lots.TryGetValue(instrument, out BigInteger lots) ? lots : 0;

    public BigInteger LotsOf(uint instrument) =>
        Pages.Keys.Aggregate(BigInteger.Zero, (sum, page) => sum + LotsOn(page, instrument));

    public void Put(byte page, uint instrument, BigInteger lots)
    {
        if (!Pages.TryGetValue(page, out (uint Group, Dictionary<uint, BigInteger> Lots) found))
        {
            Pages.Add(page, found = (instrument / 16, []));
        }

        found.Lots.Remove(instrument);
        if (!lots.IsZero)
        {
            found.Lots.Add(instrument, lots);
        }

        if (found.Lots.Count == 0)
        {
            Pages.Remove(page);
        }
    }
}
