using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Lifecycle;

namespace HybridGpu.Engine;

/// <content>The life of instruments beside trading: index, settlement, funding, delisting.</content>
public sealed partial class VenueEngine
{
    /// <summary>The last index of an underlying.</summary>
    /// <param name="underlying">Which, below <see cref="UnderlyingId.Capacity"/>.</param>
    /// <param name="priceMicros">Micro-USD a unit.</param>
    /// <param name="sinceNs">Market time since which it holds.</param>
    /// <returns>False before the first sample.</returns>
    public bool TryGetIndex(UnderlyingId underlying, out long priceMicros, out long sinceNs)
    {
        (priceMicros, sinceNs) = _lifecycle.Index.Last(underlying);
        return priceMicros != 0;
    }

    /// <summary>Where a perpetual's funding stands since it was last paid.</summary>
    /// <param name="perpetual">The instrument.</param>
    /// <returns>The rate since the last sample in 1e-9 for 8 hours, the amount that a long owes for a lot so far in
    /// 1e-6 micro-USD, and the market time accrued in ns; zeros for anything but a perpetual.</returns>
    public (long RateNano, long AmountPerLotPico, long AccruedNs) FundingOf(InstrumentId perpetual) =>
        _ledger.Instruments.Find(perpetual) is { } instrument && _lifecycle.Funding.Find(instrument) is { } accrual
            ? (accrual.RateNano, FundingRule.AmountPerLotPico(accrual.Accrued), accrual.AccruedNs)
            : default;

    /// <summary>Why terms can't be listed at any venue; none when they can, if number, symbol and room allow.</summary>
    /// <param name="terms">The terms, with any id that is in range.</param>
    public static RejectCode CheckTerms(in InstrumentSpec terms) => InstrumentTable.CheckTerms(in terms);

    private RejectCode DispatchLifecycle(in Command command) => command.Header.Kind switch
    {
        CommandKind.IndexPrice => _lifecycle.Apply(in command.IndexPrice),
        CommandKind.ApplyFunding => _lifecycle.Apply(in command.ApplyFunding),
        CommandKind.DelistInstrument => _lifecycle.Apply(in command.DelistInstrument),
        CommandKind.SettleExpiry => _lifecycle.Apply(in command.SettleExpiry),
        _ => RejectCode.UnknownCommand,
    };
}
