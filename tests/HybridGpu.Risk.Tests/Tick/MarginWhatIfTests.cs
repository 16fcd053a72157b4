using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Tests.Tick;

/// <summary>Margin after trades that have not happened, against the tick after they have.</summary>
public sealed class MarginWhatIfTests
{
    [Test]
    public void Supposed_trades_come_to_what_the_next_tick_finds_when_they_are_made()
    {
        Random random = Seed.NewRandom();
        using Bench bench = new Bench().WithMarket();
        // Volatilities are not certain, so that the confidence charge is in it.
        Assert.That(bench.Market.SetSurface(new ExpirySurface
        {
            Underlying = Bench.Btc,
            ExpiryNs = Bench.Now + (30 * Bench.Day),
            WidthNano = 20_000_000,
        }));
        for (int i = 0; i < 100; i++)
        {
            uint taker = (uint)random.Next(16, 40);
            bench.Trade(
                taker, taker + 30, Any(random, bench), random.Next(2) == 0 ? Side.Buy : Side.Sell, random.Next(10_000),
                random.Next(1, 1_000));
        }

        bench.MustTick();
        for (int i = 0; i < 20; i++)
        {
            var account = new AccountId((uint)random.Next(16, 40));
            bench.Trade(account.Value, 200, Any(random, bench), Side.Buy, 1, 1);
            List<(InstrumentId Instrument, long Lots, int Ticks)> trades = [];
            for (int left = random.Next(4); left > 0; left--)
            {
                trades.Add((Any(random, bench), random.NextInt64(1, 500), random.Next(1, 9_000)));
                trades.Add((Any(random, bench), random.NextInt64(-500, 0), random.Next(1, 9_000)));
            }

            MarginAnswer supposed = Ask(bench, account, [.. trades.Select(trade => new SupposedTrade(
                trade.Instrument, trade.Lots, trade.Ticks * SpecOf(bench, trade.Instrument).TickValue))]);

            foreach ((InstrumentId instrument, long lots, int ticks) in trades)
            {
                bench.Trade(
                    account.Value, 200, instrument, lots > 0 ? Side.Buy : Side.Sell, ticks, (int)Math.Abs(lots));
            }

            bench.MustTick(Bench.Now).Snapshot.TryGetAccount(account, out AccountRisk made);
            Assert.That(supposed.IsDone);
            Assert.That(supposed.InitialMarginMicros, Is.EqualTo(made.InitialMarginMicros));
            Assert.That(supposed.MaintenanceMarginMicros, Is.EqualTo(made.MaintenanceMarginMicros));
            Assert.That(supposed.EquityMicros, Is.EqualTo(made.EquityMicros));
            Assert.That(supposed.HeadroomMicros, Is.EqualTo(made.HeadroomMicros));
            Assert.That(supposed.WorstColumn, Is.EqualTo(made.WorstColumn));
        }

        Assert.That(bench.Tick.Latest!.Totals.ConfidenceMicros, Is.Positive);
    }

    [Test]
    public void A_question_has_prices_made_for_it_when_nothing_else_is_new()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Trade(20, 21, new InstrumentId(0), Side.Buy, 1, 1);
        bench.MustTick();
        Assert.That(bench.Tick.TryTick(out _), Is.False);

        MarginAnswer answer = Ask(bench, new AccountId(20));

        Assert.That(answer.IsDone);
        Assert.That(answer.InitialMarginMicros, Is.EqualTo(answer.Before.InitialMarginMicros));
        Assert.That(answer.EquityMicros, Is.EqualTo(answer.Before.EquityMicros));
    }

    [Test]
    public void An_unknown_account_or_instrument_is_said_to_be_one()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Trade(20, 21, new InstrumentId(0), Side.Buy, 1, 1);
        bench.MustTick();

        MarginAnswer stranger = Ask(bench, new AccountId(99));
        MarginAnswer unlisted = Ask(bench, new AccountId(20), new SupposedTrade(new InstrumentId(300), 1, null));

        Assert.That((stranger.IsDone, stranger.Unpriced), Is.EqualTo((false, InstrumentId.Unassigned)));
        Assert.That((unlisted.IsDone, unlisted.Unpriced), Is.EqualTo((false, new InstrumentId(300))));
    }

    [Test]
    public void No_more_than_256_questions_wait()
    {
        using Bench bench = new Bench().WithMarket();
        for (int i = 0; i < RiskTick.QuestionsMax; i++)
        {
            Assert.That(bench.Tick.TryAsk(new MarginQuestion(new AccountId(20), [])), Is.True);
        }

        Assert.That(bench.Tick.TryAsk(new MarginQuestion(new AccountId(20), [])), Is.False);
        bench.MustTick();
        Assert.That(bench.Tick.TryAsk(new MarginQuestion(new AccountId(20), [])), Is.True);
        Assert.That(
            () => new MarginQuestion(new AccountId(20), new SupposedTrade[MarginQuestion.TradesMax + 1]),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static MarginAnswer Ask(Bench bench, AccountId account, params SupposedTrade[] trades)
    {
        var question = new MarginQuestion(account, trades);
        Assert.That(bench.Tick.TryAsk(question), Is.True);
        Assert.That(bench.Tick.TryTick(out _), Is.True);
        Assert.That(question.Answer.IsCompletedSuccessfully);
        return question.Answer.Result;
    }

    private static InstrumentSpec SpecOf(Bench bench, InstrumentId instrument) =>
        bench.Catalog.TryGet(instrument, out InstrumentSpec spec) ? spec : default;

    private static InstrumentId Any(Random random, Bench bench) => new((uint)random.Next(bench.Catalog.Count));
}
