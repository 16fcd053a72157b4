using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Logs;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Chain;

/// <summary>Reads batches back from a chain, needing nothing from the operator but the contract's address.</summary>
/// <remarks>
/// Logs say which transactions published and sealed; their calldata is the batch. Errors: <see cref="ChainException"/>
/// when the chain moves meanwhile (read again), or doesn't hold what its logs say; those of the node's client.
/// Memory: one batch, one range of logs, and the state. Thread: one caller at a time.
/// </remarks>
public sealed class ChainReader
{
    private static readonly AbiEvent Sealed = RollupContract.Abi.Event("BatchSealed");
    private static readonly AbiEvent Submitted = RollupContract.Abi.Event("ChunkSubmitted");
    private static readonly AbiSignature SealCall = RollupContract.Abi.Function("sealBatch").Signature;
    private static readonly AbiSignature SubmitCall = RollupContract.Abi.Function("submitChunk").Signature;

    private readonly RollupContract _rollup;
    private readonly EthereumClient _client;
    private readonly LogFollowerSettings _settings;
    private ulong? _deploymentBlock;

    /// <summary>Makes a reader; nothing is asked of the node yet.</summary>
    /// <param name="client">The node.</param>
    /// <param name="rollup">The contract of batches.</param>
    /// <param name="deploymentBlock">The height of its deployment; null searches for it, which takes a node that keeps
    /// old states, and otherwise reads from the first block on.</param>
    /// <param name="settings">When a log is final; null takes the newest block.</param>
    public ChainReader(
        EthereumClient client,
        Address rollup,
        ulong? deploymentBlock = null,
        LogFollowerSettings? settings = null)
    {
        _client = client;
        _rollup = new RollupContract(client, rollup);
        _deploymentBlock = deploymentBlock;
        _settings = settings ?? new LogFollowerSettings { FinalityDepth = 0 };
    }

    /// <summary>Replays what the chain holds, checking every byte.</summary>
    /// <param name="parameters">The venue's fee rates, which the genesis root commits to.</param>
    /// <param name="upTo">The last batch wanted; null for all.</param>
    /// <param name="checks">Checks beyond the batches; may be null.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The replay after that batch, or at the fault found before it.</returns>
    /// <exception cref="ChainException">Other parameters than the genesis root's, or no such batch.</exception>
    public async Task<BatchReplay> ReplayAsync(
        SettlementParameters parameters,
        ulong? upTo = null,
        IBatchChecks? checks = null,
        CancellationToken cancellation = default)
    {
        var replay = new BatchReplay(parameters, checks);
        RollupConstants constants = await _rollup.ConstantsAsync(cancellation).ConfigureAwait(false);
        if (constants.GenesisRoot != replay.State.StateRoot)
        {
            throw new ChainException($"the fee rates given make the genesis root {replay.State.StateRoot}, and the "
                + $"contract has {constants.GenesisRoot}: they aren't this venue's");
        }

        ulong last = upTo ?? (await _rollup.ReadAsync(cancellation).ConfigureAwait(false)).BatchCount;
        if (last == 0)
        {
            return replay;
        }

        await foreach (SettlementBatch batch in ReadBatchesAsync(cancellation).ConfigureAwait(false))
        {
            if (replay.Apply(batch) is not null || batch.Header.Batch == last)
            {
                return replay;
            }
        }

        throw new ChainException(FormattableString.Invariant($"the chain has no batch {last} yet"));
    }

    /// <summary>Shows what an account may take out after a batch.</summary>
    /// <param name="parameters">The venue's fee rates.</param>
    /// <param name="batch">A sealed batch; to be of use it must be final.</param>
    /// <param name="account">The account.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The proof for <see cref="VaultContract.Withdraw"/>.</returns>
    /// <exception cref="ChainException">A batch up to it is faulty, or the chain's root after it is another.
    /// </exception>
    public async Task<AccountProof> ProveAsync(
        SettlementParameters parameters, ulong batch, uint account, CancellationToken cancellation = default)
    {
        BatchReplay replay = await ReplayAsync(parameters, batch, null, cancellation).ConfigureAwait(false);
        if (replay.Fault is BatchFault fault)
        {
            throw new ChainException(FormattableString.Invariant(
                $"batch {replay.NextBatch} on the chain is faulty, nothing can be shown from it: {fault}"));
        }

        PostedBatch? posted = await _rollup.BatchAtAsync(batch, cancellation).ConfigureAwait(false);
        return posted?.StateRoot == replay.State.StateRoot
            ? replay.State.ProveAccount(account)
            : throw new ChainException(FormattableString.Invariant(
                $"the chain moved while it was read: its root after batch {batch} is another now"));
    }

