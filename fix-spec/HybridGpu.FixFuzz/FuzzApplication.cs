using System;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using static HybridGpu.FixFuzz.FaultText;

namespace HybridGpu.FixFuzz;

/// <summary>An application that reads every field of what it gets, and often answers. Thread: one.</summary>
/// <param name="spec">The dictionary.</param>
/// <param name="random">What it draws from.</param>
internal sealed class FuzzApplication(Spec spec, FuzzRandom random) : IApplication
{
    private readonly FixMessageWriter _writer = new();
    private readonly MessageWalk _walk = new(spec);
    private readonly MessageValidator _validator = new(DataDictionary.HybridGpu);
    private long _execId;
    private bool _isLoggedOn;

    /// <summary>Application messages so far.</summary>
    public long MessageCount { get; private set; }

    /// <summary>Logons so far.</summary>
    public long LogonCount { get; private set; }

    /// <summary>Called with each application message: a test plants its faults here.</summary>
    public Action<FixMessage>? OnMessage { get; set; }

    /// <inheritdoc/>
    public LogonDecision OnLogonRequest(Session session, FixMessage logon)
    {
        _walk.Read(logon);
        return random.OneIn(64) ? LogonDecision.Refuse("not today") : LogonDecision.Accept;
    }

    /// <inheritdoc/>
    public void OnLogon(Session session)
    {
        Expect(!_isLoggedOn, $"The application got OnLogon came twice");
        _isLoggedOn = true;
        LogonCount++;
    }

    /// <inheritdoc/>
    public void OnLogout(Session session, string reason)
    {
        Expect(_isLoggedOn, $"The application got OnLogout came without OnLogon");
        Expect(reason.Length > 0, $"The application got OnLogout without a reason");
        _isLoggedOn = false;
    }

    /// <inheritdoc/>
    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
    {
        Expect(_isLoggedOn, $"The application got a message before OnLogon");
        Expect(_validator.Validate(message).IsValid, $"The application got a message that is not valid");
        MessageCount++;
        _walk.Read(message);
        OnMessage?.Invoke(message);
        if (random.OneIn(4))
        {
            SendReport(session);
        }
        else if (random.OneIn(16))
        {
            session.SendBusinessReject(msgSeqNum, message.MsgType, 0, "no"u8);
        }
    }

    /// <inheritdoc/>
    public void OnReject(Session session, FixMessage reject) => _walk.Read(reject);

    /// <summary>Sends an ExecutionReport, or market data that is never stored for later.</summary>
    /// <param name="session">The session.</param>
    public void SendReport(Session session)
    {
        new ExecutionReportWriter(_writer).OrderID(1).ExecID("E"u8).ExecType(ExecTypeValues.New)
            .OrdStatus(OrdStatusValues.New).Symbol("BTC"u8).Side(SideValues.Buy).LeavesQty(new FixDecimal(1, 0))
            .CumQty(new FixDecimal(0, 0)).AvgPx(new FixDecimal(++_execId, random.Below(18)));
        session.Send(_writer, (ulong)_execId, random.OneIn(8) ? SendMode.OnlyWhenLoggedOn : SendMode.StoreWhenAway);
    }
}
