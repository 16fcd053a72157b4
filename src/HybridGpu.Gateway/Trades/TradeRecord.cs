using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using OrderId = HybridGpu.Domain.OrderId;

namespace HybridGpu.Gateway.Trades;

/// <summary>One account's side of a trade.</summary>
internal readonly record struct TradeRecord
{
    /// <summary>ExecID(17) of its ExecutionReport.</summary>
    public required ulong ExecId { get; init; }

    public required ulong TradeId { get; init; }

    public required long TimeNs { get; init; }

    public required InstrumentId Instrument { get; init; }

    public required Side Side { get; init; }

    public required long PriceTicks { get; init; }

    public required long Lots { get; init; }

    public required OrderId OrderId { get; init; }

    public required Text40 ClOrdId { get; init; }

    public required long FeeMicros { get; init; }

    public required OrderTraits Traits { get; init; }

    public required bool IsMaker { get; init; }

    /// <summary>One party's side of a trade event.</summary>
    public static TradeRecord Of(in VenueEvent venueEvent, bool isMaker)
    {
        ref readonly Trade trade = ref venueEvent.Trade;
        ref readonly TradeParty party = ref isMaker ? ref trade.Maker : ref trade.Taker;
        return new TradeRecord
        {
            ExecId = (venueEvent.Header.Ordinal * 2) + (isMaker ? 0u : 1u),
            TradeId = trade.TradeId,
            TimeNs = venueEvent.Header.SequencedNs,
            Instrument = trade.Instrument,
            Side = isMaker ? trade.TakerSide.Opposite() : trade.TakerSide,
            PriceTicks = trade.PriceTicks,
            Lots = trade.Lots,
            OrderId = party.OrderId,
            ClOrdId = party.ClOrdId,
            FeeMicros = party.FeeMicros,
            Traits = party.Traits,
            IsMaker = isMaker,
        };
    }
}
