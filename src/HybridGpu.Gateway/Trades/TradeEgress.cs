using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Trades;

/// <summary>Trades as they happen, to the sessions that asked for them.</summary>
/// <remarks>Only to who is logged on: a subscription ends with its connection, and what was missed is asked for.
/// Thread: the egress's.</remarks>
internal sealed class TradeEgress(BoundClients clients, VenueDirectory directory, FixMessageWriter writer)
{
    /// <summary>Tells the subscribers of both sides.</summary>
    public void Report(in VenueEvent venueEvent)
    {
        Report(in venueEvent, isMaker: true);
        Report(in venueEvent, isMaker: false);
    }

    private void Report(in VenueEvent venueEvent, bool isMaker)
    {
        ref readonly Trade trade = ref venueEvent.Trade;
        foreach (GatewayClient client in clients.All)
        {
            if (client.TradeSubscription is not { } wanted
                || client.Account != (isMaker ? trade.Maker : trade.Taker).Account)
            {
                continue;
            }

            TradeRecord record = TradeRecord.Of(in venueEvent, isMaker);
            if (wanted.Filter.Takes(in record)
                && directory.TryGetInstrument(record.Instrument, out InstrumentSpec spec))
            {
                TradeReports.Write(writer, client.Account, wanted.RequestId, in record, in spec, isHistory: false);
                BoundClients.Tell(client, writer);
            }
        }
    }
}
