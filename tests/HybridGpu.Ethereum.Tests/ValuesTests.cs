using System.Numerics;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests;

[TestFixture]
public sealed class ValuesTests
{
    /// <summary>The test cases of EIP-55.</summary>
    [TestCase("0x52908400098527886E0F7030069857D2E4169EE7")]
    [TestCase("0x8617E340B3D01FA5F11F306F4090FD50E238070D")]
    [TestCase("0xde709f2102306220921060314715629080e2fb77")]
    [TestCase("0x27b1fdb04752bbc536007a920d24acb045561c26")]
    [TestCase("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [TestCase("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [TestCase("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [TestCase("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void An_address_prints_with_the_checksum_that_it_was_read_with(string text)
    {
        Assert.That(Address.Parse(text).ToString(), Is.EqualTo(text));
        Assert.That(Address.Parse(text.ToLowerInvariant()).ToString(), Is.EqualTo(text));
    }

    [TestCase("0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed", TestName = "A_wrong_checksum_is_refused")]
    [TestCase("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", TestName = "Too_short_an_address_is_refused")]
    [TestCase("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", TestName = "An_address_without_0x_is_refused")]
    [TestCase("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", TestName = "An_address_with_another_letter_is_refused")]
    public void What_is_no_address_is_refused(string text) => Assert.That(Address.TryParse(text, out _), Is.False);

    [Test]
    public void Quantities_have_no_leading_zeros_and_keep_256_bits()
    {
        BigInteger max = (BigInteger.One << 256) - 1;

        Assert.That(Hex.Quantity(0), Is.EqualTo("0x0"));
        Assert.That(Hex.Quantity(1024), Is.EqualTo("0x400"));
        Assert.That(Hex.Quantity(255), Is.EqualTo("0xff"));
        Assert.That(Hex.ParseQuantity(Hex.Quantity(max)), Is.EqualTo(max));
        Assert.That(Hex.ParseUInt64("0xffffffffffffffff"), Is.EqualTo(ulong.MaxValue));
    }

    [TestCase("0x")]
    [TestCase("10")]
    [TestCase("0x-1")]
    [TestCase("0x10000000000000000")]
    [TestCase(null)]
    public void What_is_no_quantity_of_64_bits_is_refused(string? text) =>
        Assert.That(() => Hex.ParseUInt64(text), Throws.InstanceOf<FormatException>());

    [Test]
    public void Hashes_compare_as_big_endian_numbers()
    {
        var small = Hash32.Parse("0x" + new string('0', 63) + "1");
        var large = Hash32.Parse("0x1" + new string('0', 63));

        Assert.That(small < large, Is.True);
        Assert.That(small, Is.Not.EqualTo(large));
        Assert.That(Hash32.Parse(large.ToString()), Is.EqualTo(large));
        Assert.That(default(Hash32).IsZero, Is.True);
    }
}
