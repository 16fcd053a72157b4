using System;
using System.Collections.Generic;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;

namespace HybridGpu.Settlement.State;

/// <summary>An account with its pages, and both commitments to them.</summary>
/// <remarks>
/// The log's (Keccak) is kept current with every change; the tree's (Poseidon) is brought up to date when a batch is
/// sealed, once for each page written since. Changed by <see cref="Transition.TransitionFunction"/> only. Thread: one.
/// </remarks>
public sealed class AccountState
{
    /// <summary>Pages of an account.</summary>
    public const int PageCount = 1 << EmptyState.PagesDepth;

    private const int PagesAtFirst = 4;

    private readonly KeccakTree _pageHashes = new(EmptyState.PageHashes);
    private readonly PoseidonTree _pageElements = new(EmptyState.PageElements);
    private readonly SortedSet<byte> _writtenPages = [];
    private Page?[] _pages = [];
    private uint[] _tags = [];
    private Hash32 _leafHash;
    private bool _isLeafHashed;

    internal AccountState(uint number)
    {
        Number = number;
    }

    /// <summary>Its number.</summary>
    public uint Number { get; }

    /// <summary>Address that may take collateral out; zero while it isn't open.</summary>
    public Address Owner { get; internal set; }

    /// <summary>Cash in micro-USD.</summary>
    public long Cash { get; internal set; }

    /// <summary>Fees owed and not yet swept in micro-USD.</summary>
    public long FeesAccrued { get; internal set; }

    /// <summary>Taken out since it was opened in micro-USD.</summary>
    public long Withdrawn { get; internal set; }

    /// <summary>Number of the last funding that it settled; 0 before the first.</summary>
    public uint FundingEpoch { get; internal set; }

    /// <summary>Its leaf as it is now.</summary>
    public AccountLeaf Leaf => new()
    {
        Owner = Owner,
        FundingEpoch = FundingEpoch,
        Cash = Cash,
        FeesAccrued = FeesAccrued,
        Withdrawn = Withdrawn,
        PagesRoot = _pageHashes.Root,
        SlotsRoot = EmptyState.SlotsRoot,
    };

    /// <summary>Its leaf hash as it is now. One permutation after a change.</summary>
    public Hash32 LeafHash
    {
        get
        {
            if (!_isLeafHashed)
            {
                _leafHash = Leaf.Hash();
                _isLeafHashed = true;
            }

            return _leafHash;
        }
    }

    /// <summary>Element of its pages as they were at the last commit.</summary>
    public FieldElement PagesElement => _pageElements.Root;

    /// <summary>Pages written since the last commit, ascending.</summary>
    internal IReadOnlyCollection<byte> WrittenPages => _writtenPages;

    /// <summary>A group's page.</summary>
    /// <param name="group">The group.</param>
    /// <returns>The lowest page with its tag, or -1.</returns>
    public int PageOf(uint group) => _tags.AsSpan().IndexOf(group + 1);

    /// <summary>The page for a group's next lots: its own, else the lowest free one.</summary>
    /// <param name="group">The group.</param>
    /// <returns>A page, or -1 when all 256 are taken by others.</returns>
    public int PageFor(uint group)
    {
        int page = PageOf(group);
        page = page >= 0 ? page : _tags.AsSpan().IndexOf(0u);
        return page >= 0 ? page : _tags.Length < PageCount ? _tags.Length : -1;
    }

    /// <summary>A page's tag: group + 1, zero when it is free.</summary>
    /// <param name="page">The page.</param>
    /// <returns>The tag.</returns>
    public uint TagOf(byte page) => page < _tags.Length ? _tags[page] : 0;

    /// <summary>A page's 128 bytes, all zero when it is free.</summary>
    /// <param name="page">The page.</param>
    /// <returns>A copy.</returns>
    public byte[] PageWords(byte page) =>
        page < _pages.Length && _pages[page] is { } found ? found.Words.ToArray() : new byte[Page.Size];

    /// <summary>The lots of an instrument on a page, zero when the page isn't its group's.</summary>
    /// <param name="page">The page.</param>
    /// <param name="instrument">The instrument.</param>
    /// <returns>Lots, signed.</returns>
    public long LotsOn(byte page, uint instrument) =>
        TagOf(page) == Page.GroupOf(instrument) + 1 ? _pages[page]!.Lots((int)(instrument % Page.Instruments)) : 0;

    /// <summary>The lots of an instrument, over all pages of its group.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <returns>Lots, signed.</returns>
    public long LotsOf(uint instrument)
    {
        long lots = 0;
        for (int page = 0; page < _tags.Length; page++)
        {
            lots += LotsOn((byte)page, instrument);
        }

        return lots;
    }

    /// <summary>All lots that aren't zero.</summary>
    /// <returns>Instrument and lots, by page and place.</returns>
    public IEnumerable<(uint Instrument, long Lots)> EnumerateLots()
    {
        for (int page = 0; page < _tags.Length; page++)
        {
            for (uint place = 0; _tags[page] != 0 && place < Page.Instruments; place++)
            {
                uint instrument = ((_tags[page] - 1) * Page.Instruments) + place;
                long lots = LotsOn((byte)page, instrument);
                if (lots != 0)
                {
                    yield return (instrument, lots);
                }
            }
        }
    }

    /// <summary>Siblings of a page in the log's tree, lowest first.</summary>
    /// <param name="page">The page.</param>
    /// <returns>8 words.</returns>
    public Hash32[] ProvePage(byte page) => _pageHashes.Prove(page);

    /// <summary>Siblings of a page in the tree that proofs see, as at the last commit, lowest first.</summary>
    /// <param name="page">The page.</param>
    /// <returns>8 elements.</returns>
    public FieldElement[] ProvePageElement(byte page) => _pageElements.Prove(page);

    internal void SetLots(byte page, uint instrument, long lots)
    {
        Grow(page);
        Page target = _pages[page] ??= new Page();
        target.Set(instrument, lots);
        _tags[page] = target.Tag;
        _pageHashes.Set(page, target.Hash());
        _writtenPages.Add(page);
        _isLeafHashed = false;
    }

    /// <summary>Says that a number of the leaf changed.</summary>
    internal void Touch() => _isLeafHashed = false;

    /// <summary>Brings the tree's commitment up to date, all written pages at once.</summary>
    internal IReadOnlyList<PageChange> CommitPages()
    {
        int count = _writtenPages.Count;
        if (count == 0)
        {
            return [];
        }

        var indices = new uint[count];
        var elements = new FieldElement[count];
        var roots = new FieldElement[count];
        int at = 0;
        foreach (byte page in _writtenPages)
        {
            indices[at] = page;
            elements[at++] = _pages[page]!.Element();
        }

        _pageElements.SetChained(indices, elements, roots);
        var changes = new PageChange[count];
        for (int i = 0; i < count; i++)
        {
            changes[i] = new PageChange((byte)indices[i], roots[i].ToHash32());
        }

        _writtenPages.Clear();
        return changes;
    }

    /// <summary>Brings the tree's commitment up to date in one page.</summary>
    internal FieldElement CommitPage(byte page)
    {
        _writtenPages.Remove(page);
        FieldElement element = page < _pages.Length && _pages[page] is { } found
            ? found.Element()
            : EmptyState.PageElements[0];
        return _pageElements.Set(page, element);
    }

    private void Grow(byte page)
    {
        if (page < _pages.Length)
        {
            return;
        }

        int length = Math.Max(PagesAtFirst, _pages.Length);
        while (length <= page)
        {
            length *= 2;
        }

        Array.Resize(ref _pages, length);
        Array.Resize(ref _tags, length);
    }
}
