using CsCheck;
using HybridGpu.Host.Match;

namespace HybridGpu.Host.Tests.Match;

public sealed class ScaledNumberTests
{
    [TestCase("101.25", 2, 10_125)]
    [TestCase("101.2", 2, 10_120)]
    [TestCase("101", 2, 10_100)]
    [TestCase("-0.05", 2, -5)]
    [TestCase("7", 0, 7)]
    [TestCase("7.000", 0, 7, Description = "zeros behind the point are no decimals")]
    [TestCase("9223372036854775807", 0, long.MaxValue)]
    public void A_number_is_read_exactly(string text, int decimals, long value)
    {
        Assert.That(ScaledNumber.TryParse(text, decimals, out long read), Is.True);
        Assert.That(read, Is.EqualTo(value));
    }

    [TestCase("", 2)]
    [TestCase("-", 2)]
    [TestCase(".5", 2)]
    [TestCase("5.", 2)]
    [TestCase("1.005", 2)]
    [TestCase("1e3", 2)]
    [TestCase("+1", 2)]
    [TestCase(" 1", 2)]
    [TestCase("1 000", 2)]
    [TestCase("1.2.3", 2)]
    [TestCase("9223372036854775808", 0)]
    [TestCase("92233720368547758.08", 3)]
    [TestCase("99999999999999999999999999999999999999999999", 0)]
    public void Anything_else_is_refused(string text, int decimals) =>
        Assert.That(ScaledNumber.TryParse(text, decimals, out _), Is.False);

    [Test]
    public void What_is_written_is_read_again() =>
        Gen.Select(Gen.Long.Where(value => value > long.MinValue), Gen.Int[0, ScaledNumber.DecimalsMax])
            .Sample((value, decimals) =>
                ScaledNumber.TryParse(ScaledNumber.Format(value, decimals), decimals, out long read) && read == value);
}
