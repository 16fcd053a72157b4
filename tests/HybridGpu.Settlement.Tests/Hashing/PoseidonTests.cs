using System.Globalization;
using System.Numerics;
using HybridGpu.Settlement.Hashing;
using HybridGpu.Settlement.Tests.Support;

namespace HybridGpu.Settlement.Tests.Hashing;

[TestFixture]
internal sealed class PoseidonTests
{
    // Source: circomlib's poseidon of two inputs.
    [TestCase("1", "2", "7853200120776062878684798364095072458815029376092732009249414926327459813530")]
    [TestCase("0", "0", "14744269619966411208579211824598458697587494354926760081771325075741142829156")]
    public void Circomlibs_vectors_hold(string a, string b, string expected) =>
        Assert.That(Poseidon.Hash(Element(a), Element(b)).ToBigInteger(), Is.EqualTo(Integer(expected)));

    [Test]
    public void The_sparse_rounds_agree_with_the_papers_on_random_and_extreme_inputs()
    {
        Random random = Seed.Random();
        BigInteger[] extremes = [0, 1, FieldElement.Modulus - 1, FieldElement.Modulus - 2, (BigInteger)ulong.MaxValue];
        for (int i = 0; i < 100; i++)
        {
            BigInteger a = i < 25 ? extremes[i % 5] : FieldElementTests.NextInteger(random);
            BigInteger b = i < 25 ? extremes[i / 5] : FieldElementTests.NextInteger(random);

            FieldElement hash = Poseidon.Hash(FieldElement.Parse(a), FieldElement.Parse(b));

            Assert.That(hash.ToBigInteger(), Is.EqualTo(PlainPoseidon.Hash(a, b)), $"{a}, {b}");
        }
    }

    [Test]
    public void Hashing_allocates_nothing()
    {
        FieldElement element = Poseidon.Hash(default, default);
        long before = GC.GetAllocatedBytesForCurrentThread();

        element = Poseidon.Hash(element, element);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, element.ToString());
    }

    private static FieldElement Element(string digits) => FieldElement.Parse(Integer(digits));

    private static BigInteger Integer(string digits) => BigInteger.Parse(digits, CultureInfo.InvariantCulture);
}
