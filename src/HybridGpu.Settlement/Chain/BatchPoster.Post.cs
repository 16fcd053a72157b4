using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Settlement.Batches;

namespace HybridGpu.Settlement.Chain;

/// <content>One batch: its chunks, its seal; and making batches final.</content>
public sealed partial class BatchPoster
{
    private bool _isGasEstimated;

    private async Task PostAsync(ulong number, CancellationToken cancellation)
    {
        ulong gas = await LandAsync(0, cancellation).ConfigureAwait(false);
        SettlementBatch batch = await _source.GetAsync(number, cancellation).ConfigureAwait(false);
        IReadOnlyList<BatchChunk> chunks = batch.Chunks;
        IReadOnlyList<PostedChunk> there =
            await _rollup.ChunksAtAsync(number, chunks.Count, cancellation).ConfigureAwait(false);
        long start = _time.GetTimestamp();
        ulong bytes = 0;
        for (int i = 0; i < chunks.Count; i++)
        {
            bytes += (ulong)chunks[i].Data.Length;
            if (there[i] == Expected(chunks[i]))
            {
                continue;
            }

            TransactionRequest request = _rollup.SubmitChunk(number, i, chunks[i]);
            request = _isGasEstimated ? request with { GasLimit = null } : request;
            _flying.Enqueue(await SendAsync(request, cancellation).ConfigureAwait(false));
            gas += await LandAsync(_settings.InFlightMax - 1, cancellation).ConfigureAwait(false);
        }

        gas += await LandAsync(0, cancellation).ConfigureAwait(false);

        // Its gas is estimated, so that a batch which the contract refuses costs nothing and says why.
        SentTransaction seal = await SendAsync(_rollup.SealBatch(batch.Header), cancellation).ConfigureAwait(false);
        TransactionReceipt receipt = await LandAsync(seal, cancellation).ConfigureAwait(false);
        gas += receipt.GasUsed;
        _ours = (number, batch.Hash);
        _delays.Posted(number);
        _status = _status with
        {
            Posted = number,
            PostedHere = _status.PostedHere + 1,
            GasUsed = _status.GasUsed + gas,
            BytesPosted = _status.BytesPosted + bytes,
            LastBatchGas = gas,
            LastBatchBytes = bytes,
            LastBatchTime = _time.GetElapsedTime(start),
            LastSealTransaction = receipt.TransactionHash,
        };
    }

    /// <summary>Makes final what may be.</summary>
    /// <returns>Whether there was something.</returns>
    private async Task<bool> FinaliseAsync(CancellationToken cancellation)
    {
        ulong first = _status.Finalised + 1;
        int count = (int)ulong.Min(RollupContract.FinalisedMax, _status.Posted - _status.Finalised);
        if (count == 0)
        {
            return false;
        }

        _constants ??= await _rollup.ConstantsAsync(cancellation).ConfigureAwait(false);
        BlockHeader block = await _rollup.Client.GetBlockAsync(BlockTag.Latest, cancellation).ConfigureAwait(false)
            ?? throw new JsonRpcTransportException("eth_getBlockByNumber: no newest block");
        var window = TimeSpan.FromSeconds(_constants.WindowSeconds);
        _delays.Head(block.Number, block.TimestampSeconds);
        _delays.Window(window);

        // The common case is that the first one's window is open: the others needn't be read then.
        PostedBatch? next = await _rollup.BatchAtAsync(first, cancellation).ConfigureAwait(false);
        if (!IsDue(next, block))
        {
            return false;
        }

        ulong last = first;
        foreach (PostedBatch? batch in
            await _rollup.BatchesAtAsync(first, count, cancellation).ConfigureAwait(false))
        {
            last = IsDue(batch, block) && batch!.Number == last + 1 ? batch.Number : last;
        }

        SentTransaction sent = await SendAsync(_rollup.Finalise(last), cancellation).ConfigureAwait(false);
        TransactionReceipt receipt = await LandAsync(sent, cancellation).ConfigureAwait(false);
        _delays.Final(TimeSpan.FromSeconds(block.TimestampSeconds - next!.SealedAtSeconds), window);
        _status = _status with { Finalised = last, GasUsed = _status.GasUsed + receipt.GasUsed };
        return true;
    }

    private bool IsDue(PostedBatch? batch, BlockHeader block) =>
        batch is not null
        && block.TimestampSeconds >= batch.SealedAtSeconds + _constants!.WindowSeconds
        && block.Number >= batch.SealedBlock + _constants.WindowBlocks;

    private static PostedChunk Expected(BatchChunk chunk) =>
        new(chunk.Root, (byte)chunk.Section, chunk.FirstItem, chunk.ItemCount);

    private async Task<SentTransaction> SendAsync(TransactionRequest request, CancellationToken cancellation)
    {
        try
        {
            return await _account.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (JsonRpcException refusal)
        {
            BatchPosterState state = refusal.IsInsufficientFunds
                ? BatchPosterState.OutOfFunds
                : BatchPosterState.Refused;
            string why = await _account.ExplainAsync(refusal, request, cancellation).ConfigureAwait(false);
            throw new PosterTroubleException(state, why, refusal);
        }
    }

    /// <summary>Waits until at most so many chunks are under way; the gas of those that landed.</summary>
    private async Task<ulong> LandAsync(int left, CancellationToken cancellation)
    {
        ulong gas = 0;
        while (_flying.Count > left)
        {
            // It stays in the queue while it is waited for: cancelled, the next step waits for it again.
            TransactionReceipt? receipt = await WaitAsync(_flying.Peek(), cancellation).ConfigureAwait(false);
            SentTransaction sent = _flying.Dequeue();
            if (receipt is null)
            {
                _flying.Clear();
                throw Lost();
            }

            gas += receipt.GasUsed;
            await ThrowIfRevertedAsync(sent, receipt, cancellation).ConfigureAwait(false);
        }

        return gas;
    }

    private async Task<TransactionReceipt> LandAsync(SentTransaction sent, CancellationToken cancellation)
    {
        TransactionReceipt receipt = await WaitAsync(sent, cancellation).ConfigureAwait(false) ?? throw Lost();
        await ThrowIfRevertedAsync(sent, receipt, cancellation).ConfigureAwait(false);
        return receipt;
    }

    private Task<TransactionReceipt?> WaitAsync(SentTransaction sent, CancellationToken cancellation) =>
        _account.WaitAsync(sent, ShowWaiting, cancellation);

    private void ShowWaiting(string why) => _status = _status with
    {
        State = BatchPosterState.Waiting,
        Trouble = why,
        LastTrouble = why,
    };

    private static PosterTroubleException Lost() =>
        new(BatchPosterState.Refused, "the chain went back, or somebody else uses the operator's key");

    private async Task ThrowIfRevertedAsync(
        SentTransaction sent, TransactionReceipt receipt, CancellationToken cancellation)
    {
        if (receipt.IsSuccess)
        {
            return;
        }

        string why = await _account.WhyAsync(sent, receipt, cancellation).ConfigureAwait(false);
        _isGasEstimated |= receipt.GasUsed >= sent.Pending.Current.Transaction.GasLimit;
        throw new PosterTroubleException(
            BatchPosterState.Refused, $"the transaction {receipt.TransactionHash} reverted: {why}");
    }
}
