using System.Text;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Tests.Support;
using HybridGpu.Ethereum.Values;
using Org.BouncyCastle.Crypto.Digests;

namespace HybridGpu.Ethereum.Tests;

[TestFixture]
public sealed class KeccakTests
{
    [TestCase("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [TestCase("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [TestCase("The quick brown fox jumps over the lazy dog",
        "0x4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")]
    public void Published_vectors_hold(string text, string expected) =>
        Assert.That(Keccak256.Hash(Encoding.ASCII.GetBytes(text)).ToString(), Is.EqualTo(expected));

    [Test]
    public void Every_length_around_the_rate_agrees_with_another_implementation()
    {
        Random random = Seed.Random();
        for (int length = 0; length <= 3 * Keccak256.RateBytes; length++)
        {
            byte[] message = new byte[length];
            random.NextBytes(message);
            byte[] expected = new byte[32];
            var digest = new KeccakDigest(256);
            digest.BlockUpdate(message);
            digest.DoFinal(expected);

            Assert.That(Keccak256.Hash(message).ToArray(), Is.EqualTo(expected), $"length {length}");
        }
    }

    [Test]
    public void Hashing_allocates_nothing()
    {
        byte[] message = new byte[500];
        byte[] hash = new byte[32];
        Keccak256.Hash(message, hash);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Keccak256.Hash(message, hash);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void The_destination_may_overlap_the_message()
    {
        byte[] buffer = new byte[64];
        Hash32 expected = Keccak256.Hash(buffer);

        Keccak256.Hash(buffer, buffer);

        Assert.That(new Hash32(buffer.AsSpan(0, 32)), Is.EqualTo(expected));
    }
}
