namespace HybridGpu.Kernels.Tests;

public sealed class VolShockTests
{
    // True values by 30-digit arithmetic: 30^0.30 = 2.774191..., 0.25^0.13 = 0.835088...
    [TestCase(0.5, 1.0 / 365, 2.3870955573)]
    [TestCase(0.5, 0.0, 2.3870955573)]
    [TestCase(0.5, 30.0 / 365, 1.5)]
    [TestCase(-0.3, 120.0 / 365, 0.7494736242)]
    [TestCase(-0.5, 1.0 / 365, 0.0)]
    public void The_power_rule_fades_with_time_and_never_turns_volatility_negative(
        double shock, double time, double expected)
    {
        Assert.That(VolShock.PowerRuleFactor(shock, time), Is.EqualTo(expected).Within(1e-9));
    }

    [Test]
    public void The_factor_is_the_same_bits_on_every_machine()
    {
        long bits = BitConverter.DoubleToInt64Bits(VolShock.PowerRuleFactor(0.5, 7.0 / 365));

        Assert.That(bits, Is.EqualTo(0x3FFC611B6B0B8800L), $"0x{bits:X}");
    }
}
