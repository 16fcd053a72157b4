using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Signing;

namespace HybridGpu.Ethereum.Transactions;

/// <summary>Sends one account's transactions, in order, until each is settled.</summary>
/// <remarks>
/// One owner: no other program may send from the account at the same time, or nonces collide (which is noticed, and
/// shown as <see cref="TransactionState.Displaced"/>). Raw transactions are kept until settled, and a bounded number of
/// them afterwards: when a node has forgotten one, or the chain has lost the block of one, the same bytes are sent
/// again,
/// so nothing can happen twice. Thread: any; calls wait for each other. Time passes in <see cref="PollAsync"/> only.
/// </remarks>
public sealed partial class TransactionSender : IDisposable
{
    private const int NonceTriesMax = 3;

    private readonly EthereumClient _client;
    private readonly EthereumKey _key;
    private readonly TransactionSenderSettings _settings;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SortedDictionary<ulong, PendingTransaction> _waiting = [];
    private readonly SortedDictionary<ulong, PendingTransaction> _kept = [];
    private ulong? _chainId;
    private ulong? _nextNonce;

    /// <summary>Makes a sender; nothing is asked of the node yet.</summary>
    /// <param name="client">The node.</param>
    /// <param name="key">The account's key, which stays the caller's.</param>
    /// <param name="settings">Null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public TransactionSender(
        EthereumClient client,
        EthereumKey key,
        TransactionSenderSettings? settings = null,
        TimeProvider? time = null)
    {
        _client = client;
        _key = key;
        _settings = settings ?? new TransactionSenderSettings();
        _time = time ?? TimeProvider.System;
    }

    /// <summary>How many transactions aren't settled. A glance: another call may be changing it.</summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>Signs and sends.</summary>
    /// <param name="request">What.</param>
    /// <param name="cancellation">Before signing, ends the call; afterwards the transaction stays and is sent later.
    /// </param>
    /// <returns>
    /// The transaction. If the node couldn't be reached after signing it waits, its error set, and is sent again by
    /// <see cref="PollAsync"/>: whether it arrived isn't known, and a second nonce could do the thing twice.
    /// </returns>
    /// <exception cref="JsonRpcException">The call would revert, or the node refused: no nonce is used.</exception>
    /// <exception cref="JsonRpcTransportException">The node couldn't be reached before signing.</exception>
    /// <exception cref="InvalidOperationException">Too many wait already.</exception>
    public async Task<PendingTransaction> SendAsync(
        TransactionRequest request, CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_waiting.Count >= _settings.WaitingMax)
            {
                throw new InvalidOperationException($"{_waiting.Count} transactions wait already");
            }

            DynamicFeeTransaction draft = await DraftAsync(request, cancellation).ConfigureAwait(false);
            return await SendWithFreshNonceAsync(draft, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes over raw transactions that an earlier process stored, before anything else is sent.</summary>
    /// <param name="rawTransactions">As stored by <see cref="TransactionSenderSettings.BeforeSend"/>, in that order.
    /// </param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Those that the chain doesn't count yet; PollAsync follows and sends them again.</returns>
    /// <exception cref="FormatException">Not a transaction of this account and chain.</exception>
    public async Task<IReadOnlyList<PendingTransaction>> RestoreAsync(
        IEnumerable<ReadOnlyMemory<byte>> rawTransactions, CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ulong chainId = await ChainIdAsync(cancellation).ConfigureAwait(false);
            ulong mined = await _client.GetTransactionCountAsync(_key.Address, BlockTag.Latest, cancellation)
                .ConfigureAwait(false);
            foreach (ReadOnlyMemory<byte> raw in rawTransactions)
            {
                var signed = SignedTransaction.Decode(raw.Span);
                if (signed.Sender != _key.Address || signed.Transaction.ChainId != chainId)
                {
                    throw new FormatException($"{signed.Hash} isn't of this account and chain");
                }

                if (signed.Transaction.Nonce >= mined)
                {
                    Adopt(signed);
                }
            }

            _nextNonce = null;
            return [.. _waiting.Values];
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Looks after all transactions once: receipts, what to send again, what to pay more for.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Those whose state changed, a settled one whose block the chain lost included.</returns>
    /// <exception cref="JsonRpcTransportException">The node couldn't be reached; nothing is lost, poll again.
    /// </exception>
    public async Task<IReadOnlyList<PendingTransaction>> PollAsync(CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await LookAfterAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Polls until a transaction is settled. A node that is away is waited for.</summary>
    /// <param name="transaction">From <see cref="SendAsync"/>.</param>
    /// <param name="cancellation">Ends waiting, not the transaction.</param>
    /// <returns>The receipt, also of one that reverted; null if it was displaced.</returns>
    public async Task<TransactionReceipt?> WaitAsync(
        PendingTransaction transaction, CancellationToken cancellation = default)
    {
        while (true)
        {
            try
            {
                await PollAsync(cancellation).ConfigureAwait(false);
            }
            catch (JsonRpcTransportException failure)
            {
                transaction.LastError = failure.Message;
            }

            if (transaction.IsSettled)
            {
                return transaction.Receipt;
            }

            await Task.Delay(_settings.PollInterval, _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<DynamicFeeTransaction> DraftAsync(TransactionRequest request, CancellationToken cancellation)
    {
        ulong chainId = await ChainIdAsync(cancellation).ConfigureAwait(false);
        ulong gas = request.GasLimit
            ?? await EstimateGasAsync(request, cancellation).ConfigureAwait(false);
        (BigInteger tip, BigInteger fee) =
            await FeeRule.SuggestAsync(_client, _settings, cancellation).ConfigureAwait(false);
        return new DynamicFeeTransaction
        {
            ChainId = chainId,
            Nonce = 0,
            MaxPriorityFeePerGas = tip,
            MaxFeePerGas = fee,
            GasLimit = Math.Min(gas, _settings.GasLimitMax),
            To = request.To,
            Value = request.Value,
            Data = request.Data,
        };
    }

    private async Task<ulong> EstimateGasAsync(TransactionRequest request, CancellationToken cancellation)
    {
        var call = new CallRequest
        {
            From = _key.Address,
            To = request.To,
            Value = request.Value,
            Data = request.Data,
        };
        ulong estimate = await _client.EstimateGasAsync(call, cancellation).ConfigureAwait(false);
        return checked(estimate + (estimate * (ulong)_settings.GasMarginPercent / 100));
    }

    private async Task<PendingTransaction> SendWithFreshNonceAsync(
        DynamicFeeTransaction draft, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            ulong nonce = _nextNonce ?? await ReadNextNonceAsync(cancellation).ConfigureAwait(false);
            SignedTransaction signed = (draft with { Nonce = nonce }).Sign(_key);
            await StoreAsync(signed, cancellation).ConfigureAwait(false);
            try
            {
                string? error = await BroadcastAsync(signed, cancellation).ConfigureAwait(false);
                return Enqueue(signed, error);
            }
            catch (JsonRpcException refusal) when (refusal.IsNonceUsed)
            {
                if (await MayHaveArrivedAsync(signed, cancellation).ConfigureAwait(false))
                {
                    return Enqueue(signed, null);
                }

                // Somebody else sent from this account, or the nonce was read from a node that lags.
                await ForgetAsync(signed).ConfigureAwait(false);
                _nextNonce = null;
                if (attempt == NonceTriesMax)
                {
                    throw;
                }
            }
            catch (JsonRpcException)
            {
                await ForgetAsync(signed).ConfigureAwait(false);
                throw;
            }
        }
    }

    private PendingTransaction Enqueue(SignedTransaction signed, string? error)
    {
        var pending = new PendingTransaction(signed) { SentAt = _time.GetTimestamp(), LastError = error };
        _waiting.Add(pending.Nonce, pending);
        _nextNonce = pending.Nonce + 1;
        return pending;
    }

    /// <summary>
    /// A first attempt whose answer was lost may be in a block already, and then the repeated one finds its own nonce
    /// used. In doubt it has arrived: a second nonce could do the thing twice, waiting can't.
    /// </summary>
    private async Task<bool> MayHaveArrivedAsync(SignedTransaction signed, CancellationToken cancellation)
    {
        try
        {
            return await _client.GetTransactionAsync(signed.Hash, cancellation).ConfigureAwait(false) is not null;
        }
        catch (Exception exception) when (exception is JsonRpcTransportException or OperationCanceledException)
        {
            return true;
        }
    }

    private ValueTask ForgetAsync(SignedTransaction refused) =>
        _settings.AfterRefusal?.Invoke(refused) ?? ValueTask.CompletedTask;

    private async Task<ulong> ReadNextNonceAsync(CancellationToken cancellation)
    {
        ulong counted = await _client.GetTransactionCountAsync(_key.Address, BlockTag.Pending, cancellation)
            .ConfigureAwait(false);

        // Our own may not have arrived: its nonce is taken all the same.
        return _waiting.Count == 0 ? counted : Math.Max(counted, _waiting.Keys.Last() + 1);
    }

    private async Task<ulong> ChainIdAsync(CancellationToken cancellation) =>
        _chainId ??= await _client.GetChainIdAsync(cancellation).ConfigureAwait(false);

    private ValueTask StoreAsync(SignedTransaction signed, CancellationToken cancellation) =>
        _settings.BeforeSend?.Invoke(signed, cancellation) ?? ValueTask.CompletedTask;

    /// <summary>Sends raw bytes; null if the node has them now, else why that isn't known.</summary>
    private async Task<string?> BroadcastAsync(SignedTransaction signed, CancellationToken cancellation)
    {
        try
        {
            await _client.SendRawTransactionAsync(signed.Raw, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (JsonRpcException refusal) when (refusal.IsAlreadyKnown)
        {
            return null;
        }
        catch (JsonRpcTransportException failure)
        {
            return failure.Message;
        }
        catch (OperationCanceledException)
        {
            // It may have arrived: it stays and is looked after.
            return "cancelled while sending";
        }
    }

    private void Adopt(SignedTransaction signed)
    {
        ulong nonce = signed.Transaction.Nonce;
        if (_waiting.TryGetValue(nonce, out PendingTransaction? pending))
        {
            pending.Add(signed);
        }
        else
        {
            _waiting.Add(nonce, new PendingTransaction(signed) { SentAt = _time.GetTimestamp() });
        }
    }
}
