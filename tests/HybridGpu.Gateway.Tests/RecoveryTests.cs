using HybridGpu.Domain;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>Kills between the journal and the message stores. An image is what a kill leaves: the stores as they were
/// at one moment, the journal as it was at another, both within what the real order of writes allows.</summary>
public sealed class RecoveryTests
{
    private TestFolder _folder = null!;

    private string Image => Path.Combine(_folder.Root, "image");

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public async Task Reports_that_a_crash_kept_back_come_once_and_resent_orders_are_not_applied_twice(
        [Values] bool storeKnowsTheOrder)
    {
        await using var maker = new TestClient("MAKER");
        await using var taker = new TestClient("TAKER");
        var disk = new ControlledDisk(Path.Combine(_folder.Root, "journal"));
        TestVenue crashing = await TestVenue.OpenAsync(_folder.Root, disk: disk);
        await using (crashing)
        {
            Connect(crashing, maker, taker);
            maker.Order("M1", SideValues.Sell, "2000", "5");
            maker.Report("0", "M1");
            Eventually.Until(() => crashing.Gateway.ReportCount == 1, "the report is out");
            if (!storeKnowsTheOrder)
            {
                CopyStores();
            }

            disk.HoldFlush();
            taker.Order("T1", SideValues.Buy, "2000", "2");
            Eventually.Until(() => crashing.Pipeline.Statistics.Trades == 1, "the engine has traded");
            await maker.KillAsync();
            await taker.KillAsync();
            Eventually.Until(() => crashing.Gateway.LoggedOnCount == 0, "both are gone");
            if (storeKnowsTheOrder)
            {
                CopyStores();
            }

            disk.ReleaseFlush();
            Eventually.Until(() => crashing.Gateway.ReportCount == 4, "the journal has it");
            CopyJournal();
        }

        for (int opening = 0; opening < 2; opening++)
        {
            await using TestVenue recovered = await TestVenue.OpenAsync(Image);
            Connect(recovered, maker, taker);
            if (opening == 0)
            {
                taker.Report("0", "T1");
                Assert.That(taker.Report("F", "T1")[43], Is.EqualTo("Y"), "it came by resend");
                Assert.That(maker.Report("F", "M1")[151], Is.EqualTo("3"));
            }

            // Numbers go on, and nothing else is waiting.
            maker.AssertQuiet();
            taker.AssertQuiet();
            taker.Order($"T{opening + 2}", SideValues.Buy, "2000", "1");
            taker.Report("0", $"T{opening + 2}");
            taker.Report("F", $"T{opening + 2}");
            maker.Report("F", "M1");
            await maker.KillAsync();
            await taker.KillAsync();
            await recovered.CloseAsync();
            Assert.That(recovered.Pipeline.Statistics.Trades, Is.EqualTo(2 + opening));
            Assert.That(recovered.Pipeline.Engine.LotsOf(new AccountId(21), TestMarket.Call), Is.EqualTo(3 + opening));
        }
    }

    [Test]
    public async Task An_order_that_was_taken_but_not_journaled_is_asked_for_again_and_applied_once()
    {
        await using var maker = new TestClient("MAKER");
        await using var taker = new TestClient("TAKER");
        var disk = new ControlledDisk(Path.Combine(_folder.Root, "journal"));
        TestVenue crashing = await TestVenue.OpenAsync(_folder.Root, disk: disk);
        await using (crashing)
        {
            Connect(crashing, maker, taker);
            maker.Order("M1", SideValues.Sell, "2000", "5");
            maker.Report("0", "M1");
            taker.Order("T1", SideValues.Buy, "2000", "1");
            taker.Report("0", "T1");
            taker.Report("F", "T1");
            maker.Report("F", "M1");
            ulong before = crashing.Pipeline.SafeSequence;
            disk.HoldFlush();
            CopyJournal();
            taker.Order("T2", SideValues.Buy, "2000", "2");
            Eventually.Until(() => crashing.Pipeline.Statistics.Trades == 2, "the engine has traded");
            await maker.KillAsync();
            await taker.KillAsync();
            Eventually.Until(() => crashing.Gateway.LoggedOnCount == 0, "both are gone");
            CopyStores();
            Assert.That(crashing.Pipeline.SafeSequence, Is.EqualTo(before).Or.EqualTo(before + 1));
            disk.ReleaseFlush();
        }

        await using TestVenue recovered = await TestVenue.OpenAsync(Image);
        Assert.That(recovered.Pipeline.Statistics.Trades, Is.EqualTo(1), "the journal never had the second");
        Connect(recovered, maker, taker);
        taker.Report("0", "T2");
        taker.Report("F", "T2");
        Assert.That(maker.Report("F", "M1")[151], Is.EqualTo("2"));
        maker.AssertQuiet();
        taker.AssertQuiet();
        await recovered.CloseAsync();
        Assert.That(recovered.Pipeline.Statistics.Trades, Is.EqualTo(2));
        Assert.That(recovered.Pipeline.Engine.LotsOf(new AccountId(21), TestMarket.Call), Is.EqualTo(3));
    }

