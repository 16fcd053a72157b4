using HybridGpu.Domain;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Venue.Tests;

/// <summary>Cash in and out by the chain's queue, and fees, through the whole venue.</summary>
public sealed class CashTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void Withdrawals_refusals_and_sweeps_are_counted_and_come_back_at_recovery()
    {
        VenueOptions options = TestMarket.Options(_folder.Journal);
        StateHash hash;
        (long Cash, long Fees) balance;
        using (VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory()))
        {
            venue.Start();
            TestMarket.Prepare(venue, options, 20, 21);
            TestMarket.Trade(venue, new Random(TestMarket.Seed()), 500, 20, 21, "T");
            venue.Gate.Publish(Entry(0, ChainEventKind.Deposit, 20, 700));
            venue.Gate.Publish(Entry(1, ChainEventKind.WithdrawalRequest, 20, 300));
            venue.Gate.Publish(Entry(1, ChainEventKind.WithdrawalRequest, 20, 300));
            venue.Gate.Publish(Entry(2, ChainEventKind.WithdrawalRequest, 20, TestMarket.CreditMicros * 2));
            venue.Gate.Publish(Command.Of(CommandKind.SweepFees));

            Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
            Check(venue);
            hash = venue.Engine.StateHash;
            balance = venue.Engine.BalanceOf(new AccountId(20));
        }

        using VenuePipeline again = VenuePipeline.Open(options, new TestClock(), new VenueDirectory());
        Check(again);
        Assert.That(again.Engine.StateHash, Is.EqualTo(hash));
        Assert.That(again.Engine.BalanceOf(new AccountId(20)), Is.EqualTo(balance));
    }

    private static void Check(VenuePipeline venue)
    {
        VenueStatistics told = venue.Statistics;
        Assert.That((told.Deposits, told.Withdrawals, told.QueueRefusals), Is.EqualTo((3L, 1L, 1L)));
        Assert.That(told.SweptMicros, Is.Positive);
        Assert.That(venue.Engine.BalanceOf(AccountId.Fees).CashMicros, Is.EqualTo(told.SweptMicros));
        Assert.That(
            venue.Engine.ChainTotals, Is.EqualTo(((2 * TestMarket.CreditMicros) + 700, 300L)));
        Assert.That(venue.Engine.QueueCursor, Is.EqualTo(3UL));
        Assert.That(venue.Engine.CheckConservation(), Is.EqualTo("ok"));
    }

    private static Command Entry(uint entry, ChainEventKind kind, uint account, long amountMicros)
    {
        Command command = Command.Of(CommandKind.ChainEvent);
        command.ChainEvent = new ChainEvent
        {
            ChainId = 31_337,
            QueueEntry = entry,
            Kind = kind,
            Account = new AccountId(account),
            AmountMicros = amountMicros,
        };
        return command;
    }
}
