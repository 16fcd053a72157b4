using System.Diagnostics.CodeAnalysis;
using System.Text;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;

namespace HybridGpu.Simulation.Tests;

/// <summary>A FIX acceptor that keeps quotes and fills every immediate order at its price.</summary>
internal sealed class TinyVenue : IApplication, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SocketAcceptor _acceptor;
    private readonly List<Session> _sessions = [];
    private readonly FixMessageWriter _writer = new();
    private readonly FixMessageWriter _asking = new();
    private long _executions;

    [SuppressMessage("Reliability", "CA2000", Justification = "Sessions own their stores, and go with the venue.")]
    public TinyVenue(string folder, params string[] clients)
    {
        foreach (string client in clients)
        {
            SessionId id = SessionId.Fix44("HYBRIDGPU", client);
            _sessions.Add(new Session(
                id,
                new SessionSettings(),
                this,
                FileMessageStore.Open(folder, id, TimeProvider.System),
                DataDictionary.HybridGpu,
                TimeProvider.System));
        }

        _acceptor = new SocketAcceptor(new AcceptorSettings(), [.. _sessions], TimeProvider.System);
        _acceptor.Start();
    }

    public int Port => _acceptor.LocalEndPoint.Port;

    public Session this[int index] => _sessions[index];

    /// <summary>The last quote by symbol: bid, bid lots, ask, ask lots as written on the wire.</summary>
    public Dictionary<string, (string Bid, long BidLots, string Ask, long AskLots)> Quotes { get; } = [];

    public List<int> EntryCounts { get; } = [];

    public List<List<string>> Sets { get; } = [];

    public HashSet<string> Refused { get; } = [];

    /// <summary>The last answer by request: its id, symbol, bid, bid lots, ask, ask lots.</summary>
    public Dictionary<string, (string Id, string Symbol, string Bid, long BidLots, string Ask, long AskLots)> Answers
    {
        get;
    } = [];

    public List<string> Orders { get; } = [];

    public List<string> Cancels { get; } = [];

    public List<int> Subscriptions { get; } = [];

    public bool Acknowledges { get; set; } = true;

    public bool FillsQuotes { get; set; }

    /// <summary>Looks at what came in, without the session writing to it meanwhile.</summary>
    public T Look<T>(Func<TinyVenue, T> look)
    {
        lock (_lock)
        {
            return look(this);
        }
    }

    public LogonDecision OnLogonRequest(Session session, FixMessage logon) => LogonDecision.Accept;

    public void OnLogon(Session session)
    {
    }

    public void OnLogout(Session session, string reason)
    {
    }

    public void OnReject(Session session, FixMessage reject) =>
        throw new AssertionException(Encoding.ASCII.GetString(new RejectReader(reject).Text));

    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
    {
        lock (_lock)
        {
            switch (message.MsgType[0])
            {
                case (byte)'i':
                    OnMassQuote(session, new MassQuoteReader(message));
                    break;
                case (byte)'S':
                    OnAnswer(new QuoteReader(message));
                    break;
                case (byte)'V':
                    OnMarketDataRequest(session, new MarketDataRequestReader(message));
                    break;
                case (byte)'D':
                    OnOrder(session, new NewOrderSingleReader(message));
                    break;
                case (byte)'F':
                    OnCancel(session, new OrderCancelRequestReader(message));
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Asks the first client for a quote, for a minute or less.</summary>
    public void Ask(string request, string symbol, long lots, int milliseconds = 60_000)
    {
        long endNs = (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + milliseconds) * 1_000_000;
        new QuoteRequestWriter(_asking).QuoteReqID(Ascii(request)).NoRelatedSym(1).Symbol(Ascii(symbol))
            .OrderQty(new FixDecimal(lots, 0)).ExpireTime(endNs);
        _sessions[0].Send(_asking);
    }

    /// <summary>Tells the first client what became of its answer, and of what it traded.</summary>
    public void Tell(string request, string answer, string symbol, int status)
    {
        new QuoteStatusReportWriter(_asking).QuoteReqID(Ascii(request)).QuoteID(Ascii(answer)).Symbol(Ascii(symbol))
            .QuoteStatus(status);
        _sessions[0].Send(_asking);
    }

    /// <summary>Reports a trade to the first client.</summary>
    public void Fill(string answer, string symbol, byte side, long lots)
    {
        lock (_lock)
        {
            Report(_sessions[0], symbol, ExecTypeValues.Trade, OrdStatusValues.Filled, side, lots, answer, "");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _acceptor.StopAsync("closing");
        await _acceptor.DisposeAsync();
        foreach (Session session in _sessions)
        {
            session.Dispose();
        }
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private void OnAnswer(QuoteReader answer) => Answers[Text(answer.QuoteReqID)] = (
        Text(answer.QuoteID),
        Text(answer.Symbol),
        answer.HasBidPx ? answer.BidPx.ToString() : string.Empty,
        answer.BidSize.Mantissa,
        answer.HasOfferPx ? answer.OfferPx.ToString() : string.Empty,
        answer.OfferSize.Mantissa);

    private static string Text(ReadOnlySpan<byte> ascii) => Encoding.ASCII.GetString(ascii);

    private void OnMassQuote(Session session, MassQuoteReader quote)
    {
        List<string> refused = [];
        List<string> sets = [];
        int count = 0;
        foreach (MassQuoteReader.NoQuoteSetsEntry set in quote.NoQuoteSets)
        {
            sets.Add(Text(set.QuoteSetID));
            foreach (MassQuoteReader.NoQuoteSetsEntry.NoQuoteEntriesEntry entry in set.NoQuoteEntries)
            {
                count++;
                string symbol = Text(entry.Symbol);
                if (Refused.Contains(symbol))
                {
                    refused.Add(Text(entry.QuoteEntryID));
                    continue;
                }

                Quotes[symbol] = (
                    entry.HasBidPx ? entry.BidPx.ToString() : string.Empty,
                    entry.BidSize.Mantissa,
                    entry.HasOfferPx ? entry.OfferPx.ToString() : string.Empty,
                    entry.OfferSize.Mantissa);
                if (FillsQuotes)
                {
                    Report(session, symbol, ExecTypeValues.Trade, OrdStatusValues.Filled, SideValues.Buy, 60, "", "");
                }
            }
        }

        EntryCounts.Add(count);
        Sets.Add(sets);
        if (!Acknowledges)
        {
            return;
        }

        MassQuoteAcknowledgementWriter ack = new MassQuoteAcknowledgementWriter(_writer)
            .QuoteID(quote.QuoteID).QuoteStatus(QuoteStatusValues.Accepted);
        if (refused.Count > 0)
        {
            ack = ack.Text("no risk array yet"u8).NoQuoteSets(1).QuoteSetID("1"u8).TotNoQuoteEntries(refused.Count)
                .NoQuoteEntries(refused.Count);
            foreach (string id in refused)
            {
                ack = ack.QuoteEntryID(Encoding.ASCII.GetBytes(id)).QuoteEntryRejectReason(99);
            }
        }

        session.Send(_writer);
    }

    private void OnMarketDataRequest(Session session, MarketDataRequestReader request)
    {
        int count = 0;
        foreach (MarketDataRequestReader.NoRelatedSymEntry entry in request.NoRelatedSym)
        {
            count++;
            if (request.SubscriptionRequestType == SubscriptionRequestTypeValues.Subscribe)
            {
                var shown = new FixDecimal(50, 0);
                new MarketDataSnapshotFullRefreshWriter(_writer)
                    .MDReqID(request.MDReqID).Symbol(entry.Symbol).NoMDEntries(2)
                    .MDEntryType(MDEntryTypeValues.Bid).MDEntryPx(new FixDecimal(990, 0)).MDEntrySize(shown)
                    .MDEntryType(MDEntryTypeValues.Offer).MDEntryPx(new FixDecimal(1010, 0)).MDEntrySize(shown);
                session.Send(_writer);
            }
        }

        Subscriptions.Add(request.SubscriptionRequestType == SubscriptionRequestTypeValues.Subscribe ? count : -count);
    }

    private void OnOrder(Session session, NewOrderSingleReader order)
    {
        string id = Text(order.ClOrdID);
        bool rests = order.TimeInForce == TimeInForceValues.GoodTillCancel;
        string kind = rests ? "rest " + Text(order.ExecInst) : "ioc";
        Orders.Add($"{id} {(char)order.Side} {order.Price} {Text(order.Account)} {kind}");
        string symbol = Text(order.Symbol);
        Report(session, symbol, ExecTypeValues.New, OrdStatusValues.New, order.Side, 0, id, "");
        if (!rests)
        {
            long lots = order.OrderQty.Mantissa;
            Report(session, symbol, ExecTypeValues.Trade, OrdStatusValues.Filled, order.Side, lots, id, "");
        }
    }

    private void OnCancel(Session session, OrderCancelRequestReader cancel)
    {
        string original = Text(cancel.OrigClOrdID);
        Cancels.Add(original);
        Report(
            session, Text(cancel.Symbol), ExecTypeValues.Canceled, OrdStatusValues.Canceled, cancel.Side, 0,
            Text(cancel.ClOrdID), original);
    }

    private void Report(
        Session session,
        string symbol,
        byte type,
        byte status,
        byte side,
        long lots,
        string clOrdId,
        string origClOrdId)
    {
        ExecutionReportWriter report = new ExecutionReportWriter(_writer).OrderID(1);
        if (clOrdId.Length > 0)
        {
            report = report.ClOrdID(Encoding.ASCII.GetBytes(clOrdId));
        }

        if (origClOrdId.Length > 0)
        {
            report = report.OrigClOrdID(Encoding.ASCII.GetBytes(origClOrdId));
        }

        report = report.ExecID(++_executions).ExecType(type).OrdStatus(status)
            .Symbol(Encoding.ASCII.GetBytes(symbol)).Side(side);
        if (lots > 0)
        {
            report = report.LastQty(new FixDecimal(lots, 0)).LastPx(new FixDecimal(990, 0));
        }

        report.LeavesQty(default).CumQty(new FixDecimal(lots, 0)).AvgPx(default);
        session.Send(_writer);
    }
}
