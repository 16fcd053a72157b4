using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>Sees to it that accounts have their owners on the chain, also after it went back.</summary>
/// <param name="rollup">The contract.</param>
/// <param name="operatorAccount">The operator, which may be shared with a <see cref="BatchPoster"/>.</param>
/// <remarks>Thread: any.</remarks>
public sealed class AccountRegistrar(RollupContract rollup, ChainAccount operatorAccount)
{
    private const int AtOnceMax = 16;
    private const int ReadMax = 256;
    private const int TriesMax = 5;

    /// <summary>Registers those that aren't. What is registered already is only compared.</summary>
    /// <param name="accounts">Accounts with their owners, which aren't zero.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>How many were registered.</returns>
    /// <exception cref="ChainException">An account has another owner, for good, or the operator's call fails.
    /// </exception>
    public async Task<int> EnsureAsync(
        IReadOnlyList<(uint Account, Address Owner)> accounts, CancellationToken cancellation = default)
    {
        int registered = 0;
        foreach ((uint Account, Address Owner)[] some in accounts.Chunk(ReadMax))
        {
            registered += await EnsureSomeAsync(some, cancellation).ConfigureAwait(false);
        }

        return registered;
    }

    private async Task<int> EnsureSomeAsync(
        (uint Account, Address Owner)[] accounts, CancellationToken cancellation)
    {
        int registered = 0;
        for (int attempt = 0; attempt < TriesMax; attempt++)
        {
            IReadOnlyList<Address> owners = await rollup
                .OwnersOfAsync([.. accounts.Select(pair => pair.Account)], cancellation).ConfigureAwait(false);
            foreach (((uint account, Address owner), Address there) in accounts.Zip(owners))
            {
                if (there != Address.Zero && there != owner)
                {
                    throw new ChainException(FormattableString.Invariant(
                        $"account {account} belongs to {there} on the chain, and to {owner} at the venue"));
                }
            }

            (uint, Address)[] missing = [.. accounts.Where((_, i) => owners[i] == Address.Zero)];
            if (missing.Length == 0)
            {
                return registered;
            }

            foreach ((uint, Address)[] some in missing.Chunk(AtOnceMax))
            {
                registered += await RegisterAsync(some, cancellation).ConfigureAwait(false);
            }
        }

        throw new ChainException("the chain goes back again and again: accounts can't be registered");
    }

    /// <summary>How many went in; one that is lost because the chain went back is found missing at the next
    /// look.</summary>
    private async Task<int> RegisterAsync((uint Account, Address Owner)[] accounts, CancellationToken cancellation)
    {
        var sent = new List<SentTransaction>();
        foreach ((uint account, Address owner) in accounts)
        {
            var request = rollup.RegisterAccount(account, owner);
            try
            {
                sent.Add(await operatorAccount.SendAsync(request, cancellation).ConfigureAwait(false));
            }
            catch (JsonRpcException refusal)
            {
                string why = await operatorAccount.ExplainAsync(refusal, request, cancellation).ConfigureAwait(false);
                throw new ChainException(
                    FormattableString.Invariant($"account {account} can't be registered: {why}"), refusal);
            }
        }

        int registered = 0;
        foreach (SentTransaction one in sent)
        {
            TransactionReceipt? receipt =
                await operatorAccount.WaitAsync(one, null, cancellation).ConfigureAwait(false);
            registered += receipt is { IsSuccess: true } ? 1 : 0;
        }

        return registered;
    }
}
