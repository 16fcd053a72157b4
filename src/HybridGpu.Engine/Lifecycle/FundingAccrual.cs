using System;
using HybridGpu.Engine.Images;

namespace HybridGpu.Engine.Lifecycle;

/// <summary>What a perpetual has accrued since its funding was last paid.</summary>
internal sealed class FundingAccrual
{
    private readonly StateHashBox _hash;

    public FundingAccrual(StateHashBox hash, ListedInstrument instrument)
    {
        _hash = hash;
        Instrument = instrument;
    }

    public ListedInstrument Instrument { get; }

    /// <summary>Rate since the last sample, in 1e-9 for the period.</summary>
    public long RateNano { get; private set; }

    /// <summary>Index x lot at that sample, in micro-USD with 6 more decimals.</summary>
    public Int128 NotionalScaled { get; private set; }

    /// <summary>Market time up to which it has accrued; 0 before the first sample.</summary>
    public long UntilNs { get; private set; }

    /// <summary>Market time that has accrued, in ns, at most <see cref="FundingRule.AccruedNsMax"/>.</summary>
    public long AccruedNs { get; private set; }

    /// <summary>Sum of rate x notional x ns.</summary>
    public Int128 Accrued { get; private set; }

    /// <summary>Its digest for the state hash; 0 while nothing was ever sampled.</summary>
    public ulong Digest => UntilNs == 0 ? 0 : StateDigest.OfFunding(this);

    /// <summary>Lets time pass at the rate of the last sample, then takes a new one.</summary>
    public void Sample(long marketNs, long rateNano, Int128 notionalScaled)
    {
        Leave();
        Accrue(marketNs);
        (RateNano, NotionalScaled) = (rateNano, notionalScaled);
        Enter();
    }

    /// <summary>Lets time pass up to a moment and takes out what has accrued.</summary>
    /// <returns>The amount a lot in 1e-6 micro-USD, and the time that it accrued over in ns.</returns>
    public (long AmountPerLotPico, long AccruedNs) Take(long marketNs)
    {
        Leave();
        Accrue(marketNs);
        (long, long) taken = (FundingRule.AmountPerLotPico(Accrued), AccruedNs);
        (Accrued, AccruedNs) = (0, 0);
        Enter();
        return taken;
    }

    private void Accrue(long marketNs)
    {
        if (UntilNs != 0)
        {
            long elapsedNs = Math.Min(marketNs - UntilNs, FundingRule.AccruedNsMax - AccruedNs);
            Accrued += RateNano * NotionalScaled * elapsedNs;
            AccruedNs += elapsedNs;
        }

        UntilNs = marketNs;
    }

    private void Leave()
    {
        if (UntilNs != 0)
        {
            _hash.Remove(Digest);
        }
    }

    private void Enter()
    {
        if (UntilNs != 0)
        {
            _hash.Add(Digest);
        }
    }

    /// <summary>What has accrued, and at what rate it goes on.</summary>
    public void Pass(ref Image image)
    {
        RateNano = image.Value(RateNano);
        NotionalScaled = image.Value(NotionalScaled);
        UntilNs = image.Value(UntilNs);
        AccruedNs = image.Value(AccruedNs);
        Accrued = image.Value(Accrued);
    }
}
