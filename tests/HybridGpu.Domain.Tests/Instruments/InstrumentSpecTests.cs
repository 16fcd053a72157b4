using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Tests.Wire;

namespace HybridGpu.Domain.Tests.Instruments;

internal sealed class InstrumentSpecTests
{
    private static InstrumentSpec Good => WireStruct.Build<InstrumentSpec>();

    private static IEnumerable<TestCaseData> Broken()
    {
        static TestCaseData Case(string rule, RejectCode code, Func<InstrumentSpec, InstrumentSpec> change) =>
            new TestCaseData(change, code).SetArgDisplayNames(rule);

        yield return Case("no symbol", RejectCode.BadInstrumentTerms, s => s with { Symbol = default });
        yield return Case("underlying 16", RejectCode.BadInstrumentTerms, s => s with { Underlying = new(16) });
        yield return Case("id 2^20", RejectCode.BadInstrumentTerms, s => s with { Id = new(1u << 20) });
        yield return Case("kind 0", RejectCode.BadInstrumentTerms, s => s with { Kind = 0 });
        yield return Case("kind 5", RejectCode.BadInstrumentTerms, s => s with { Kind = (InstrumentKind)5 });
        yield return Case("expiry 0", RejectCode.BadInstrumentTerms, s => s with { ExpiryNs = 0 });
        yield return Case("call without strike", RejectCode.BadInstrumentTerms, s => s with { StrikeMicros = 0 });
        yield return Case(
            "put with negative strike",
            RejectCode.BadInstrumentTerms,
            s => s with { Kind = InstrumentKind.Put, StrikeMicros = -1 });
        yield return Case(
            "future with strike", RejectCode.BadInstrumentTerms, s => s with { Kind = InstrumentKind.Future });
        yield return Case(
            "call without expiry", RejectCode.BadInstrumentTerms, s => s with { ExpiryNs = long.MaxValue });
        yield return Case(
            "perpetual with expiry",
            RejectCode.BadInstrumentTerms,
            s => s with { Kind = InstrumentKind.Perpetual, StrikeMicros = 0 });
        yield return Case("tick 0", RejectCode.TickValueNotInteger, s => s with { TickSizeMicros = 0 });
        yield return Case("lot 0", RejectCode.TickValueNotInteger, s => s with { LotSizeMicros = 0 });
        yield return Case("reference 0", RejectCode.TickValueNotInteger, s => s with { ReferencePriceMicros = 0 });
        yield return Case("highest price 0", RejectCode.TickValueNotInteger, s => s with { PriceTicksMax = 0 });
        yield return Case("largest order 0", RejectCode.TickValueNotInteger, s => s with { OrderLotsMax = 0 });
        yield return Case(
            "fractional tick value", RejectCode.TickValueNotInteger, s => s with { TickSizeMicros = 100_001 });
        yield return Case("a whole bitcoin", RejectCode.LotTooLarge, s => s with { LotSizeMicros = 1_000_000 });
        yield return Case(
            "notional beyond 128 bits",
            RejectCode.LotTooLarge,
            s => s with { ReferencePriceMicros = long.MaxValue, LotSizeMicros = long.MaxValue / 10 * 10 });
        yield return Case(
            "order value 2^128, which wraps to nothing",
            RejectCode.LotTooLarge,
            s => s with { PriceTicksMax = 1L << 62, OrderLotsMax = 1L << 62, TickSizeMicros = 16_000 });
        yield return Case(
            "tick times lot beyond a long, though a tick's value is not",
            RejectCode.LotTooLarge,
            s => s with
            {
                ReferencePriceMicros = 1,
                LotSizeMicros = 100_000_000_000_000,
                TickSizeMicros = 1_000_000,
                PriceTicksMax = 1,
                OrderLotsMax = 1,
            });
    }

    [TestCaseSource(nameof(Broken))]
    public void Each_broken_rule_is_refused_with_its_code(Func<InstrumentSpec, InstrumentSpec> change, RejectCode code)
    {
        Assert.That(Good.Validate(), Is.EqualTo(RejectCode.None), "the terms before the change are good");
        Assert.That(change(Good).Validate(), Is.EqualTo(code));
    }

    [Test]
    public void Every_kind_can_be_listed()
    {
        InstrumentSpec future = Good with { Kind = InstrumentKind.Future, StrikeMicros = 0 };
        InstrumentSpec perpetual = future with { Kind = InstrumentKind.Perpetual, ExpiryNs = long.MaxValue };
        Assert.Multiple(() =>
        {
            Assert.That((Good with { Kind = InstrumentKind.Put }).Validate(), Is.EqualTo(RejectCode.None));
            Assert.That(future.Validate(), Is.EqualTo(RejectCode.None));
            Assert.That(perpetual.Validate(), Is.EqualTo(RejectCode.None));
            Assert.That((Good with { Kind = InstrumentKind.Put }).IsOption, Is.True);
            Assert.That(perpetual.IsOption, Is.False);
        });
    }

    // 6 x 357,913,941.0 x 1 = 2,147,483,646 micro-USD is the last notional below 2^31 - 1.
    [TestCase(357_913_941L, RejectCode.None)]
    [TestCase(357_913_942L, RejectCode.LotTooLarge)]
    public void The_lot_bound_is_exact(long referenceMicros, RejectCode code)
    {
        InstrumentSpec spec = Good with
        {
            ReferencePriceMicros = referenceMicros,
            LotSizeMicros = 1_000_000,
            PriceTicksMax = 1,
            OrderLotsMax = 1,
        };
        Assert.That(spec.Validate(), Is.EqualTo(code));
    }

    // Tick value 100, so 2^62 / 100 = 46,116,860,184,273,879.04 lots of one tick.
    [TestCase(46_116_860_184_273_879L, RejectCode.None)]
    [TestCase(46_116_860_184_273_880L, RejectCode.LotTooLarge)]
    public void The_order_value_bound_is_exact(long lots, RejectCode code)
    {
        InstrumentSpec spec = Good with { PriceTicksMax = 1, OrderLotsMax = lots };
        Assert.That(spec.TickValue, Is.EqualTo(100));
        Assert.That(spec.Validate(), Is.EqualTo(code));
    }

    [Test]
    public void Specs_are_equal_when_all_terms_are()
    {
        Assert.That(Good == WireStruct.Build<InstrumentSpec>(), Is.True);
        Assert.That(Good.GetHashCode(), Is.EqualTo(WireStruct.Build<InstrumentSpec>().GetHashCode()));
        Assert.That(Good != Good with { OrderLotsMax = 1 }, Is.True);
    }
}
