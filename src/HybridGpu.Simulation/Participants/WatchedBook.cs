using HybridGpu.Fix.Generated;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Participants;

/// <summary>The best prices of one instrument as the venue last showed them; 0 lots is no price.</summary>
internal sealed class WatchedBook(MarketInstrument instrument)
{
    public MarketInstrument Instrument { get; } = instrument;

    public long BidTicks { get; private set; }

    public long BidLots { get; private set; }

    public long AskTicks { get; private set; }

    public long AskLots { get; private set; }

    public void Apply(MarketDataSnapshotFullRefreshReader snapshot)
    {
        BidTicks = BidLots = AskTicks = AskLots = 0;
        foreach (MarketDataSnapshotFullRefreshReader.NoMDEntriesEntry entry in snapshot.NoMDEntries)
        {
            if (!entry.HasMDEntryPx || !entry.HasMDEntrySize
                || !Instrument.TryTicksOf(entry.MDEntryPx, out long ticks)
                || !entry.MDEntrySize.TryRescale(0, out long lots))
            {
                continue;
            }

            if (entry.MDEntryType == MDEntryTypeValues.Bid)
            {
                (BidTicks, BidLots) = (ticks, lots);
            }
            else if (entry.MDEntryType == MDEntryTypeValues.Offer)
            {
                (AskTicks, AskLots) = (ticks, lots);
            }
        }
    }
}
