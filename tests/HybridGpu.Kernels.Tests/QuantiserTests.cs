using HybridGpu.Kernels.Grid;

namespace HybridGpu.Kernels.Tests;

public sealed class QuantiserTests
{
    [TestCase(0.5, 0)]
    [TestCase(1.5, 2)]
    [TestCase(2.5, 2)]
    [TestCase(-0.5, 0)]
    [TestCase(-1.5, -2)]
    [TestCase(0.49999999999999994, 0)]
    [TestCase(1e15 + 0.5, 1_000_000_000_000_000)]
    [TestCase(double.PositiveInfinity, KernelLimits.LongBound)]
    [TestCase(-1e300, -KernelLimits.LongBound)]
    public void Rounds_half_to_even_and_saturates(double value, long expected)
    {
        Assert.That(ScalarGrid.ToInt64(value), Is.EqualTo(expected));
    }

    [Test]
    public void Agrees_with_the_exact_rounding_of_the_runtime_everywhere_in_range()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 100_000; i++)
        {
            double value = Math.ScaleB(random.NextDouble() - 0.5, random.Next(0, 52));
            Assert.That(ScalarGrid.ToInt64(value), Is.EqualTo((long)Math.Round(value, MidpointRounding.ToEven)));
        }
    }
}
