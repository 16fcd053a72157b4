using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Risk;

/// <summary>An epoch's risk arrays as the state commits to them: one item a group of 16 instruments.</summary>
/// <remarks>
/// Item: group (4), priced (2, bit j for instrument j of the group), 16 marks (8 each, micro-USD a lot), 16 x 16 cells
/// (4 each, instrument by instrument, the settlement grid's columns 0 to 15). What isn't priced is zero.
/// Cost: about ten Keccak permutations a group. Thread: any, immutable. Source: docs/wire.md, section 11.6.
/// </remarks>
public sealed class RiskCommitment
{
    /// <summary>Scenario columns of the settlement grid: the first of the venue's 64.</summary>
    public const int GridColumns = 16;

    /// <summary>Bytes of an item.</summary>
    public const int ItemSize = CellsOffset + (Page.Instruments * GridColumns * sizeof(int));

    private const int PricedOffset = sizeof(uint);
    private const int MarksOffset = PricedOffset + sizeof(ushort);
    private const int CellsOffset = MarksOffset + (Page.Instruments * sizeof(long));

    private readonly byte[][] _items;
    private readonly Hash32[] _leaves;

    private RiskCommitment(byte[][] items)
    {
        _items = items;
        _leaves = new Hash32[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            _leaves[i] = ListTree.Leaf((uint)i, items[i]);
        }

        Root = items.Length == 0 ? default : ListTree.Root(_leaves);
    }

    /// <summary>The items, ascending by group.</summary>
    public IReadOnlyList<byte[]> Items => _items;

    /// <summary>The list tree over them; zero without groups.</summary>
    public Hash32 Root { get; }

    /// <summary>Commits to arrays.</summary>
    /// <param name="instruments">Instruments priced, ascending.</param>
    /// <param name="marks">A mark each, micro-USD a lot.</param>
    /// <param name="cells">The same number of cells each, row-major, micro-USD a lot; the first 16 count.</param>
    /// <returns>The commitment.</returns>
    /// <exception cref="ArgumentException">Lengths that don't match, or instruments out of order: a bug of the
    /// caller.</exception>
    public static RiskCommitment Of(
        ReadOnlySpan<InstrumentId> instruments, ReadOnlySpan<long> marks, ReadOnlySpan<int> cells)
    {
        int columns = instruments.IsEmpty ? GridColumns : cells.Length / instruments.Length;
        if (marks.Length != instruments.Length || cells.Length != instruments.Length * columns || columns < GridColumns)
        {
            throw new ArgumentException(
                $"{instruments.Length} instruments, {marks.Length} marks and {cells.Length} cells don't match");
        }

        List<byte[]> items = [];
        for (int row = 0; row < instruments.Length; row++)
        {
            uint instrument = instruments[row].Value;
            if (row > 0 && instrument <= instruments[row - 1].Value)
            {
                throw new ArgumentException($"row {row} holds instrument {instrument}, out of order");
            }

            uint group = Page.GroupOf(instrument);
            if (row == 0 || group != Page.GroupOf(instruments[row - 1].Value))
            {
                items.Add(NewItem(group));
            }

            int place = (int)(instrument % Page.Instruments);
            Fill(items[^1], place, marks[row], cells.Slice(row * columns, GridColumns));
        }

        return new RiskCommitment([.. items]);
    }

    /// <summary>The siblings of an item, lowest first.</summary>
    /// <param name="item">Its place among the items.</param>
    /// <returns>One word a level.</returns>
    public Hash32[] Prove(int item) => ListTree.Prove(_leaves, item);

    private static byte[] NewItem(uint group)
    {
        byte[] item = new byte[ItemSize];
        WireWriter writer = new(item);
        writer.UInt32(group);
        return item;
    }

    private static void Fill(byte[] item, int place, long mark, ReadOnlySpan<int> grid)
    {
        WireReader priced = new(item.AsSpan(PricedOffset));
        int bits = priced.UInt16() | (1 << place);
        WireWriter writer = new(item.AsSpan(PricedOffset));
        writer.UInt16((ushort)bits);
        writer = new WireWriter(item.AsSpan(MarksOffset + (place * sizeof(long))));
        writer.Int64(mark);
        writer = new WireWriter(item.AsSpan(CellsOffset + (place * GridColumns * sizeof(int))));
        foreach (int cell in grid)
        {
            writer.UInt32((uint)cell);
        }
    }
}
