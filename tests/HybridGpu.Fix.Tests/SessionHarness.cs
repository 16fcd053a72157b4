using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;

namespace HybridGpu.Fix.Tests;

/// <summary>A session without a socket: bytes in, bytes out, time by hand. We are VENUE, the peer is PEER.</summary>
internal sealed class SessionHarness : IDisposable
{
    private readonly FrameReader _frames = new();
    private readonly FixMessage _message = new();

    public SessionHarness(SessionSettings? settings = null, IMessageStore? store = null, ManualTime? time = null)
    {
        Time = time ?? new ManualTime();
        Store = store ?? new MemoryMessageStore(Time);
        Session = new Session(
            SessionId.Fix44("VENUE", "PEER"),
            settings ?? new SessionSettings(),
            Application,
            Store,
            DataDictionary.HybridGpu,
            Time);
    }

    public ManualTime Time { get; }

    public IMessageStore Store { get; }

    public RecordingApplication Application { get; } = new();

    public RecordingTransport Transport { get; private set; } = new();

    public FixMessageWriter Writer { get; } = new();

    public Session Session { get; }

    public SessionHarness Connect(bool isInitiator = false)
    {
        Transport = new RecordingTransport();
        Assert.That(Session.TryConnect(Transport, isInitiator), Is.True);
        return this;
    }

    /// <summary>Connects and logs on with a number; the answer is consumed.</summary>
    public SessionHarness LogOn(long msgSeqNum = 1, string more = "98=0|108=30")
    {
        Connect();
        Receive("A", msgSeqNum, more);
        Assert.That(Transport.Next(), Does.Contain("|35=A|"));
        return this;
    }

    public void Receive(string msgType, long msgSeqNum, string body = "", string header = "")
    {
        string fields = $"35={msgType}|34={msgSeqNum}|49=PEER|52={Time.Text()}|56=VENUE";
        ReceiveRaw(Wire.Frame(fields + Prefixed(header) + Prefixed(body)));
    }

    public void ReceiveRaw(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> room = _frames.GetMemory().Span;
            int count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            _frames.Advance(count);
            bytes = bytes[count..];
            Deliver();
        }
    }

    public void Order(long msgSeqNum, string clOrdId, string header = "") =>
        Receive("D", msgSeqNum, OrderBody(clOrdId), header);

    public string OrderBody(string clOrdId) => $"11={clOrdId}|55=BTC|54=1|60={Time.Text()}|38=1|40=2|44=100.5";

    public SendResult Report(string execId, ulong cookie = 0, SendMode mode = SendMode.StoreWhenAway)
    {
        new ExecutionReportWriter(Writer).OrderID(1).ExecID(System.Text.Encoding.ASCII.GetBytes(execId))
            .ExecType(ExecTypeValues.New).OrdStatus(OrdStatusValues.New).Symbol("BTC"u8).Side(SideValues.Buy)
            .LeavesQty(new FixDecimal(1, 0)).CumQty(new FixDecimal(0, 0)).AvgPx(new FixDecimal(0, 0));
        return Session.Send(Writer, cookie, mode);
    }

    public void Advance(double seconds)
    {
        Time.Advance(seconds);
        Session.Tick();
    }

    public void Dispose() => Session.Dispose();

    private static string Prefixed(string fields) => fields.Length == 0 ? string.Empty : "|" + fields;

    private void Deliver()
    {
        FrameOutcome outcome;
        while ((outcome = _frames.TryRead(out int offset, out int length)) != FrameOutcome.NeedMore)
        {
            if (outcome == FrameOutcome.TooLarge)
            {
                Session.OnTooLarge(Transport);
                _frames.Clear();
                return;
            }

            if (outcome == FrameOutcome.Message && _message.Parse(_frames.Buffer, offset, length))
            {
                Session.OnMessage(Transport, _message);
            }
        }
    }
}
