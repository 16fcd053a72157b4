namespace HybridGpu.Domain.Tests;

internal sealed class Keccak256Tests
{
    // Published vectors of the Keccak team's 256-bit candidate, as Ethereum uses it.
    [TestCase("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [TestCase("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void Known_messages_have_their_known_hashes(string message, string hash)
    {
        Assert.That(Convert.ToHexStringLower(Keccak256.Hash(message)), Is.EqualTo(hash));
    }

    [Test]
    public void A_message_that_fills_a_block_gets_a_block_of_padding()
    {
        // 135 bytes leave room for one padding byte, which is then 0x81; 136 start a new block.
        Assert.That(Keccak256.Hash(new byte[135]), Is.Not.EqualTo(Keccak256.Hash(new byte[136])));
        Assert.That(Keccak256.Hash(new byte[136]), Is.Not.EqualTo(Keccak256.Hash(new byte[137])));
    }
}
