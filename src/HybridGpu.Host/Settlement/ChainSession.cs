using System.Numerics;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Logs;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.State;

namespace HybridGpu.Host.Settlement;

/// <summary>What somebody outside the venue does on its chain: look, deposit, withdraw. It needs the chain and the
/// record of the contracts, nothing of the venue.</summary>
internal sealed class ChainSession : IDisposable
{
    private static readonly AbiEvent Queued = RollupContract.Abi.Event("Queued");

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http = new();
    private readonly EthereumClient _client;
    private readonly ChainDeployment _deployment;
    private readonly RollupContract _rollup;
    private readonly VaultContract _vault;
    private readonly TokenContract _token;

    private ChainSession(Uri rpc, ChainDeployment deployment)
    {
        _client = new EthereumClient(new JsonRpcClient(_http, new JsonRpcSettings { Endpoint = rpc }));
        _deployment = deployment;
        _rollup = new RollupContract(_client, deployment.Rollup);
        _vault = new VaultContract(_client, deployment.Vault);
        _token = new TokenContract(_client, deployment.Token);
    }

    /// <summary>EIP-155 chain id.</summary>
    public ulong ChainId => _deployment.ChainId;

    /// <summary>Reaches a chain and checks that the contracts are there.</summary>
    /// <exception cref="ChainException">They aren't, or nobody answers.</exception>
    public static async Task<ChainSession> OpenAsync(
        Uri rpc, ChainDeployment deployment, CancellationToken cancellation)
    {
        var session = new ChainSession(rpc, deployment);
        try
        {
            await ChainDeployer.VerifyAsync(session._client, deployment, cancellation: cancellation);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>How the chain stands.</summary>
    public async Task<ChainStatusReport> StatusAsync(CancellationToken cancellation)
    {
        RollupState state = await _rollup.ReadAsync(cancellation);
        PostedBatch? newest = state.BatchCount == 0
            ? null
            : await _rollup.BatchAtAsync(state.BatchCount, cancellation);
        return new ChainStatusReport
        {
            ChainId = _deployment.ChainId,
            Block = await _client.GetBlockNumberAsync(cancellation),
            Rollup = _deployment.Rollup.ToString(),
            Vault = _deployment.Vault.ToString(),
            Token = _deployment.Token.ToString(),
            Operator = _deployment.Operator.ToString(),
            WindowSeconds = _deployment.WindowSeconds,
            Batches = state.BatchCount,
            BatchesFinalised = state.FinalisedCount,
            StateRoot = (newest?.StateRoot ?? _deployment.GenesisRoot).ToString()[2..],
            QueueLength = state.QueueLength,
            QueueConsumed = newest?.QueueEnd ?? 0,
            HeldMicros = await _vault.HeldAsync(cancellation),
        };
    }

    /// <summary>Deposits, on a development chain with test dollars made for it.</summary>
    /// <returns>The entry's place in the queue.</returns>
    public async Task<ulong> DepositAsync(
        EthereumKey key, uint account, ulong amountMicros, bool mints, CancellationToken cancellation)
    {
        var sender = new ChainAccount(_client, key);
        if (mints)
        {
            await sender.ExecuteAsync(_token.Mint(sender.Address, amountMicros), cancellation);
        }

        // A development key may pay in several times at once: their allowances must not be each other's.
        BigInteger allowance = mints ? BigInteger.Pow(2, 255) : amountMicros;
        await sender.ExecuteAsync(_token.Approve(_deployment.Vault, allowance), cancellation);
        return IndexIn(await sender.ExecuteAsync(_vault.Deposit(account, amountMicros), cancellation));
    }

    /// <summary>Asks the venue, through the chain's queue, to let an amount out.</summary>
    /// <returns>The entry's place in the queue.</returns>
    public async Task<ulong> RequestAsync(
        EthereumKey owner, uint account, ulong amountMicros, CancellationToken cancellation)
    {
        var sender = new ChainAccount(_client, owner);
        return IndexIn(await sender.ExecuteAsync(_vault.RequestWithdrawal(account, amountMicros), cancellation));
    }

    /// <summary>Waits until a final batch has consumed an entry of the queue.</summary>
    /// <returns>The batch; null when time was up.</returns>
    public async Task<ulong?> WaitUntilFinalAsync(ulong index, TimeSpan limit, CancellationToken cancellation)
    {
        long started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(PollInterval);
        while (TimeProvider.System.GetElapsedTime(started) < limit)
        {
            ulong finalised = (await _rollup.ReadAsync(cancellation)).FinalisedCount;
            PostedBatch? batch = finalised == 0 ? null : await _rollup.BatchAtAsync(finalised, cancellation);
            if (batch?.QueueEnd > index)
            {
                return finalised;
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        return null;
    }

    /// <summary>Takes out what the newest final state lets out, proven from the chain's own data.</summary>
    /// <returns>Micro-USD paid to the owner; 0 when there is nothing.</returns>
    public async Task<ulong> ClaimAsync(EthereumKey payer, uint account, CancellationToken cancellation)
    {
        ulong finalised = (await _rollup.ReadAsync(cancellation)).FinalisedCount;
        if (finalised == 0)
        {
            return 0;
        }

        var reader = new ChainReader(
            _client, _deployment.Rollup, _deployment.Block, new LogFollowerSettings { FinalityDepth = 0 });
        AccountProof proof = await reader.ProveAsync(_deployment.Parameters, finalised, account, cancellation);
        ulong claimed = await _vault.ClaimedAsync(account, cancellation);
        if ((ulong)proof.Leaf.Withdrawn <= claimed)
        {
            return 0;
        }

        await new ChainAccount(_client, payer).ExecuteAsync(_vault.Withdraw(finalised, proof), cancellation);
        return (ulong)proof.Leaf.Withdrawn - claimed;
    }

    /// <summary>What an account's owner has been paid so far, in micro-USD.</summary>
    public Task<ulong> ClaimedAsync(uint account, CancellationToken cancellation) =>
        _vault.ClaimedAsync(account, cancellation);

    /// <summary>What an address has of the collateral, in micro-USD.</summary>
    public Task<BigInteger> BalanceAsync(Address holder, CancellationToken cancellation) =>
        _token.BalanceOfAsync(holder, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private ulong IndexIn(TransactionReceipt receipt)
    {
        LogEntry queued = receipt.Logs.First(
            log => log.Address == _deployment.Rollup && Queued.Matches(log.Topics));
        return (ulong)(BigInteger)Queued.Decode(queued.Topics, queued.Data.Span)[0];
    }
}
