using CsCheck;
using HybridGpu.Engine.Accounts;

namespace HybridGpu.Engine.Tests;

/// <summary>The table of handles against a plain list, with few digests so that they collide.</summary>
public sealed class HandleTableTests
{
    [Test]
    public void Whatever_comes_and_goes_each_digest_has_the_handles_of_a_plain_list() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 2]).Array[0, 4_000].Sample(
            steps =>
            {
                var table = new HandleTable();
                var plain = new List<(uint Digest, int Handle)>();
                for (int handle = 0; handle < steps.Length; handle++)
                {
                    (int number, int action) = steps[handle];
                    if (action == 0 && plain.Count > 0)
                    {
                        (uint digest, int old) = plain[number % plain.Count];
                        table.Remove(digest, old);
                        plain.Remove((digest, old));
                        continue;
                    }

                    // Neighbours, and both sides of the wrap at the table's end.
                    uint added = unchecked((uint)(number - 20));
                    table.Add(added, handle);
                    plain.Add((added, handle));
                }

                return table.Count == plain.Count && Enumerable.Range(-21, 43).All(number =>
                {
                    uint digest = unchecked((uint)number);
                    return HandlesOf(table, digest).Order().SequenceEqual(
                        plain.Where(entry => entry.Digest == digest).Select(entry => entry.Handle).Order());
                });
            },
            iter: 300);

    [Test]
    public void What_was_never_added_cannot_be_removed()
    {
        var table = new HandleTable();
        table.Add(7, 1);

        Assert.Throws<InvalidOperationException>(() => table.Remove(7, 2));
        Assert.Throws<InvalidOperationException>(() => table.Remove(8, 1));
        Assert.That(table.Count, Is.EqualTo(1));
    }

    private static List<int> HandlesOf(HandleTable table, uint digest)
    {
        var handles = new List<int>();
        for (int at = table.First(digest); at >= 0; at = table.Next(at, digest))
        {
            handles.Add(table[at]);
        }

        return handles;
    }
}
