using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>A client of the venue, over a socket. It keeps its session through connections.</summary>
internal sealed class TestClient : IApplication, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedMessage> _received = [];
    private readonly FixMessageWriter _writer;
    private SocketInitiator? _initiator;
    private int _read;

    [SuppressMessage("Reliability", "CA2000", Justification = "The session owns its store and disposes it.")]
    public TestClient(
        string compId, bool resetOnLogon = false, int maxMessageBytes = FrameReader.DefaultMaxMessageBytes)
    {
        _writer = new FixMessageWriter(maxMessageBytes);
        Session = new Session(
            SessionId.Fix44(compId, "HYBRIDGPU"),
            new SessionSettings { ResetOnLogon = resetOnLogon, MaxMessageBytes = maxMessageBytes },
            this,
            new MemoryMessageStore(TimeProvider.System),
            DataDictionary.HybridGpu,
            TimeProvider.System);
    }

    public Session Session { get; }

    /// <summary>How it connects.</summary>
    public Func<InitiatorSettings, InitiatorSettings> Connection { get; init; } = settings => settings;

    /// <summary>Fields of its own for the next Logon.</summary>
    public (int Tag, string Value)[] LogonFields { get; set; } = [];

    /// <summary>Whether its Logons ask for it.</summary>
    public bool CancelOnDisconnect { get; set; }

    /// <summary>Why the last connection ended; empty while none has.</summary>
    public string LastFailure => _initiator?.LastFailure ?? "";

    /// <summary>Connects and doesn't wait.</summary>
    public void Start(int port)
    {
        // It reconnects only when a test says so.
        var settings = new InitiatorSettings
        {
            Port = port,
            ReconnectDelayMin = TimeSpan.FromHours(1),
            ReconnectDelayMax = TimeSpan.FromHours(2),
        };
        _initiator = new SocketInitiator(Connection(settings), Session, TimeProvider.System);
        _initiator.Start();
    }

    public void Connect(int port)
    {
        Start(port);
        Eventually.Until(() => Session.State == SessionState.LoggedOn, $"{Session.Id} is logged on");
    }

    /// <summary>The connection is gone without a word.</summary>
    public async Task KillAsync()
    {
        Session.Abort("killed");
        await _initiator!.DisposeAsync();
    }

    public void Order(
        string clOrdId,
        byte side,
        string price,
        string quantity,
        byte? timeInForce = null,
        string? execInst = null,
        long? expireNs = null,
        string symbol = "BTC-27MAR26-70000-C",
        byte ordType = OrdTypeValues.Limit,
        string? account = null)
    {
        NewOrderSingleWriter order = new NewOrderSingleWriter(_writer).ClOrdID(Ascii(clOrdId));
        if (account is not null)
        {
            order.Account(Ascii(account));
        }

        if (execInst is not null)
        {
            order.ExecInst(Ascii(execInst));
        }

        order.Symbol(Ascii(symbol)).Side(side).TransactTime(TestClock.StartNs)
            .OrderQty(Decimal(quantity)).OrdType(ordType)
            .Price(Decimal(price));
        if (timeInForce is { } inForce)
        {
            order.TimeInForce(inForce);
        }

        if (expireNs is { } expiry)
        {
            order.ExpireTime(expiry);
        }

        Session.Send(_writer);
    }

    public void Cancel(string clOrdId, string origClOrdId)
    {
        new OrderCancelRequestWriter(_writer).OrigClOrdID(Ascii(origClOrdId)).ClOrdID(Ascii(clOrdId))
            .Symbol("BTC-27MAR26-70000-C"u8).Side(SideValues.Buy).TransactTime(TestClock.StartNs);
        Session.Send(_writer);
    }

    /// <summary>One mass quote; an entry is "set,entry,symbol,bid,bidSize,offer,offerSize".</summary>
    public void Quote(string quoteId, params string[] entries)
    {
        MassQuoteWriter quote = new MassQuoteWriter(_writer).QuoteID(Ascii(quoteId));
        string[][] parts = [.. entries.Select(entry => entry.Split(','))];
        IGrouping<string, string[]>[] sets = [.. parts.GroupBy(part => part[0])];
        quote.NoQuoteSets(sets.Length);
        foreach (IGrouping<string, string[]> set in sets)
        {
            quote.QuoteSetID(Ascii(set.Key)).TotNoQuoteEntries(set.Count()).NoQuoteEntries(set.Count());
            foreach (string[] entry in set)
            {
                quote.QuoteEntryID(Ascii(entry[1])).Symbol(Ascii(entry[2])).BidPx(Decimal(entry[3]))
                    .OfferPx(Decimal(entry[5])).BidSize(Decimal(entry[4])).OfferSize(Decimal(entry[6]));
            }
        }

        Session.Send(_writer);
    }

    public void RequestMarketData(string id, byte kind, params string[] symbols)
    {
        MarketDataRequestWriter request = new MarketDataRequestWriter(_writer)
            .MDReqID(Ascii(id)).SubscriptionRequestType(kind).MarketDepth(0)
            .NoMDEntryTypes(3).MDEntryType(MDEntryTypeValues.Bid).MDEntryType(MDEntryTypeValues.Offer)
            .MDEntryType(MDEntryTypeValues.Trade).NoRelatedSym(symbols.Length);
        foreach (string symbol in symbols)
        {
            request.Symbol(Ascii(symbol));
        }

        Session.Send(_writer);
    }

    /// <summary>Sends a message of any type.</summary>
    public void Raw(string msgType, params (int Tag, string Value)[] fields)
    {
        _writer.Begin(Ascii(msgType));
        foreach ((int tag, string value) in fields)
        {
            _writer.WriteField(tag, Ascii(value));
        }

        Session.Send(_writer);
    }

    /// <summary>The next message not yet read.</summary>
    public ReceivedMessage Next()
    {
        ReceivedMessage? next = null;
        Eventually.Until(() => (next = TryNext()) is not null, $"{Session.Id} receives a message");
        return next!;
    }

    /// <summary>The next report, which must be what is said: ExecType, ClOrdID.</summary>
    public ReceivedMessage Report(string execType, string clOrdId)
    {
        ReceivedMessage next = Next();
        Assert.That((next.MsgType, next[150], next[11]), Is.EqualTo(("8", execType, clOrdId)), next.ToString());
        return next;
    }

    public ReceivedMessage Next(string msgType)
    {
        ReceivedMessage next = Next();
        Assert.That(next.MsgType, Is.EqualTo(msgType), next.ToString());
        return next;
    }

    public ReceivedMessage? TryNext()
    {
        lock (_lock)
        {
            return _read < _received.Count ? _received[_read++] : null;
        }
    }

    /// <summary>Has a message answered, and says whether anything else came before the answer.</summary>
    public void AssertQuiet()
    {
        string id = "QUIET" + _read.ToString(CultureInfo.InvariantCulture);
        RequestMarketData(id, SubscriptionRequestTypeValues.Snapshot, "NOWHERE");
        ReceivedMessage answer = Next();
        Assert.That((answer.MsgType, answer[262]), Is.EqualTo(("Y", id)), answer.ToString());
    }

    public void OnLogonSending(Session session, FixMessageWriter logon)
    {
        if (CancelOnDisconnect)
        {
            logon.WriteField(Tags.CancelOnDisconnect, "Y"u8);
        }

        foreach ((int tag, string value) in LogonFields)
        {
            logon.WriteField(tag, Ascii(value));
        }
    }

    public LogonDecision OnLogonRequest(Session session, FixMessage logon) => LogonDecision.Accept;

    public void OnLogon(Session session)
    {
    }

    public void OnLogout(Session session, string reason)
    {
    }

    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
    {
        lock (_lock)
        {
            _received.Add(new ReceivedMessage(message));
        }
    }

    public void OnReject(Session session, FixMessage reject)
    {
        lock (_lock)
        {
            _received.Add(new ReceivedMessage(reject));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_initiator is not null)
        {
            await _initiator.DisposeAsync();
        }

        Session.Dispose();
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static FixDecimal Decimal(string text)
    {
        Assert.That(FixDecimal.TryParse(Ascii(text), out FixDecimal value), Is.True);
        return value;
    }
}
