using System.Diagnostics;
using System.Text;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Sessions;

namespace HybridGpu.Integration.Tests;

/// <summary>An application that notes execution reports, and lets a test wait for them.</summary>
internal sealed class ReportListener : IApplication
{
    private readonly object _gate = new();
    private readonly List<string> _reports = [];
    private int _logonCount;
    private int _logoutCount;
    private int _takenCount;

    public LogonDecision OnLogonRequest(Session session, FixMessage logon) => LogonDecision.Accept;

    public void OnLogon(Session session) => Change(() => _logonCount++);

    public void OnLogout(Session session, string reason) => Change(() => _logoutCount++);

    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
    {
        message.TryGetBytes(11, out ReadOnlySpan<byte> clOrdId);
        string text = Encoding.ASCII.GetString(message.MsgType) == "8"
            ? Encoding.ASCII.GetString(clOrdId) + (possDup ? " again" : string.Empty)
            : message.ToString();
        Change(() => _reports.Add(text));
    }

    public void OnReject(Session session, FixMessage reject)
    {
        string text = reject.ToString();
        Change(() => _reports.Add(text));
    }

    public void AwaitLogons(int count) => Await(() => _logonCount >= count, $"{count} logons");

    public void AwaitLogouts(int count) => Await(() => _logoutCount >= count, $"{count} logouts");

    /// <summary>Waits for the next reports, which must be these, in this order.</summary>
    public void AwaitReports(params string[] wanted)
    {
        Await(() => _reports.Count >= _takenCount + wanted.Length, string.Join(' ', wanted));
        lock (_gate)
        {
            Assert.That(_reports.GetRange(_takenCount, wanted.Length), Is.EqualTo(wanted));
            _takenCount += wanted.Length;
        }
    }

    public void AssertNothingElse()
    {
        lock (_gate)
        {
            Assert.That(_reports[_takenCount..], Is.Empty);
        }
    }

    private void Change(Action apply)
    {
        lock (_gate)
        {
            apply();
            Monitor.PulseAll(_gate);
        }
    }

    private void Await(Func<bool> isMet, string what)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (!isMet())
            {
                TimeSpan rest = VenueProcess.Patience - Stopwatch.GetElapsedTime(start);
                if (rest <= TimeSpan.Zero)
                {
                    throw new AssertionException(
                        $"waited in vain for {what}; {_logonCount} logons, {_logoutCount} logouts, "
                        + $"reports {string.Join(", ", _reports)}");
                }

                Monitor.Wait(_gate, rest);
            }
        }
    }
}
