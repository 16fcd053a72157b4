using System.Numerics;
using HybridGpu.Settlement.Hashing;
using HybridGpu.Settlement.Tests.Support;

namespace HybridGpu.Settlement.Tests.Hashing;

[TestFixture]
internal sealed class FieldElementTests
{
    [Test]
    public void Products_and_sums_agree_with_big_integers()
    {
        Random random = Seed.Random();
        BigInteger inverse = PoseidonConstants.Inverse(BigInteger.One << 256);
        for (int i = 0; i < 5_000; i++)
        {
            BigInteger a = NextInteger(random);
            BigInteger b = i % 10 == 0 ? FieldElement.Modulus - 1 : NextInteger(random);

            FieldElement x = FieldElement.Parse(a);
            FieldElement y = FieldElement.Parse(b);
            Montgomery.Multiply(in x, in y, out FieldElement product);
            Montgomery.Add(in product, in product, out FieldElement twice);
            Montgomery.Add(in x, in y, out FieldElement sum);

            Assert.Multiple(() =>
            {
                Assert.That(Montgomery.Reduce(in product).ToBigInteger(), Is.EqualTo(a * b % FieldElement.Modulus));
                Assert.That(Montgomery.Reduce(in twice).ToBigInteger(), Is.EqualTo(2 * a * b % FieldElement.Modulus));
                Assert.That(Montgomery.Reduce(in sum).ToBigInteger(), Is.EqualTo((a + b) % FieldElement.Modulus));
            });
        }

        Assert.That(inverse * (BigInteger.One << 256) % FieldElement.Modulus, Is.EqualTo(BigInteger.One));
    }

    [Test]
    public void Bytes_are_the_integer_big_endian_and_come_back()
    {
        Random random = Seed.Random();
        byte[] bytes = new byte[FieldElement.Size];
        for (int i = 0; i < 1_000; i++)
        {
            BigInteger value = NextInteger(random);
            FieldElement.Parse(value).CopyTo(bytes);

            Assert.That(new BigInteger(bytes, isUnsigned: true, isBigEndian: true), Is.EqualTo(value));
            Assert.That(FieldElement.Read(bytes), Is.EqualTo(FieldElement.Parse(value)));
        }
    }

    [Test]
    public void A_number_from_the_modulus_on_is_refused()
    {
        foreach (BigInteger value in new[]
        {
            FieldElement.Modulus, FieldElement.Modulus + 1, (BigInteger.One << 256) - 1, BigInteger.One << 254,
        })
        {
            byte[] bytes = new byte[FieldElement.Size];
            byte[] digits = value.ToByteArray(isUnsigned: true, isBigEndian: true);
            digits.CopyTo(bytes, bytes.Length - digits.Length);

            Assert.That(FieldElement.TryRead(bytes, out _), Is.False, value.ToString("x", null));
            Assert.Throws<FormatException>(() => FieldElement.Read(bytes));
        }
    }

    internal static BigInteger NextInteger(Random random)
    {
        byte[] bytes = new byte[40];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % FieldElement.Modulus;
    }
}
