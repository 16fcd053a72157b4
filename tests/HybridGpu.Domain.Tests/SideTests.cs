namespace HybridGpu.Domain.Tests;

internal sealed class SideTests
{
    [Test]
    public void A_buy_adds_and_a_sell_takes_away()
    {
        Assert.That(Side.Buy.Sign(), Is.EqualTo(1));
        Assert.That(Side.Sell.Sign(), Is.EqualTo(-1));
    }

    [TestCase(Side.Buy, Side.Sell)]
    [TestCase(Side.Sell, Side.Buy)]
    public void Opposite_sides_trade_with_each_other(Side side, Side opposite)
    {
        Assert.That(side.Opposite(), Is.EqualTo(opposite));
        Assert.That(side.Sign() + opposite.Sign(), Is.Zero);
    }

    [TestCase(Side.Buy, '1')]
    [TestCase(Side.Sell, '2')]
    public void Values_are_the_digits_of_FIX(Side side, char digit)
    {
        Assert.That((char)('0' + (int)side), Is.EqualTo(digit));
    }
}
