using System.Numerics;
using CsCheck;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;

namespace HybridGpu.Settlement.Tests.Hashing;

[TestFixture]
internal sealed class TreeTests
{
    private static readonly Hash32[] Empty = KeccakTree.EmptyNodes(12, Keccak256.Hash("empty"u8));

    /// <summary>Batches of leaves, ascending within each, in a tree of 4,096; some next to each other.</summary>
    private static readonly Gen<(uint Index, int Value)[][]> Batches =
        Gen.Select(Gen.UInt[0, 4095], Gen.Int[0, 1_000]).Array[0, 40]
            .Select(batch => batch.DistinctBy(leaf => leaf.Item1).OrderBy(leaf => leaf.Item1).ToArray())
            .Array[1, 5];

    [Test]
    public void A_netted_update_is_the_leaves_set_one_by_one() => Batches.Sample(batches =>
    {
        var oneByOne = new KeccakTree(Empty);
        var netted = new KeccakTree(Empty);
        var chained = new KeccakTree(Empty);
        foreach ((uint Index, int Value)[] batch in batches)
        {
            uint[] indices = [.. batch.Select(leaf => leaf.Index)];
            Hash32[] leaves = [.. batch.Select(leaf => Leaf(leaf.Value))];
            Hash32[] expected = [.. indices.Select((index, i) => oneByOne.Set(index, leaves[i]))];
            var roots = new Hash32[indices.Length];

            netted.SetMany(indices, leaves);
            chained.SetChained(indices, leaves, roots);

            Assert.That(netted.Root, Is.EqualTo(oneByOne.Root));
            Assert.That(chained.Root, Is.EqualTo(oneByOne.Root));
            Assert.That(roots, Is.EqualTo(expected));
            foreach (uint index in indices)
            {
                Assert.That(netted.Prove(index), Is.EqualTo(oneByOne.Prove(index)));
                Assert.That(chained.Prove(index), Is.EqualTo(oneByOne.Prove(index)));
            }
        }
    }, iter: 200);

    [Test]
    public void A_tree_is_its_definition_over_all_leaves() => Batches.Sample(batches =>
    {
        Hash32[] nodes = [.. Enumerable.Repeat(Empty[0], 4096)];
        var tree = new KeccakTree(Empty);
        foreach ((uint index, int value) in batches.SelectMany(batch => batch))
        {
            nodes[index] = Leaf(value);
            tree.Set(index, Leaf(value));
        }

        while (nodes.Length > 1)
        {
            nodes = [.. nodes.Chunk(2).Select(pair => Keccak256.Hash([1, .. pair[0].ToArray(), .. pair[1].ToArray()]))];
        }

        Assert.That(tree.Root, Is.EqualTo(nodes[0]));
    }, iter: 3);

    [Test]
    public void A_poseidon_trees_netted_update_is_the_leaves_set_one_by_one() =>
        Gen.UInt[0, 15].Array[1, 8].Sample(drawn =>
        {
            FieldElement[] empty = PoseidonTree.EmptyNodes(4, FieldElement.From(7));
            uint[] indices = [.. drawn.Distinct().Order()];
            FieldElement[] leaves = [.. indices.Select(index => FieldElement.From(index + 100UL))];
            var oneByOne = new PoseidonTree(empty);
            var chained = new PoseidonTree(empty);
            FieldElement[] expected = [.. indices.Select((index, i) => oneByOne.Set(index, leaves[i]))];
            var roots = new FieldElement[indices.Length];

            chained.SetChained(indices, leaves, roots);

            Assert.That(roots, Is.EqualTo(expected));
        }, iter: 50);

    [Test]
    public void A_proof_leads_to_the_root_and_a_changed_one_elsewhere()
    {
        var tree = new KeccakTree(Empty);
        tree.Set(5, Leaf(5));
        tree.Set(4095, Leaf(6));
        Hash32[] siblings = tree.Prove(5);

        Assert.That(KeccakTree.RootOf(5, Leaf(5), siblings), Is.EqualTo(tree.Root));
        Assert.That(KeccakTree.RootOf(4, Leaf(5), siblings), Is.Not.EqualTo(tree.Root));
        siblings[3] = Leaf(9);
        Assert.That(KeccakTree.RootOf(5, Leaf(5), siblings), Is.Not.EqualTo(tree.Root));
    }

    [Test]
    public void Leaves_outside_or_out_of_order_are_refused()
    {
        var tree = new KeccakTree(Empty);

        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Set(4096, default));
        Assert.Throws<ArgumentException>(() => tree.SetMany([3, 3], new Hash32[2]));
        Assert.Throws<ArgumentException>(() => tree.SetChained([4, 3], new Hash32[2], new Hash32[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.SetMany([3], new Hash32[2]));
    }

    [Test]
    public void Every_item_of_a_list_is_proved_by_its_siblings()
    {
        for (int count = 1; count <= 9; count++)
        {
            Hash32[] leaves = [.. Enumerable.Range(0, count).Select(i => ListTree.Leaf((uint)i, [(byte)i]))];
            Hash32 root = ListTree.Root(leaves);
            for (int i = 0; i < count; i++)
            {
                Hash32[] siblings = ListTree.Prove(leaves, i);

                uint places = BitOperations.RoundUpToPowerOf2((uint)count);
                Assert.That(siblings, Has.Length.EqualTo(BitOperations.Log2(places)));
                Assert.That(KeccakTree.RootOf((uint)i, leaves[i], siblings), Is.EqualTo(root));
            }
        }
    }

    private static Hash32 Leaf(int value) => Keccak256.Hash(BitConverter.GetBytes(value));
}
