using System.Text.RegularExpressions;

namespace HybridGpu.Integration.Tests;

/// <summary>A FIX engine that nobody here wrote trades with the venue, and goes on with it after a crash.</summary>
[TestFixture]
public sealed partial class PeerTests
{
    private const string CompId = "QFIX";
    private const string Trader = "500";

    [Test]
    public void QuickFix_trades_and_goes_on_after_the_venue_was_killed_and_started_again()
    {
        using var directory = new TemporaryDirectory();
        int port;
        string before;
        using (VenueProcess venue = Venue(directory, 0))
        {
            port = venue.WaitForPort();
            before = QuickFixPeer.Play(
                port, CompId, directory["quickfix"],
                "logon",
                "order A1 BTC-PERP buy 1 50000 gtc",
                "expect 8 11=A1 150=0 39=0 55=BTC-PERP 54=1 38=1 44=50000 151=1 14=0",
                "cancel A2 A1 BTC-PERP buy",
                "expect 8 11=A2 41=A1 150=4 39=4 151=0 14=0",
                "order A3 NO-SUCH-SYMBOL buy 1 50000 gtc",
                "expect 8 11=A3 150=8 39=8 103=1 55=NO-SUCH-SYMBOL",
                "cancel A4 A1 BTC-PERP buy",
                "expect 9 11=A4 41=A1 434=1 102=1",
                "order A5 BTC-PERP buy 1 50000.5 gtc",
                "expect 8 11=A5 150=0 39=0 44=50000.5",
                "logout");
            venue.Kill();
        }

        using VenueProcess again = Venue(directory, port);
        Assert.That(again.WaitForPort(), Is.EqualTo(port));
        string after = QuickFixPeer.Play(
            port, CompId, directory["quickfix"],
            "logon",
            "cancel B1 A5 BTC-PERP buy",
            "expect 8 11=B1 41=A5 150=4 39=4 44=50000.5",
            "order B2 BTC-PERP buy 1 50000 gtc",
            "expect 8 11=B2 150=0 39=0",
            "cancel B3 B2 BTC-PERP buy",
            "expect 8 11=B3 41=B2 150=4 39=4",
            "logout");

        // A logon is message 1 on both sides; five messages each way and the logouts are 2 to 7; the next logon is 8.
        Assert.That(Numbers(before), Is.EqualTo((2, 2)));
        Assert.That(Numbers(after), Is.EqualTo((9, 9)));
    }

    [Test]
    public void QuickFix_connected_while_the_venue_is_killed_finds_its_order_as_it_was()
    {
        using var directory = new TemporaryDirectory();
        using VenueProcess venue = Venue(directory, 0);
        int port = venue.WaitForPort();
        using ChildProcess peer = QuickFixPeer.Start(
            port, CompId, directory["quickfix"],
            "logon",
            "order A1 BTC-PERP buy 1 50000 gtc",
            "expect 8 11=A1 150=0 39=0",
            "disconnected",
            "logon",
            "cancel A2 A1 BTC-PERP buy",
            "expect 8 11=A2 41=A1 150=4 39=4",
            "logout");
        peer.WaitForLine("|11=A1|", VenueProcess.Patience);

        venue.Kill();
        using VenueProcess again = Venue(directory, port);

        QuickFixPeer.AssertGood(peer);
    }

    private static VenueProcess Venue(TemporaryDirectory directory, int port) => new(
    [
        .. VenueProcess.Unsettled, "--makers", "0", "--fix-session", $"{CompId}={Trader}", "--data", directory["data"],
        "--fix-port", $"{port}", "--for", "120s",
    ]);

    /// <summary>The next numbers out and in, as QuickFIX has them after its logon.</summary>
    private static (int Out, int In) Numbers(string output)
    {
        Match logon = LogonLine().Match(output);
        return (int.Parse(logon.Groups[1].ValueSpan), int.Parse(logon.Groups[2].ValueSpan));
    }

    [GeneratedRegex(@"^logon out=(\d+) in=(\d+)$", RegexOptions.Multiline)]
    private static partial Regex LogonLine();
}
