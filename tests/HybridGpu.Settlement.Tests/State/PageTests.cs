using System.Numerics;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Tests.Support;

namespace HybridGpu.Settlement.Tests.State;

[TestFixture]
internal sealed class PageTests
{
    [Test]
    public void Random_lots_are_read_back_and_lie_where_the_document_says()
    {
        Random random = Seed.Random();
        for (int run = 0; run < 200; run++)
        {
            uint group = (uint)random.Next(1 << 16);
            var page = new Page();
            var model = new Dictionary<int, long>();
            for (int i = 0; i < 40; i++)
            {
                int place = random.Next(16);
                long lots = random.Next(3) == 0 ? 0 : random.NextInt64(Page.LotsMin, Page.LotsMax + 1);
                page.Set((group * 16) + (uint)place, lots);
                model[place] = lots;

                Assert.That(page.Words.ToArray(), Is.EqualTo(Words(group, model)));
                Assert.That(page.IsFree, Is.EqualTo(model.Values.All(held => held == 0)));
                Assert.That(page.Lots(place), Is.EqualTo(lots));
            }
        }
    }

    [Test]
    public void Extremes_fit_and_beyond_them_nothing_does()
    {
        var page = new Page();
        page.Set(16, Page.LotsMax);
        page.Set(17, Page.LotsMin);

        Assert.That((page.Lots(0), page.Lots(1)), Is.EqualTo((Page.LotsMax, Page.LotsMin)));
        Assert.Throws<ArgumentOutOfRangeException>(() => page.Set(16, Page.LotsMax + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => page.Set(16, Page.LotsMin - 1));
        Assert.Throws<ArgumentException>(() => page.Set(32, 1), "another group");
    }

    [Test]
    public void Bits_that_hold_nothing_and_tags_without_lots_are_refused()
    {
        var page = new Page();
        page.Set(100, 5);
        foreach (int offset in new[] { 0, 3, 32, 39, 64, 96, 103 })
        {
            byte[] words = page.Words.ToArray();
            words[offset] ^= 1;
            Assert.That(Page.TryRead(words, out _), Is.False, $"byte {offset}");
        }

        byte[] tagAlone = new byte[Page.Size];
        tagAlone[7] = 3;
        Assert.That(Page.TryRead(tagAlone, out _), Is.False);
        Assert.That(Page.TryRead(new byte[Page.Size], out Page free) && free.IsFree, Is.True);
    }

    [Test]
    public void An_account_gives_a_group_its_own_page_or_the_lowest_free_one()
    {
        var account = new AccountState(16);
        for (uint group = 0; group < AccountState.PageCount; group++)
        {
            Assert.That(account.PageFor(group), Is.EqualTo((int)group));
            account.SetLots((byte)group, group * 16, 1);
        }

        Assert.That(account.PageFor(300), Is.EqualTo(-1));
        Assert.That(account.PageOf(200), Is.EqualTo(200));
        account.SetLots(77, 77 * 16, 0);
        Assert.That(account.PageOf(77), Is.EqualTo(-1));
        Assert.That(account.PageFor(300), Is.EqualTo(77));
    }

    [Test]
    public void An_account_whose_pages_are_free_again_has_the_empty_roots()
    {
        var account = new AccountState(16);
        account.SetLots(9, 160, 5);
        account.CommitPages();
        account.SetLots(9, 160, 0);
        account.CommitPages();

        Assert.That(account.Leaf, Is.EqualTo(EmptyState.Account));
        Assert.That(account.PagesElement, Is.EqualTo(EmptyState.PagesElement));
        Assert.That(account.WrittenPages, Is.Empty);
    }

    private static byte[] Words(uint group, Dictionary<int, long> lots)
    {
        var words = new BigInteger[4];
        foreach ((int place, long held) in lots)
        {
            words[place / 4] |= (new BigInteger(held) & ((BigInteger.One << 48) - 1)) << (48 * (place % 4));
        }

        if (words.Any(word => !word.IsZero))
        {
            words[0] |= (BigInteger)(group + 1) << 192;
        }

        return [.. words.SelectMany(word =>
        {
            byte[] digits = word.ToByteArray(isUnsigned: true, isBigEndian: true);
            return new byte[32 - digits.Length].Concat(digits);
        })];
    }
}
