using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>Brings back what a development chain lost when its node was killed, in the order in which it was needed.
/// </summary>
/// <remarks>
/// Batches are the poster's business. The rest are logged transactions, and the operator's own calls on which the
/// deposits among them depend: the vault's name and the accounts' owners. Run it before anything else is sent at a
/// start, and after each restart of the node. Thread: one caller at a time.
/// </remarks>
/// <param name="client">The node.</param>
/// <param name="log">What can be sent again.</param>
/// <param name="deployment">The contracts; null before there are any.</param>
/// <param name="operatorAccount">The operator.</param>
/// <param name="accounts">The accounts that have an owner, as the venue knows them now.</param>
public sealed class ChainRecovery(
    EthereumClient client,
    RawTransactionLog log,
    ChainDeployment? deployment,
    ChainAccount operatorAccount,
    Func<IReadOnlyList<(uint Account, Address Owner)>> accounts)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private bool _isReady;

    /// <summary>Sends again what is missing, until nothing is.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many transactions were sent again.</returns>
    /// <exception cref="ChainException">Something is missing still; the message says why.</exception>
    public async Task<int> RunAsync(TimeSpan limit, CancellationToken cancellation = default)
    {
        long start = TimeProvider.System.GetTimestamp();
        _isReady = false;
        int sent = 0;
        while (true)
        {
            string? trouble;
            try
            {
                RebroadcastResult result = await log.RebroadcastAsync(
                    client, signed => PrepareAsync(signed, cancellation), cancellation).ConfigureAwait(false);
                sent += result.Sent;
                trouble = result.Error;
                if (trouble is null)
                {
                    await EnsureAsync(cancellation).ConfigureAwait(false);
                    return sent;
                }
            }
            catch (Exception failure) when (failure is JsonRpcTransportException or JsonRpcException or ChainException)
            {
                trouble = failure.Message;
            }

            if (TimeProvider.System.GetElapsedTime(start) > limit)
            {
                throw new ChainException($"the chain doesn't take back what it lost: {trouble}");
            }

            await Task.Delay(RetryDelay, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A deposit before its account has an owner would revert, and could never be sent again.</summary>
    private Task PrepareAsync(SignedTransaction signed, CancellationToken cancellation) =>
        deployment is not null && signed.Transaction.To == deployment.Vault
            ? EnsureAsync(cancellation)
            : Task.CompletedTask;

    private async Task EnsureAsync(CancellationToken cancellation)
    {
        if (_isReady || deployment is null)
        {
            return;
        }

        await ChainDeployer.VerifyAsync(client, deployment, operatorAccount, cancellation).ConfigureAwait(false);
        var registrar = new AccountRegistrar(new RollupContract(client, deployment.Rollup), operatorAccount);
        await registrar.EnsureAsync(accounts(), cancellation).ConfigureAwait(false);
        _isReady = true;
    }
}
