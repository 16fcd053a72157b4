using HybridGpu.Kernels.MonteCarlo;

namespace HybridGpu.Kernels.Tests.MonteCarlo;

/// <summary>The generator against its authors' known answers, and what is made of its bits.</summary>
public sealed class PhiloxTests
{
    // kat_vectors of Random123 1.14, "philox4x32 10": counter, key, result.
    [TestCase(
        new uint[] { 0, 0, 0, 0 }, 0u, 0u, new[] { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u })]
    [TestCase(
        new[] { uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue }, uint.MaxValue, uint.MaxValue,
        new[] { 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu })]
    [TestCase(
        new[] { 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u }, 0xa4093822u, 0x299f31d0u,
        new[] { 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u })]
    public void The_known_answers_of_the_authors_are_met(uint[] counter, uint key0, uint key1, uint[] expected)
    {
        Philox.Block(ref counter[0], ref counter[1], ref counter[2], ref counter[3], key0, key1);

        Assert.That(counter, Is.EqualTo(expected));
    }

    [Test]
    public void A_uniform_is_the_middle_of_its_step_and_never_0_or_1()
    {
        double low = MonteCarloMath<double, HybridGpu.Kernels.Lanes.ScalarLane>.Uniform(1.0);
        double high = MonteCarloMath<double, HybridGpu.Kernels.Lanes.ScalarLane>.Uniform(Math.BitDecrement(2.0));

        Assert.That(low, Is.EqualTo(Math.ScaleB(1.0, -53)));
        Assert.That(high, Is.EqualTo(1.0 - Math.ScaleB(1.0, -53)));
    }

    [Test]
    public void The_two_draws_of_a_pair_are_the_high_52_bits_of_the_two_halves()
    {
        uint[] words = [7, 0, 3, 2];
        Philox.Block(ref words[0], ref words[1], ref words[2], ref words[3], 11, 13);

        Philox.Pair(7, 3, 2, 11, 13, out double even, out double odd);

        Assert.That(even, Is.EqualTo(1.0 + Math.ScaleB(((((ulong)words[1]) << 32) | words[0]) >> 12, -52)));
        Assert.That(odd, Is.EqualTo(1.0 + Math.ScaleB(((((ulong)words[3]) << 32) | words[2]) >> 12, -52)));
    }
}
