using System.Collections.Generic;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Fix.Codec;
using HybridGpu.Gateway.Orders;
using HybridGpu.Venue;

namespace HybridGpu.Gateway;

/// <summary>The venue's FIX application, outbound: durable events become reports in each client's message
/// store.</summary>
/// <remarks>
/// Each report is stored with a cookie made from its event's ordinal. After a crash the journal's replay brings the
/// same events with the same ordinals, and whatever is above a client's highest cookie is reported then: no report is
/// lost, none sent twice. Thread: its own, on the outbound ring. No allocation per report.
/// </remarks>
internal sealed class ExecutionEgress : IVenueObserver
{
    private readonly Dictionary<Text40, GatewayClient> _byCompId = [];
    private readonly List<GatewayClient?> _bySession = [null];
    private readonly ReportWriter _reports;
    private long _reportCount;

    public ExecutionEgress(VenueDirectory directory)
    {
        _reports = new ReportWriter(directory, new FixMessageWriter());
    }

    /// <inheritdoc/>
    public string Name => "fix-egress";

    /// <inheritdoc/>
    public bool NeedsDurableEvents => true;

    /// <summary>Reports sent or stored since the start.</summary>
    public long ReportCount => Volatile.Read(ref _reportCount);

    /// <summary>Makes a client known before the venue opens, so that replayed events find it.</summary>
    public void Add(GatewayClient client) => _byCompId.Add(client.CompId, client);

    /// <inheritdoc/>
    public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
    {
        switch (venueEvent.Header.Kind)
        {
            case EventKind.SessionRegistered:
                Bind(in venueEvent.Session);
                break;
            case EventKind.Trade:
                ReportTrade(in venueEvent);
                break;
            case EventKind.QuoteEntryRejected:
                Find(venueEvent.Quote.Owner)?.RefusedEntries.Add(venueEvent.Quote);
                break;
            case EventKind.MassQuoteDone:
                if (IsNews(venueEvent.Quote.Owner, Cookie(in venueEvent), out GatewayClient quoting))
                {
                    _reports.MassQuoteDone(in venueEvent, quoting.RefusedEntries);
                    Send(quoting, Cookie(in venueEvent));
                }

                Find(venueEvent.Quote.Owner)?.RefusedEntries.Clear();
                break;
            case EventKind.OrderReduced when venueEvent.Order.Cause == CancelCause.None:
                // A quote side that was made smaller, or the first half of a replace, which has a report of its own.
                break;
            case EventKind.OrderAccepted or EventKind.OrderRejected or EventKind.OrderCancelled
                or EventKind.CancelRejected or EventKind.OrderReplaced or EventKind.ReplaceRejected
                or EventKind.StopTriggered or EventKind.OrderReduced:
                ReportOrder(in venueEvent);
                break;
            default:
                break;
        }
    }

    private static ulong Cookie(in VenueEvent venueEvent) => venueEvent.Header.Ordinal * 2;

    private void Bind(in SessionChanged session)
    {
        while (_bySession.Count <= session.Session.Value)
        {
            _bySession.Add(null);
        }

        if (_byCompId.TryGetValue(session.CompId, out GatewayClient? client))
        {
            client.Id = session.Session;
            _bySession[(int)session.Session.Value] = client;
        }
    }

    private GatewayClient? Find(SessionId session) =>
        session.Value < (uint)_bySession.Count ? _bySession[(int)session.Value] : null;

    private bool IsNews(SessionId session, ulong cookie, out GatewayClient client)
    {
        client = Find(session)!;
        return client is not null && cookie > client.Session.HighestCookie;
    }

    private void ReportOrder(in VenueEvent venueEvent)
    {
        // Quotes are reported by their fills and by acknowledgements, not side by side.
        bool isQuote = (venueEvent.Order.Traits & OrderTraits.Quote) != 0;
        if (!isQuote && IsNews(venueEvent.Order.Owner, Cookie(in venueEvent), out GatewayClient client)
            && _reports.Order(in venueEvent))
        {
            Send(client, Cookie(in venueEvent));
        }
    }

    private void ReportTrade(in VenueEvent venueEvent)
    {
        // Two reports of one event: the maker's has the even cookie, the taker's the odd one.
        ulong cookie = Cookie(in venueEvent);
        if (IsNews(venueEvent.Trade.Maker.Owner, cookie, out GatewayClient maker)
            && _reports.Fill(in venueEvent, isMaker: true))
        {
            Send(maker, cookie);
        }

        if (IsNews(venueEvent.Trade.Taker.Owner, cookie + 1, out GatewayClient taker)
            && _reports.Fill(in venueEvent, isMaker: false))
        {
            Send(taker, cookie + 1);
        }
    }

    private void Send(GatewayClient client, ulong cookie)
    {
        client.Session.Send(_reports.Writer, cookie);
        Volatile.Write(ref _reportCount, _reportCount + 1);
    }
}
