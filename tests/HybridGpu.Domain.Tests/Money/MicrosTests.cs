using System.Numerics;
using HybridGpu.Domain.Money;

namespace HybridGpu.Domain.Tests.Money;

internal sealed class MicrosTests
{
    private const int Rounds = 20_000;

    [Test]
    public void Value_is_the_exact_product_or_an_overflow()
    {
        Random random = TestSeed.NewRandom();
        for (int i = 0; i < Rounds; i++)
        {
            long price = random.NextEdgyPositive() >> random.Next(48);
            long lots = random.NextEdgyLong() >> random.Next(48);
            long tickValue = Math.Max(1, random.NextEdgyPositive() >> random.Next(63));
            AssertExactOrOverflow(
                (BigInteger)price * lots * tickValue,
                () => Micros.Value(price, lots, tickValue),
                $"{price} x {lots} x {tickValue}");
        }
    }

    [Test]
    public void Charges_are_rounded_up_exactly()
    {
        Random random = TestSeed.NewRandom();
        for (int i = 0; i < Rounds; i++)
        {
            long amount = random.NextEdgyPositive();
            long rate = random.NextEdgyPositive() >> random.Next(63);
            AssertExactOrOverflow(
                Ceiling((BigInteger)amount * rate, 1_000_000_000),
                () => Micros.ChargeRoundedUp(amount, rate),
                $"{amount} at {rate}e-9");
        }
    }

    [Test]
    public void Scaled_requirements_are_rounded_up_exactly()
    {
        Random random = TestSeed.NewRandom();
        for (int i = 0; i < Rounds; i++)
        {
            long amount = random.NextEdgyPositive();
            int numerator = random.Next(2) == 0 ? random.Next(0, 20) : random.Next();
            int denominator = random.Next(2) == 0 ? random.Next(1, 20) : random.Next(1, int.MaxValue);
            AssertExactOrOverflow(
                Ceiling((BigInteger)amount * numerator, denominator),
                () => Micros.ScaleRoundedUp(amount, numerator, denominator),
                $"{amount} x {numerator}/{denominator}");
        }
    }

    [Test]
    public void Credits_are_rounded_towards_minus_infinity_exactly()
    {
        Random random = TestSeed.NewRandom();
        for (int i = 0; i < Rounds; i++)
        {
            Int128 numerator = (Int128)random.NextEdgyLong() * random.NextEdgyLong();
            long denominator = Math.Max(1, random.NextEdgyPositive() >> random.Next(63));
            BigInteger exact = -Ceiling(-(BigInteger)numerator, denominator);
            AssertExactOrOverflow(
                exact, () => Micros.DivideRoundedDown(numerator, denominator), $"{numerator} / {denominator}");
        }
    }

    // True values: 0.8 x 11 = 8.8, -7/2 = -3.5, 1 x 1e-9 = 1e-9.
    [Test]
    public void Remainders_go_against_the_account()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Micros.ScaleRoundedUp(11, 4, 5), Is.EqualTo(9));
            Assert.That(Micros.ScaleRoundedUp(10, 4, 5), Is.EqualTo(8));
            Assert.That(Micros.DivideRoundedDown(-7, 2), Is.EqualTo(-4));
            Assert.That(Micros.DivideRoundedDown(7, 2), Is.EqualTo(3));
            Assert.That(Micros.ChargeRoundedUp(1, 1), Is.EqualTo(1));
            Assert.That(Micros.ChargeRoundedUp(0, long.MaxValue), Is.Zero);
        });
    }

    [Test]
    public void Arguments_without_meaning_are_refused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => Micros.ChargeRoundedUp(-1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Micros.ChargeRoundedUp(1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Micros.ScaleRoundedUp(-1, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Micros.ScaleRoundedUp(1, -1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Micros.ScaleRoundedUp(1, 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Micros.DivideRoundedDown(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Micros.DivideRoundedDown(1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    // Written without BigInteger's own division of negative numbers, which rounds towards zero.
    private static BigInteger Ceiling(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        return remainder.Sign > 0 ? quotient + 1 : quotient;
    }

    private static void AssertExactOrOverflow(BigInteger exact, Func<long> compute, string what)
    {
        if (exact < long.MinValue || exact > long.MaxValue)
        {
            Assert.That(() => compute(), Throws.InstanceOf<OverflowException>(), what);
            return;
        }

        long computed = compute();
        if (computed != exact)
        {
            Assert.Fail($"{what}: {computed} instead of {exact}");
        }
    }
}
