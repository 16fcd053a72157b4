namespace HybridGpu.Integration.Tests;

/// <summary>Two FIX engines that nobody here wrote trade with each other over the venue, and miss nothing.</summary>
[TestFixture]
public sealed class JsPureFixTests
{
    private const string CompId = "JSPF";
    private const string Other = "QFIX";

    [Test]
    public void JsPureFix_quotes_trades_with_QuickFix_and_recovers_what_it_missed_and_what_a_kill_cut()
    {
        using var directory = new TemporaryDirectory();
        using VenueProcess venue = Venue(directory, 0);
        int port = venue.WaitForPort();
        JsPureFixPeer.Play(
            port, CompId, directory["jspurefix"],
            "logon",
            "order A1 NO-SUCH-SYMBOL buy 1 50000 gtc",
            "expect 8 11=A1 150=8 39=8 103=1",
            "quote Q1 BTC-PERP 79000 81000 2",
            "expect b 117=Q1 297=0",
            "order A2 BTC-PERP buy 2 79500 gtc",
            "expect 8 11=A2 150=0 39=0 44=79500 151=2",
            "logout");

        // While jspurefix is away, QuickFIX trades with what it left: first with its order, then with its quote.
        QuickFixPeer.Play(
            port, Other, directory["quickfix"],
            "logon",
            "order B1 BTC-PERP sell 1 79500 gtc",
            "expect 8 11=B1 150=0",
            "expect 8 11=B1 150=F 39=2 31=79500 32=1 151=0",
            "order B2 BTC-PERP buy 1 81000 gtc",
            "expect 8 11=B2 150=0",
            "expect 8 11=B2 150=F 39=2 31=81000 32=1 151=0",
            "quote Q9 BTC-PERP 79100 80900 1",
            "expect b 117=Q9 297=0",
            "logout");

        using ChildProcess peer = JsPureFixPeer.Start(
            port, CompId, directory["jspurefix"],
            "logon",
            "expect 8 43=Y 11=A2 150=F 39=1 31=79500 32=1 151=1",
            "expect 8 43=Y 117=Q1 150=F 31=81000 32=1",
            "order A3 BTC-PERP buy 1 79400 gtc",
            "expect 8 11=A3 150=0",
            "disconnected",
            "logon",
            "cancel A4 A2 BTC-PERP buy",
            "expect 8 11=A4 41=A2 150=4 14=1",
            "cancel A5 A3 BTC-PERP buy",
            "expect 8 11=A5 41=A3 150=4 14=0",
            "logout");
        peer.WaitForLine("|150=0|", VenueProcess.Patience);
        venue.Kill();
        using VenueProcess again = Venue(directory, port);

        JsPureFixPeer.AssertGood(peer);
    }

    private static VenueProcess Venue(TemporaryDirectory directory, int port) => new(
    [
        .. VenueProcess.Unsettled, "--makers", "0", "--fix-session", $"{CompId}=500", "--fix-session", $"{Other}=501",
        "--data", directory["data"], "--fix-port", $"{port}", "--for", "120s",
    ]);
}
