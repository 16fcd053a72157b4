using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.MarketData;

/// <summary>News(B): what concerns everyone, one message for what one command did: states that changed, instruments
/// that were settled or delisted.</summary>
/// <remarks>To every client that is logged on. Rare; allocates. Thread: the publisher's.</remarks>
internal sealed class VenueNews(VenueDirectory directory, BoundClients clients, FixMessageWriter writer)
{
    /// <summary>Instruments named in one message; of more only their number is said.</summary>
    public const int NamedMax = 100;

    private readonly List<(InstrumentSpec Spec, string Line)> _items = [];
    private EventKind _kind;
    private TradingState _state;
    private int _count;

    /// <summary>Follows an event.</summary>
    public void Apply(in VenueEvent venueEvent, bool isReplay)
    {
        if (isReplay)
        {
            return;
        }

        switch (venueEvent.Header.Kind)
        {
            case EventKind.TradingStateChanged:
                Collect(in venueEvent, venueEvent.TradingState.Instrument, StateLine(venueEvent.TradingState));
                break;
            case EventKind.InstrumentSettled:
                Collect(
                    in venueEvent, venueEvent.InstrumentSettled.Instrument, SettledLine(venueEvent.InstrumentSettled));
                break;
            case EventKind.InstrumentDelisted when !IsClients(venueEvent.Delisted.Instrument):
                Collect(in venueEvent, venueEvent.Delisted.Instrument, "delisted");
                break;
            default:
                break;
        }

        if (venueEvent.Header.EndsCommand != 0 && _count > 0)
        {
            Send(venueEvent.Header.SequencedNs);
        }
    }

    /// <summary>A combo that a client defined comes and goes (ADR 21): that is news to its followers only, else one
    /// client could write to all.</summary>
    private bool IsClients(InstrumentId instrument) =>
        directory.TryGetInstrument(instrument, out InstrumentSpec spec) && spec.Yields != 0;

    private void Collect(in VenueEvent venueEvent, InstrumentId instrument, string line)
    {
        // A settlement also takes the venue's combos off the list: it is the settlement that is the news.
        if (_count == 0 || venueEvent.Header.Kind == EventKind.InstrumentSettled)
        {
            _kind = venueEvent.Header.Kind;
            _state = _kind == EventKind.TradingStateChanged ? venueEvent.TradingState.State : default;
        }

        _count++;
        if (_items.Count < NamedMax && directory.TryGetInstrument(instrument, out InstrumentSpec spec))
        {
            _items.Add((spec, line));
        }
    }

    private void Send(long timeNs)
    {
        string what = _kind switch
        {
            EventKind.TradingStateChanged => $"Trading state {NameOf(_state)}",
            EventKind.InstrumentSettled => "Settled",
            _ => "Delisted",
        };
        string headline = _count == 1 && _items.Count == 1
            ? $"{what}: {_items[0].Spec.Symbol}"
            : string.Create(CultureInfo.InvariantCulture, $"{what}: {_count} instruments");
        bool isHalt = _kind == EventKind.TradingStateChanged && _state == TradingState.Halt;
        NewsWriter news = new NewsWriter(writer)
            .OrigTime(timeNs)
            .Urgency(isHalt ? UrgencyValues.Flash : UrgencyValues.Normal)
            .Headline(Encoding.ASCII.GetBytes(headline));
        Span<byte> text = stackalloc byte[Text40.Capacity];
        if (_items.Count > 0)
        {
            news.NoRelatedSym(_items.Count);
        }

        foreach ((InstrumentSpec spec, _) in _items)
        {
            news.Symbol(text[..spec.Symbol.CopyTo(text)]);
        }

        int unnamed = _count - _items.Count;
        news.LinesOfText(_items.Count + (unnamed > 0 ? 1 : 0));
        foreach ((InstrumentSpec spec, string line) in _items)
        {
            news.Text(Encoding.ASCII.GetBytes($"{spec.Symbol} {line}"));
        }

        if (unnamed > 0)
        {
            news.Text(Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"and {unnamed} more")));
        }

        foreach (GatewayClient client in clients.All)
        {
            BoundClients.Tell(client, writer);
        }

        _items.Clear();
        _count = 0;
    }

    private string StateLine(TradingStateChanged changed)
    {
        string line = $"{NameOf(changed.Before)} to {NameOf(changed.State)}";
        if (changed.UncrossLots == 0 || !directory.TryGetInstrument(changed.Instrument, out InstrumentSpec spec))
        {
            return line;
        }

        string price = Usd((Int128)changed.UncrossTicks * spec.TickSizeMicros);
        return string.Create(CultureInfo.InvariantCulture, $"{line}, opened with {changed.UncrossLots} at {price}");
    }

    private static string SettledLine(InstrumentSettled settled) => string.Create(
        CultureInfo.InvariantCulture,
        $"settled at index {Usd(settled.UnderlyingMicros)}, {Usd(settled.PayoffMicrosPerLot)} USD a lot");

    private static string Usd(Int128 micros) =>
        ((decimal)micros / Micros.PerUnit).ToString("0.######", CultureInfo.InvariantCulture);

    private static string NameOf(TradingState state) => state switch
    {
        TradingState.PreOpen => "pre-open",
        TradingState.Auction => "auction",
        TradingState.Halt => "halt",
        TradingState.ReduceOnly => "reduce only",
        _ => "continuous",
    };
}
