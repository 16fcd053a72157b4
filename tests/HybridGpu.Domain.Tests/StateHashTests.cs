namespace HybridGpu.Domain.Tests;

internal sealed class StateHashTests
{
    [Test]
    public void The_order_of_items_does_not_matter()
    {
        Random random = TestSeed.NewRandom();
        ulong[] items = [.. Enumerable.Range(0, 1000).Select(_ => (ulong)random.NextEdgyLong())];
        StateHash ordered = Of(items);
        random.Shuffle(items);
        Assert.That(Of(items), Is.EqualTo(ordered));
    }

    [Test]
    public void Removing_undoes_adding_at_any_later_time()
    {
        Random random = TestSeed.NewRandom();
        List<ulong> present = [];
        StateHash running = default;
        for (int i = 0; i < 10_000; i++)
        {
            if (present.Count > 0 && random.Next(3) == 0)
            {
                int at = random.Next(present.Count);
                running.Remove(present[at]);
                present.RemoveAt(at);
            }
            else
            {
                present.Add((ulong)random.NextEdgyLong());
                running.Add(present[^1]);
            }
        }

        Assert.That(running, Is.EqualTo(Of([.. present])));
        present.ForEach(item => running.Remove(item));
        Assert.That(running, Is.EqualTo(default(StateHash)));
    }

    [Test]
    public void Small_differences_are_seen()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Of(1, 2), Is.Not.EqualTo(Of(3)));
            Assert.That(Of(1, 1), Is.Not.EqualTo(Of(1)));
            Assert.That(Of(0), Is.Not.EqualTo(default(StateHash)), "an item of digest zero counts");
            Assert.That(Of(1) != Of(2), Is.True);
            Assert.That(Of(1).ToString(), Has.Length.EqualTo(32));
        });
    }

    [Test]
    public void Mixing_depends_on_the_order_of_words()
    {
        Assert.That(Mix.Combine(Mix.Combine(0, 1), 2), Is.Not.EqualTo(Mix.Combine(Mix.Combine(0, 2), 1)));
        Assert.That(Mix.Finalize(1), Is.EqualTo(0x5692161D100B05E5), "SplitMix64's finaliser of 1");
    }

    private static StateHash Of(params ulong[] items)
    {
        StateHash hash = default;
        foreach (ulong item in items)
        {
            hash.Add(item);
        }

        return hash;
    }
}
