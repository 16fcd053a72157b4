using System.Numerics;
using CsCheck;

namespace HybridGpu.Matching.Tests;

public sealed class ProportionTests
{
    private static readonly Gen<long> Lots = Gen.OneOf(Gen.Long[0, 1000], Gen.Long[0, long.MaxValue]);

    // Up to 2^93, the most that the lots of a price times its orders come to.
    private static readonly Gen<UInt128> Weights = Gen.OneOf(
        Gen.ULong[0, 1000].Select(low => (UInt128)low),
        Gen.ULong.Select(low => (UInt128)low),
        Gen.Select(Gen.ULong[0, (1UL << 29) - 1], Gen.ULong, (high, low) => new UInt128(high, low)));

    [Test]
    public void Shares_are_exact_for_every_size() =>
        Gen.Select(Lots, Weights, Weights, Lots).Sample(
            (lots, first, second, cap) =>
            {
                UInt128 total = UInt128.Max(UInt128.Max(first, second), 1);
                UInt128 weight = UInt128.Min(UInt128.Min(first, second), total);
                BigInteger exact = BigInteger.Min(lots * (BigInteger)weight / (BigInteger)total, cap);
                return Proportion.Of(lots, weight, total, cap) == exact;
            },
            iter: 20_000);

    [TestCase(33, 23, 100, 7L)]
    [TestCase(1, 99, 100, 0L)]
    [TestCase(100, 100, 100, 50L)]
    public void Shares_round_down_and_are_capped(long lots, int weight, int total, long expected) =>
        Assert.That(Proportion.Of(lots, (UInt128)weight, (UInt128)total, 50), Is.EqualTo(expected));
}
