using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Tests;

/// <summary>Notes every callback.</summary>
internal sealed class RecordingApplication : IApplication
{
    private readonly Lock _lock = new();
    private readonly List<string> _events = [];

    public LogonDecision Decision { get; set; } = LogonDecision.Accept;

    public Action<Session, FixMessage>? OnApp { get; set; }

    public string Credentials { get; set; } = string.Empty;

    public bool IsQuiet { get; set; }

    public long AppCount { get; private set; }

    public string[] Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public LogonDecision OnLogonRequest(Session session, FixMessage logon) => Decision;

    public void OnLogonSending(Session session, FixMessageWriter logon)
    {
        if (Credentials.Length > 0)
        {
            logon.Write("553="u8, "user"u8);
            logon.Write("554="u8, System.Text.Encoding.ASCII.GetBytes(Credentials));
        }
    }

    public void OnLogon(Session session) => Note("logon");

    public void OnLogout(Session session, string reason) => Note("logout:" + reason);

    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
    {
        AppCount++;
        if (!IsQuiet)
        {
            string id = message.TryGetBytes(11, out ReadOnlySpan<byte> value) ? Wire.Show(value) : string.Empty;
            Note($"app:{msgSeqNum}:{id}{(possDup ? ":dup" : string.Empty)}");
        }

        OnApp?.Invoke(session, message);
    }

    public void OnReject(Session session, FixMessage reject) => Note("reject");

    private void Note(string text)
    {
        lock (_lock)
        {
            _events.Add(text);
        }
    }
}
