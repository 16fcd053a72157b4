using System.Numerics;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Tests.Support;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Transition;

[TestFixture]
internal sealed class TransitionModelTests
{
    [Test]
    public void Random_operations_do_what_the_naive_model_says_and_refused_ones_nothing()
    {
        Random random = Seed.Random();
        var counts = new Dictionary<TransitionError, int>();
        for (int run = 0; run < 12; run++)
        {
            var stream = new OperationStream(random, badShare: 0.3);
            var state = new SettlementState(OperationStream.Parameters);
            var model = new NaiveSettlement(OperationStream.Parameters);
            for (int i = 0; i < 1_000; i++)
            {
                Operation operation = stream.Next(state);
                Hash32[] before = LeafHashes(state);

                TransitionError error = TransitionFunction.Apply(state, in operation, out WrittenLeaves written);

                (int atRun, int at) = (run, i);
                Func<string> where = () => $"run {atRun}, operation {at}: {operation}";
                Assert.That(error, Is.EqualTo(model.Apply(operation)), where);
                counts[error] = counts.GetValueOrDefault(error) + 1;
                if (error != TransitionError.None)
                {
                    Assert.That(LeafHashes(state), Is.EqualTo(before), where);
                    Assert.That(written.Count, Is.Zero, where);
                }

                AssertSame(state, model, where);
                AssertConserved(model, where);
            }
        }

        TestContext.Out.WriteLine(string.Join(", ", counts.OrderBy(c => c.Key).Select(c => $"{c.Key} {c.Value}")));
        IEnumerable<TransitionError> never = Enum.GetValues<TransitionError>().Except(counts.Keys);
        Assert.That(never, Is.EquivalentTo(new[] { TransitionError.DoesNotDecode }), "errors never met");
    }

    [Test]
    public void A_kind_that_does_not_exist_does_not_decode()
    {
        var state = new SettlementState(OperationStream.Parameters);
        foreach (byte kind in new byte[] { 0, 8, 15, 22, 255 })
        {
            var operation = new Operation { Kind = (OperationKind)kind };
            Assert.That(TransitionFunction.Apply(state, in operation), Is.EqualTo(TransitionError.DoesNotDecode));
            Assert.That(OperationCodec.TryDecode([kind, 0, 0], out _), Is.False);
        }
    }

    private static void AssertSame(SettlementState state, NaiveSettlement model, Func<string> where)
    {
        SystemLeaf leaf = state.System.Leaf;
        Assert.That(
            (leaf.SequencedNs, leaf.MarketNs, leaf.RiskEpoch, leaf.QueueCursor, state.System.Funding.Epoch),
            Is.EqualTo((model.SequencedNs, model.MarketNs, model.Epoch, model.Cursor, (ulong)model.Fixings.Count)),
            where);
        foreach ((uint number, NaiveAccount expected) in model.Accounts)
        {
            AccountState? account = state.Find(number);
            Assert.That(
                ((BigInteger)(account?.Cash ?? 0), (BigInteger)(account?.FeesAccrued ?? 0),
                    (BigInteger)(account?.Withdrawn ?? 0)),
                Is.EqualTo((expected.Cash, expected.Fees, expected.Withdrawn)), where);
            Assert.That(account?.FundingEpoch ?? 0, Is.EqualTo(expected.FundingEpoch), where);
            Assert.That(account?.Owner ?? default, Is.EqualTo(expected.Owner), where);
            (uint, BigInteger)[] lots = [.. (account?.EnumerateLots() ?? [])
                .GroupBy(
                    held => held.Instrument, (key, all) => (key, all.Aggregate(BigInteger.Zero, (s, h) => s + h.Lots)))
                .Order()];
            (uint, BigInteger)[] expectedLots = [.. expected.Pages.Values.SelectMany(page => page.Lots)
                .GroupBy(held => held.Key, (key, all) => (key, all.Aggregate(BigInteger.Zero, (s, h) => s + h.Value)))
                .Order()];
            Assert.That(lots, Is.EqualTo(expectedLots), where);
        }
    }

    // Lots of each instrument sum to nothing until it settles; then what is still to be settled makes up for what was.
    private static void AssertConserved(NaiveSettlement model, Func<string> where)
    {
        BigInteger cash = model.Accounts.Values.Aggregate(BigInteger.Zero, (sum, account) => sum + account.Cash);
        foreach ((uint instrument, InstrumentTerms terms) in model.Instruments)
        {
            BigInteger held = model.Accounts.Values
                .Aggregate(BigInteger.Zero, (sum, account) => sum + account.LotsOf(instrument));
            Assert.That(terms.IsSettled || held.IsZero, where);
            cash += terms.IsSettled ? held * NaiveSettlement.PayoffDown(terms) : 0;
        }

        Assert.That(cash, Is.EqualTo(model.Deposited - model.Withdrawn), where);
    }

    private static Hash32[] LeafHashes(SettlementState state) =>
        [.. state.EnumerateAccounts().Select(account => account.LeafHash), state.System.LeafHash];
}
