using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;

namespace HybridGpu.Settlement.State;

/// <summary>Everything that settlement commits to: the accounts, the system leaf, and the tree over them.</summary>
/// <remarks>
/// Leaf hashes are current after every operation; the tree is as of the last <see cref="CommitTree"/>, which hashes for
/// the leaves written since. Same operations, same state, on any machine: integers only, no clock.
/// Memory: about 2 kB an account and 1 kB a page. Thread: one. Source: docs/wire.md, section 11.
/// </remarks>
public sealed class SettlementState
{
    /// <summary>Leaf of the system.</summary>
    public const uint SystemAccount = 0;

    /// <summary>The account that takes fees and the remainders of every rounding.</summary>
    public const uint FeeAccount = 1;

    /// <summary>The first account that a participant can open.</summary>
    public const uint FirstAccount = 16;

    /// <summary>Accounts that the tree has room for.</summary>
    public const uint AccountCapacity = 1u << EmptyState.StateDepth;

    private readonly PoseidonTree _tree = new(EmptyState.StateElements);
    private readonly Dictionary<uint, AccountState> _accounts = [];
    private readonly HashSet<uint> _written = [];

    /// <summary>The genesis state: no open account, no instrument, all times zero.</summary>
    /// <param name="parameters">The venue's parameters.</param>
    public SettlementState(SettlementParameters parameters)
    {
        System = new SystemState(parameters);
        StateRoot = _tree.Set(SystemAccount, System.Leaf.Element()).ToHash32();
    }

    /// <summary>The system leaf and what lies behind it.</summary>
    public SystemState System { get; }

    /// <summary>The state root as of the last commit.</summary>
    public Hash32 StateRoot { get; private set; }

    /// <summary>Whether a leaf was written since the last commit.</summary>
    public bool HasUncommitted => _written.Count > 0;

    /// <summary>Accounts ever written.</summary>
    public int AccountCount => _accounts.Count;

    /// <summary>An account that was written before.</summary>
    /// <param name="account">Its number, any.</param>
    /// <returns>Null when it never was.</returns>
    public AccountState? Find(uint account) => _accounts.GetValueOrDefault(account);

    /// <summary>Whether an account may act: its number is a participant's and its owner is known.</summary>
    /// <param name="account">Its number, any.</param>
    /// <returns>True when it is open.</returns>
    public bool IsOpen(uint account) => account >= FirstAccount && Find(account) is { } found
        && found.Owner != Address.Zero;

    /// <summary>Signed lots that an account holds of an instrument.</summary>
    /// <param name="account">The account.</param>
    /// <param name="instrument">The instrument.</param>
    /// <returns>Zero when it holds none.</returns>
    public long LotsOf(uint account, uint instrument) => Find(account)?.LotsOf(instrument) ?? 0;

    /// <summary>The accounts ever written, ascending.</summary>
    /// <returns>The live accounts: look, but across operations they change.</returns>
    public IEnumerable<AccountState> EnumerateAccounts() => _accounts.Values.OrderBy(account => account.Number);

    /// <summary>A leaf's hash as it is now.</summary>
    /// <param name="account">The account; 0 is the system leaf.</param>
    /// <returns>K248 of the leaf.</returns>
    public Hash32 LeafHashOf(uint account) => account == SystemAccount
        ? System.LeafHash
        : Find(account)?.LeafHash ?? EmptyState.AccountLeafHash;

    /// <summary>A leaf's tree element as of the last commit.</summary>
    /// <param name="account">The account; 0 is the system leaf.</param>
    /// <returns>The element.</returns>
    public FieldElement ElementOf(uint account) => _tree[account];

    /// <summary>Shows that an account is in the state.</summary>
    /// <param name="account">Not the system leaf, below 2^20; one never written proves to be empty.</param>
    /// <returns>The proof to <see cref="StateRoot"/>.</returns>
    /// <exception cref="InvalidOperationException">Something was written and not committed: a bug of the
    /// caller.</exception>
    public AccountProof ProveAccount(uint account)
    {
        ArgumentOutOfRangeException.ThrowIfZero(account);
        if (HasUncommitted)
        {
            throw new InvalidOperationException("The tree lags behind the accounts: commit it before proving.");
        }

        AccountState? found = Find(account);
        return new AccountProof(
            account,
            found?.Leaf ?? EmptyState.Account,
            (found?.PagesElement ?? EmptyState.PagesElement).ToHash32(),
            [.. _tree.Prove(account).Select(element => element.ToHash32())],
            StateRoot);
    }

    /// <summary>Brings the tree up to date with the leaves written since the last commit.</summary>
    /// <remarks>Cost: per leaf about 24 Poseidon hashes (0.6 ms), per page written 11 more.</remarks>
    /// <returns>One change a leaf, ascending by account.</returns>
    public IReadOnlyList<TreeChange> CommitTree()
    {
        uint[] accounts = [.. _written.Order()];
        var before = new FieldElement[accounts.Length];
        var after = new FieldElement[accounts.Length];
        var roots = new FieldElement[accounts.Length];
        var pages = new IReadOnlyList<PageChange>[accounts.Length];
        for (int i = 0; i < accounts.Length; i++)
        {
            before[i] = _tree[accounts[i]];
            pages[i] = Find(accounts[i])?.CommitPages() ?? [];
            after[i] = CurrentElement(accounts[i]);
        }

        _tree.SetChained(accounts, after, roots);
        _written.Clear();
        StateRoot = _tree.Root.ToHash32();
        return [.. accounts.Select((account, i) => new TreeChange(
            account, before[i].ToHash32(), after[i].ToHash32(), roots[i].ToHash32(), pages[i]))];
    }

    /// <summary>Brings the tree up to date in one leaf, whose pages are already.</summary>
    internal FieldElement CommitLeaf(uint account)
    {
        FieldElement element = CurrentElement(account);
        _written.Remove(account);
        StateRoot = _tree.Set(account, element).ToHash32();
        return element;
    }

    /// <summary>An account to be written.</summary>
    internal AccountState ForWriting(uint account)
    {
        if (!_accounts.TryGetValue(account, out AccountState? found))
        {
            found = new AccountState(account);
            _accounts.Add(account, found);
        }

        found.Touch();
        _written.Add(account);
        return found;
    }

    /// <summary>Replaces the system leaf.</summary>
    internal void Write(in SystemLeaf leaf)
    {
        System.Leaf = leaf;
        _written.Add(SystemAccount);
    }

    private FieldElement CurrentElement(uint account) => account == SystemAccount
        ? System.Leaf.Element()
        : Find(account) is { } found ? found.Leaf.Element(found.PagesElement) : EmptyState.AccountElement;
}
