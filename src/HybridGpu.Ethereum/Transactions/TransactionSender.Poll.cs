using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Signing;

namespace HybridGpu.Ethereum.Transactions;

/// <content>What happens at each look: receipts, lost blocks, sending again, replacing.</content>
public sealed partial class TransactionSender
{
    /// <summary>Looks in a row before a used nonce without a receipt is believed: nodes behind one name
    /// differ.</summary>
    private const int LooksBeforeDisplaced = 3;

    private async Task<IReadOnlyList<PendingTransaction>> LookAfterAsync(CancellationToken cancellation)
    {
        if (_waiting.Count == 0 && _kept.Count == 0)
        {
            return [];
        }

        // The count is read before the receipts, so that a nonce counted has its receipt there.
        ulong mined = await _client.GetTransactionCountAsync(_key.Address, BlockTag.Latest, cancellation)
            .ConfigureAwait(false);
        ulong head = await _client.GetBlockNumberAsync(cancellation).ConfigureAwait(false);
        var changed = new List<PendingTransaction>();
        TakeBackLost(mined, changed);
        foreach (PendingTransaction pending in _waiting.Values.ToArray())
        {
            TransactionState before = pending.State;
            await LookAfterAsync(pending, mined, head, cancellation).ConfigureAwait(false);
            if (pending.State != before && !changed.Contains(pending))
            {
                changed.Add(pending);
            }

            if (pending.IsSettled)
            {
                Keep(pending);
            }
        }

        return changed;
    }

    /// <summary>A chain that counts fewer transactions than settled has lost blocks: ours go back to waiting.</summary>
    private void TakeBackLost(ulong mined, List<PendingTransaction> changed)
    {
        foreach (PendingTransaction lost in _kept.Values.Where(kept => kept.Nonce >= mined).ToArray())
        {
            _kept.Remove(lost.Nonce);
            lost.State = TransactionState.Waiting;
            lost.Receipt = null;
            _waiting.TryAdd(lost.Nonce, lost);
            changed.Add(lost);
        }
    }

    private void Keep(PendingTransaction settled)
    {
        _waiting.Remove(settled.Nonce);
        if (settled.State == TransactionState.Displaced)
        {
            return;
        }

        _kept[settled.Nonce] = settled;
        if (_kept.Count > _settings.KeptMax)
        {
            _kept.Remove(_kept.Keys.First());
        }
    }

    private async Task LookAfterAsync(
        PendingTransaction pending, ulong mined, ulong head, CancellationToken cancellation)
    {
        if (pending.Nonce < mined || pending.State == TransactionState.Included)
        {
            pending.Receipt = await FindReceiptAsync(pending, cancellation).ConfigureAwait(false);
        }

        if (pending.Receipt is TransactionReceipt receipt)
        {
            pending.LooksWithoutReceipt = 0;
            pending.LastError = null;
            bool isDeep = head + 1 >= receipt.BlockNumber + _settings.Confirmations;
            pending.State = !isDeep ? TransactionState.Included
                : receipt.IsSuccess ? TransactionState.Confirmed
                : TransactionState.Failed;
            return;
        }

        pending.State = TransactionState.Waiting;
        if (pending.Nonce < mined)
        {
            pending.LooksWithoutReceipt++;
            pending.State = pending.LooksWithoutReceipt >= LooksBeforeDisplaced
                ? TransactionState.Displaced
                : TransactionState.Waiting;
            return;
        }

        pending.LooksWithoutReceipt = 0;
        await InsistAsync(pending, mined, cancellation).ConfigureAwait(false);
    }

    private async Task<TransactionReceipt?> FindReceiptAsync(
        PendingTransaction pending, CancellationToken cancellation)
    {
        for (int i = pending.Versions.Count - 1; i >= 0; i--)
        {
            TransactionReceipt? receipt = await _client
                .GetTransactionReceiptAsync(pending.Versions[i].Hash, cancellation).ConfigureAwait(false);
            if (receipt is not null)
            {
                return receipt;
            }
        }

        return null;
    }

    /// <summary>Sends again what the node has forgotten; pays more for what blocks the others too long.</summary>
    private async Task InsistAsync(PendingTransaction pending, ulong mined, CancellationToken cancellation)
    {
        TransactionInfo? known = await _client.GetTransactionAsync(pending.Current.Hash, cancellation)
            .ConfigureAwait(false);
        if (known is null)
        {
            await SendAgainAsync(pending, cancellation).ConfigureAwait(false);
        }

        bool isStuck = pending.Nonce == mined && _time.GetElapsedTime(pending.SentAt) >= _settings.StuckAfter;
        if (isStuck)
        {
            await ReplaceAsync(pending, cancellation).ConfigureAwait(false);
        }
    }

    private async Task SendAgainAsync(PendingTransaction pending, CancellationToken cancellation)
    {
        try
        {
            pending.LastError = await BroadcastAsync(pending.Current, cancellation).ConfigureAwait(false);
        }
        catch (JsonRpcException refusal)
        {
            // For example no funds on a chain that was reset: it is tried again at the next look.
            pending.LastError = refusal.Message;
        }
    }

    private async Task ReplaceAsync(PendingTransaction pending, CancellationToken cancellation)
    {
        DynamicFeeTransaction old = pending.Current.Transaction;
        (BigInteger Tip, BigInteger Fee) usual =
            await FeeRule.SuggestAsync(_client, _settings, cancellation).ConfigureAwait(false);
        if (FeeRule.Replacement(old.MaxPriorityFeePerGas, old.MaxFeePerGas, usual, _settings.MaxFeePerGasCap)
            is not (BigInteger tip, BigInteger fee))
        {
            pending.IsAtFeeCap = true;
            return;
        }

        SignedTransaction version = (old with { MaxPriorityFeePerGas = tip, MaxFeePerGas = fee }).Sign(_key);
        await StoreAsync(version, cancellation).ConfigureAwait(false);

        // Known before it is sent: whatever becomes of the call, its receipt will be looked for. If the node asks for
        // still more, the next replacement starts from these fees.
        pending.Add(version);
        pending.SentAt = _time.GetTimestamp();
        await SendAgainAsync(pending, cancellation).ConfigureAwait(false);
    }
}
