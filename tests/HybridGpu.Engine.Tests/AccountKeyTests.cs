using HybridGpu.Domain;
using HybridGpu.Engine.Accounts;

namespace HybridGpu.Engine.Tests;

public sealed class AccountKeyTests
{
    [Test]
    public void Accounts_and_instruments_counted_up_from_one_hardly_collide()
    {
        const int Side = 300;
        var hashes = new HashSet<int>();
        for (uint account = 1; account <= Side; account++)
        {
            for (uint instrument = 1; instrument <= Side; instrument++)
            {
                hashes.Add(new AccountKey(new AccountId(account), instrument).GetHashCode());
            }
        }

        Assert.That(hashes, Has.Count.EqualTo(Side * Side));
    }

    [Test]
    public void Keys_are_equal_when_both_parts_are()
    {
        var key = new AccountKey(new AccountId(7), 9);
        Assert.That(key, Is.EqualTo(new AccountKey(new AccountId(7), 9)));
        Assert.That(key, Is.Not.EqualTo(new AccountKey(new AccountId(9), 7)));
        Assert.That(key.Equals((object)"7"), Is.False);
    }
}
