using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Generated;
using HybridGpu.Persistence;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

public sealed class DiskFullTests
{
    [Test]
    public async Task New_orders_and_quotes_are_refused_with_a_reason_and_cancels_pass()
    {
        var folder = new TestFolder();
        var disk = new ControlledDisk(Path.Combine(folder.Root, "journal"));
        await using (TestVenue venue = await TestVenue.OpenAsync(folder.Root, disk: disk))
        {
            await using var maker = new TestClient("MAKER");
            maker.Connect(venue.Port);
            maker.Order("M1", SideValues.Sell, "2000", "5");
            maker.Report("0", "M1");
            disk.IsFull = true;
            Eventually.Until(
                () =>
                {
                    ulong at = venue.Pipeline.Gate.Publish(Command.Of(CommandKind.Clock));
                    Assert.That(venue.Pipeline.WaitUntilSafe(at, Eventually.Deadline), Is.True);
                    return venue.Pipeline.JournalStatus == JournalStatus.DiskFull;
                },
                "the journal reaches its reserve");

            maker.Order("M2", SideValues.Sell, "2000", "5");
            Assert.That(
                maker.Report("8", "M2")[58],
                Does.Contain("cannot take new orders now").And.Contain("cancels still work"));
            maker.Quote("Q1", "S,E,BTC-PERP,1990,5,2010,5");
            Assert.That(maker.Next("b")[58], Does.Contain("cannot take new quotes now"));
            maker.Cancel("C1", "M1");
            maker.Report("4", "C1");
            disk.IsFull = false;
            await maker.DisposeAsync();
            await venue.CloseAsync();
        }

        folder.Remove();
    }
}
