namespace HybridGpu.Domain.Tests;

internal sealed class IdTests
{
    [TestCase(0u, true)]
    [TestCase(15u, true)]
    [TestCase(16u, false)]
    public void The_first_sixteen_accounts_are_reserved(uint account, bool reserved)
    {
        Assert.That(new AccountId(account).IsReserved, Is.EqualTo(reserved));
    }

    [TestCase(0u, 0u)]
    [TestCase(15u, 0u)]
    [TestCase(16u, 1u)]
    public void Sixteen_consecutive_instruments_share_a_group(uint instrument, uint group)
    {
        Assert.That(new InstrumentId(instrument).Group, Is.EqualTo(group));
    }

    [Test]
    public void A_hash_keeps_and_prints_its_bytes_in_order()
    {
        byte[] bytes = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        Hash256 hash = new(bytes);
        byte[] copy = new byte[32];
        hash.CopyTo(copy);
        Assert.Multiple(() =>
        {
            Assert.That(copy, Is.EqualTo(bytes));
            Assert.That(hash.ToString(), Does.StartWith("000102").And.EndsWith("1e1f"));
            Assert.That(hash.IsZero, Is.False);
            Assert.That(default(Hash256).IsZero, Is.True);
            Assert.That(hash == new Hash256(bytes), Is.True);
            Assert.That(hash != default, Is.True);
            Assert.That(() => new Hash256(new byte[31]), Throws.ArgumentException);
        });
    }
}
