using System;
using System.Collections.Generic;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Batches;

/// <summary>The checker's tree update: leaf after leaf and page after page, each against what was posted.</summary>
internal sealed class ReplayTree
{
    private readonly SettlementState _state;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _touches;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _pages;
    private int _nextTouch;
    private int _nextPage;

    public ReplayTree(SettlementState state, ReplayChunks chunks)
    {
        _state = state;
        _touches = chunks[BatchSection.Touches];
        _pages = chunks[BatchSection.Pages];
    }

    /// <summary>Applies every leaf that the log wrote.</summary>
    /// <returns>The first thing wrong; null when nothing is.</returns>
    public BatchFault? Apply(SortedDictionary<uint, ReplayTouch> expected)
    {
        foreach ((uint account, ReplayTouch touch) in expected)
        {
            BatchFault? fault = ApplyLeaf(account, touch);
            if (fault is not null)
            {
                return fault;
            }
        }

        if (_nextTouch < _touches.Count)
        {
            return Fault(BatchSection.Touches, _nextTouch, "no record wrote such a leaf, or it isn't its turn");
        }

        return _nextPage < _pages.Count
            ? Fault(BatchSection.Pages, _nextPage, "no record wrote such a page, or it isn't its turn")
            : null;
    }

    private static BatchFault Fault(BatchSection section, int item, string message) => new(
        section == BatchSection.Touches ? BatchFaultKind.Touch : BatchFaultKind.Page, section, item, message);

    private BatchFault? ApplyLeaf(uint account, ReplayTouch touch)
    {
        Hash32 before = _state.ElementOf(account).ToHash32();
        foreach (byte page in touch.Pages)
        {
            BatchFault? fault = ApplyPage(account, page);
            if (fault is not null)
            {
                return fault;
            }
        }

        Hash32 after = _state.CommitLeaf(account).ToHash32();
        var entry = new TouchEntry(
            account, (ushort)touch.First, (ushort)touch.Last, before, after, _state.StateRoot);
        int item = _nextTouch++;
        if (item >= _touches.Count)
        {
            return Fault(BatchSection.Touches, item, $"account {account} was written and has no entry");
        }

        if (!TouchEntry.TryDecode(_touches[item].Span, out TouchEntry posted))
        {
            return Undecodable(BatchSection.Touches, item);
        }

        return posted == entry ? null : Fault(BatchSection.Touches, item, $"{posted} should be {entry}");
    }

    private BatchFault? ApplyPage(uint account, byte page)
    {
        FieldElement pages = _state.Find(account)!.CommitPage(page);
        var update = new PageUpdate(account, page, pages.ToHash32());
        int item = _nextPage++;
        if (item >= _pages.Count)
        {
            return Fault(BatchSection.Pages, item, $"page {page} of account {account} was written and has no update");
        }

        if (!PageUpdate.TryDecode(_pages[item].Span, out PageUpdate posted))
        {
            return Undecodable(BatchSection.Pages, item);
        }

        return posted == update ? null : Fault(BatchSection.Pages, item, $"{posted} should be {update}");
    }

    private static BatchFault Undecodable(BatchSection section, int item) =>
        new(BatchFaultKind.Decode, section, item, "it has another length");
}
