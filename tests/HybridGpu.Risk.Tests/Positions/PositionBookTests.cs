using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;

namespace HybridGpu.Risk.Tests.Positions;

public sealed class PositionBookTests
{
    [Test]
    public void A_trade_moves_cash_fees_and_lots_as_the_engine_does()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Open(20, 1_000_000_000);
        bench.Open(21, 1_000_000_000);

        bench.Trade(20, 21, new InstrumentId(3), Side.Buy, ticks: 7, lots: 5, fee: 11);

        bench.Book.TryGetBalance(new AccountId(20), out long cash, out long fees);
        Assert.That((cash, fees), Is.EqualTo((1_000_000_000L - (7 * 5 * 100), 11L)));
        bench.Book.TryGetBalance(new AccountId(21), out cash, out fees);
        Assert.That((cash, fees), Is.EqualTo((1_000_000_000L + (7 * 5 * 100), 0L)));
        Assert.That(bench.Book.LotsOf(new AccountId(20), new InstrumentId(3)), Is.EqualTo(5));
        Assert.That(bench.Book.LotsOf(new AccountId(21), new InstrumentId(3)), Is.EqualTo(-5));
    }

    [Test]
    public void A_sweep_moves_what_is_owed_to_the_fee_account()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Open(20, 1_000_000_000);
        bench.Trade(20, 21, new InstrumentId(3), Side.Buy, ticks: 0, lots: 5, fee: 11);

        bench.Apply(EventKind.FeesSwept, (ref VenueEvent e) =>
            e.FeesSwept = new FeesSwept { Account = new AccountId(20), AmountMicros = 11 });

        bench.Book.TryGetBalance(new AccountId(20), out long cash, out long fees);
        Assert.That((cash, fees), Is.EqualTo((1_000_000_000L - 11, 0L)));
        bench.Book.TryGetBalance(AccountId.Fees, out cash, out fees);
        Assert.That((cash, fees), Is.EqualTo((11L, 0L)));
    }

    [Test]
    public void Funding_moves_cash_and_leaves_the_position()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Open(20, 1_000_000_000);
        bench.Trade(20, 21, new InstrumentId(3), Side.Buy, ticks: 0, lots: 5, fee: 0);

        bench.Apply(EventKind.FundingPaid, (ref VenueEvent e) => e.FundingPaid = new FundingPaid
        {
            Account = new AccountId(20),
            Instrument = new InstrumentId(3),
            Lots = 5,
            CashMicros = -42,
        });
        bench.Apply(EventKind.FundingFixed, (ref VenueEvent e) => e.FundingFixed.RemainderMicros = 1);

        bench.Book.TryGetBalance(new AccountId(20), out long cash, out _);
        Assert.That(cash, Is.EqualTo(1_000_000_000 - 42));
        bench.Book.TryGetBalance(AccountId.Fees, out cash, out _);
        Assert.That(cash, Is.EqualTo(1));
        Assert.That(bench.Book.LotsOf(new AccountId(20), new InstrumentId(3)), Is.EqualTo(5));
    }

    [Test]
    public void An_account_opens_without_cash_whoever_owns_it_and_a_withdrawal_says_what_is_left()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Apply(EventKind.AccountOpened, (ref VenueEvent e) =>
            e.OpenAccount = new OpenAccount { Account = new AccountId(30), Owner0 = ulong.MaxValue });
        Assert.That(bench.Book.TryGetBalance(new AccountId(30), out long cash, out _), Is.True);
        Assert.That(cash, Is.Zero);

        bench.Apply(EventKind.Withdrawn, (ref VenueEvent e) =>
            (e.Account.Account, e.Account.CashMicros) = (new AccountId(30), 77));
        bench.Apply(EventKind.QueueEntryRefused, (ref VenueEvent e) => e.Account.Account = new AccountId(30));
        bench.Book.TryGetBalance(new AccountId(30), out cash, out _);
        Assert.That(cash, Is.EqualTo(77));
    }

    [Test]
    public void A_repeated_event_is_ignored()
    {
        using Bench bench = new Bench().WithMarket();
        VenueEvent trade = bench.Trade(20, 21, new InstrumentId(3), Side.Sell, 7, 5);

        bench.Book.Apply(in trade);

        Assert.That(bench.Book.LotsOf(new AccountId(20), new InstrumentId(3)), Is.EqualTo(-5));
    }

    [Test]
    public void Settlement_turns_lots_into_cash_and_the_remainder_goes_to_the_fee_account()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Trade(20, 21, new InstrumentId(3), Side.Buy, 0, 5);
        VenueEvent settled = bench.Event(EventKind.PositionSettled);
        settled.PositionSettled = new PositionSettled
        {
            Account = new AccountId(20),
            Instrument = new InstrumentId(3),
            Lots = 5,
            CashMicros = 500,
        };
        bench.Book.Apply(in settled);
        VenueEvent done = bench.Event(EventKind.InstrumentSettled);
        done.InstrumentSettled.RemainderMicros = 3;
        bench.Book.Apply(in done);

        Assert.That(bench.Book.LotsOf(new AccountId(20), new InstrumentId(3)), Is.Zero);
        bench.Book.TryGetBalance(new AccountId(20), out long cash, out _);
        Assert.That(cash, Is.EqualTo(500));
        bench.Book.TryGetBalance(AccountId.Fees, out cash, out _);
        Assert.That(cash, Is.EqualTo(3));
        Assert.That(bench.Book.PositionCount, Is.EqualTo(1));
    }

    [Test]
    public void Past_its_bounds_the_book_says_so_instead_of_being_silently_wrong()
    {
        var limits = new RiskLimits
        {
            AccountCapacity = 64,
            PositionCapacity = 2,
            InstrumentCapacity = 512,
            ContractCapacity = 256,
        };
        using Bench bench = new Bench(limits).WithMarket();
        bench.Trade(20, 21, new InstrumentId(3), Side.Buy, 1, 1);
        bench.Trade(20, 99, new InstrumentId(3), Side.Buy, 1, 1);
        Assert.That(bench.Book.IgnoredCount, Is.EqualTo(1));

        bench.Trade(22, 21, new InstrumentId(4), Side.Buy, 1, 1);

        Assert.That(bench.Book.IgnoredCount, Is.EqualTo(3));
        bench.MustTick().Snapshot.TryGetAccount(new AccountId(22), out HybridGpu.Risk.Tick.AccountRisk risk);
        Assert.That(risk.IsIncomplete, Is.True);
    }

    [Test]
    public void Random_trades_agree_with_a_dictionary()
    {
        Random random = Seed.NewRandom();
        using Bench bench = new Bench().WithMarket();
        var lots = new Dictionary<(uint, uint), long>();
        var cash = new Dictionary<uint, long>();
        for (int i = 0; i < 5_000; i++)
        {
            uint taker = (uint)random.Next(16, 30);
            uint maker = taker + 20;
            var instrument = new InstrumentId((uint)random.Next(bench.Catalog.Count));
            Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            (long ticks, long quantity) = (random.Next(0, 1000), random.Next(1, 3));
            bench.Trade(taker, maker, instrument, side, ticks, quantity);
            bench.Catalog.TryGet(instrument, out var spec);
            foreach ((uint account, long sign) in new[] { (taker, side.Sign()), (maker, -side.Sign()) })
            {
                (uint, uint) position = (account, instrument.Value);
                lots[position] = lots.GetValueOrDefault(position) + (sign * quantity);
                cash[account] = cash.GetValueOrDefault(account) - (sign * quantity * ticks * spec.TickValue);
            }
        }

        foreach (((uint account, uint instrument), long expected) in lots)
        {
            Assert.That(bench.Book.LotsOf(new AccountId(account), new InstrumentId(instrument)), Is.EqualTo(expected));
        }

        foreach ((uint account, long expected) in cash)
        {
            bench.Book.TryGetBalance(new AccountId(account), out long actual, out _);
            Assert.That(actual, Is.EqualTo(expected));
        }

        Assert.That(bench.Book.PositionCount, Is.EqualTo(lots.Count(p => p.Value != 0)));
    }
}
