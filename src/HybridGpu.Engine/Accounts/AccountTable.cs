using System;
using HybridGpu.Domain;
using HybridGpu.Engine.Images;

namespace HybridGpu.Engine.Accounts;

/// <summary>The venue's accounts by number. All changes of cash go through here, so that the state hash
/// follows.</summary>
internal sealed class AccountTable
{
    private readonly StateHashBox _hash;
    private Account?[] _accounts = new Account?[64];

    public AccountTable(StateHashBox hash)
    {
        _hash = hash;
        // The reserved accounts are there from the start: fees and remainders need a home before anyone trades.
        for (uint id = 0; id < AccountId.FirstOpen.Value; id++)
        {
            Open(new AccountId(id));
        }
    }

    public int Count { get; private set; }

    /// <summary>The account, or null.</summary>
    public Account? Find(AccountId id) => id.Value < (uint)_accounts.Length ? _accounts[id.Value] : null;

    /// <summary>The account of an open order or position.</summary>
    public Account Get(AccountId id) =>
        Find(id) ?? throw new InvalidOperationException($"Account {id} is referred to but was never opened.");

    /// <summary>Opens an account that isn't there.</summary>
    public Account Open(AccountId id)
    {
        if (id.Value >= (uint)_accounts.Length)
        {
            Array.Resize(ref _accounts, (int)System.Numerics.BitOperations.RoundUpToPowerOf2(id.Value + 1));
        }

        var account = new Account(id);
        _accounts[id.Value] = account;
        Count++;
        _hash.Add(StateDigest.OfAccount(id, 0, 0));
        return account;
    }

    /// <summary>Moves cash and fees of an account.</summary>
    /// <exception cref="OverflowException">A balance would leave a long: a bug, since amounts are bounded at the
    /// gate.</exception>
    public void Change(Account account, long cashMicros, long feesMicros)
    {
        _hash.Remove(StateDigest.OfAccount(account.Id, account.CashMicros, account.FeesMicros));
        account.CashMicros = checked(account.CashMicros + cashMicros);
        account.FeesMicros = checked(account.FeesMicros + feesMicros);
        _hash.Add(StateDigest.OfAccount(account.Id, account.CashMicros, account.FeesMicros));
    }

    /// <summary>All accounts by ascending number.</summary>
    public ReadOnlySpan<Account?> All => _accounts;

    /// <summary>All accounts by ascending number; the reserved ones are there already.</summary>
    public void Pass(ref Image image)
    {
        int count = image.Count(Count, (int)AccountId.Capacity);
        int at = -1;
        for (int i = 0; i < count; i++)
        {
            do
            {
                at++;
            }
            while (!image.IsReading && _accounts[at] is null);

            at = image.Count(at, (int)AccountId.Capacity - 1);
            var id = new AccountId((uint)at);
            (Find(id) ?? Open(id)).Pass(ref image);
        }
    }
}