    [Test]
    public async Task A_reset_is_followed_by_the_engine_and_forgets_no_report_that_was_sent()
    {
        await using var resetting = new TestClient("MAKER", resetOnLogon: true);
        await using var steady = new TestClient("MAKER");
        TestVenue venue = await TestVenue.OpenAsync(_folder.Root);
        await using (venue)
        {
            for (int logon = 0; logon < 3; logon++)
            {
                resetting.Connect(venue.Port);
                // The same MsgSeqNum each time: without the engine's reset these were duplicates, and silent.
                Assert.That(resetting.Session.NextSenderMsgSeqNum, Is.EqualTo(2));
                resetting.Order($"O{logon}", SideValues.Buy, "2000", "1");
                resetting.Report("0", $"O{logon}");
                resetting.AssertQuiet();
                await resetting.KillAsync();
                Eventually.Until(() => venue.Gateway.LoggedOnCount == 0, "it is gone");
            }

            await venue.CloseAsync();
        }

        steady.Session.SetNextSenderMsgSeqNum(resetting.Session.NextSenderMsgSeqNum);
        steady.Session.SetNextTargetMsgSeqNum(resetting.Session.NextTargetMsgSeqNum);
        await using TestVenue again = await TestVenue.OpenAsync(_folder.Root);
        steady.Connect(again.Port);
        steady.AssertQuiet();
        steady.Order("O3", SideValues.Buy, "2000", "1");
        steady.Report("0", "O3");
        await again.CloseAsync();
    }

    [Test]
    public async Task A_reset_that_the_journal_does_not_hold_is_not_granted()
    {
        await using var client = new TestClient("MAKER", resetOnLogon: true);
        var disk = new ControlledDisk(Path.Combine(_folder.Root, "journal"));
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root, disk: disk);
        Eventually.Until(() => venue.Pipeline.JournalLag == 0, "the journal is level");
        disk.HoldFlush();

        client.Start(venue.Port);

        Eventually.Until(() => client.LastFailure.Length > 0, "the logon is refused");
        Assert.That(client.LastFailure, Does.Contain("cannot reset sequence numbers"));
        Assert.That(venue.Gateway.LoggedOnCount, Is.Zero);
        disk.ReleaseFlush();
        await venue.CloseAsync();
    }

    [Test]
    public async Task A_lost_message_store_is_noticed_by_the_journal_and_never_swallows_orders()
    {
        await using var client = new TestClient("MAKER");
        TestVenue venue = await TestVenue.OpenAsync(_folder.Root);
        await using (venue)
        {
            client.Connect(venue.Port);
            client.Order("O1", SideValues.Buy, "2000", "1");
            client.Report("0", "O1");
            await client.KillAsync();
            await venue.CloseAsync();
        }

        Directory.Delete(Path.Combine(_folder.Root, "fix"), recursive: true);
        await using var beginner = new TestClient("MAKER");
        await using TestVenue again = await TestVenue.OpenAsync(_folder.Root);

        beginner.Start(again.Port);

        Eventually.Until(() => beginner.LastFailure.Length > 0, "the logon is refused");
        Assert.That(beginner.LastFailure, Does.Contain("MsgSeqNum too low"));
        await again.CloseAsync();
    }

    private static void Connect(TestVenue venue, params TestClient[] clients) =>
        Array.ForEach(clients, client => client.Connect(venue.Port));

    private void CopyStores() =>
        TestFolder.CopyImage(Path.Combine(_folder.Root, "fix"), Path.Combine(Image, "fix"));

    private void CopyJournal() => TestFolder.CopyImage(_folder.Journal, Path.Combine(Image, "journal"));
}