    /// <summary>The batches in order from the first to the newest final one.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The batches as they are, right or wrong.</returns>
    public async IAsyncEnumerable<SettlementBatch> ReadBatchesAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ulong chainId = await _client.GetChainIdAsync(cancellation).ConfigureAwait(false);
        _deploymentBlock ??= await FindDeploymentAsync(cancellation).ConfigureAwait(false);
        var filter = new LogFilter { Addresses = [_rollup.Address], Topics = [[Sealed.Topic, Submitted.Topic]] };
        var follower = new LogFollower(
            _client, filter, LogCursor.StartingAt(chainId, _deploymentBlock.Value), _settings);
        var published = new SortedDictionary<uint, Hash32>();
        while (true)
        {
            LogPoll poll = await follower.PollAsync(cancellation).ConfigureAwait(false);
            if (poll.Status is not (LogFollowerStatus.Behind or LogFollowerStatus.CaughtUp))
            {
                throw new ChainException($"the chain moved while it was read ({poll.Status}): read it again");
            }

            foreach (LogEvent item in poll.Events)
            {
                if (Submitted.Matches(item.Log.Topics))
                {
                    // A chunk posted again replaces the one before, as it does in the contract.
                    object[] fields = Submitted.Decode(item.Log.Topics, item.Log.Data.Span);
                    published[(uint)(BigInteger)fields[1]] = item.Log.TransactionHash;
                }
                else
                {
                    yield return await AssembleAsync(item.Log, published, cancellation).ConfigureAwait(false);
                    published.Clear();
                }
            }

            if (poll.Status == LogFollowerStatus.CaughtUp)
            {
                yield break;
            }
        }
    }

    private async Task<SettlementBatch> AssembleAsync(
        LogEntry seal, SortedDictionary<uint, Hash32> published, CancellationToken cancellation)
    {
        object[] fields = Sealed.Decode(seal.Topics, seal.Data.Span);
        object[] arguments = await ReadCallAsync(SealCall, seal.TransactionHash, cancellation).ConfigureAwait(false);
        var header = BatchHeader.Decode(PackedStruct.Pack(SealCall.Types[0], (object[])arguments[0]));
        if (header.Hash != new Hash32((byte[])fields[1]))
        {
            throw new ChainException($"the transaction {seal.TransactionHash} isn't the seal of the batch logged");
        }

        var chunks = new List<BatchChunk>();
        for (uint i = 0; i < header.ChunkCount; i++)
        {
            if (!published.TryGetValue(i, out Hash32 transaction))
            {
                throw new ChainException(FormattableString.Invariant(
                    $"chunk {i} of batch {header.Batch} is in no log: the node loses logs"));
            }

            chunks.Add(await ReadChunkAsync(transaction, cancellation).ConfigureAwait(false));
        }

        return SettlementBatch.Assemble(header, chunks);
    }

    private async Task<BatchChunk> ReadChunkAsync(Hash32 transaction, CancellationToken cancellation)
    {
        object[] values = await ReadCallAsync(SubmitCall, transaction, cancellation).ConfigureAwait(false);
        try
        {
            return BatchChunk.Create(
                (BatchSection)(byte)(BigInteger)values[2], (uint)(BigInteger)values[3], (byte[])values[4]);
        }
        catch (FormatException exception)
        {
            throw new ChainException($"the transaction {transaction} published {exception.Message}", exception);
        }
    }

    private async Task<object[]> ReadCallAsync(
        AbiSignature function, Hash32 hash, CancellationToken cancellation)
    {
        TransactionInfo transaction = await _client.GetTransactionAsync(hash, cancellation).ConfigureAwait(false)
            ?? throw new ChainException($"the node doesn't have the transaction {hash} any more");
        if (transaction.To != _rollup.Address)
        {
            throw new ChainException($"the transaction {hash} calls {transaction.To} and not the contract itself: "
                + "such batches can't be read back");
        }

        try
        {
            return function.Decode(transaction.Input.Span);
        }
        catch (FormatException exception)
        {
            throw new ChainException($"the transaction {hash} isn't a call of {function.Name}", exception);
        }
    }

    /// <summary>The first block whose state has the contract, by halving.</summary>
    private async Task<ulong> FindDeploymentAsync(CancellationToken cancellation)
    {
        ulong high = await _client.GetBlockNumberAsync(cancellation).ConfigureAwait(false);
        ulong low = 0;
        try
        {
            while (low < high)
            {
                ulong middle = low + ((high - low) / 2);
                byte[] code = await _client.GetCodeAsync(_rollup.Address, BlockTag.At(middle), cancellation)
                    .ConfigureAwait(false);
                (low, high) = code.Length > 0 ? (low, middle) : (middle + 1, high);
            }

            return low;
        }
        catch (JsonRpcException)
        {
            // The node has thrown old states away: every block is read.
            return 0;
        }
    }
}
