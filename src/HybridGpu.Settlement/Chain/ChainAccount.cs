using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>An account that sends, on a chain that may go back.</summary>
/// <remarks>
/// When the chain counts fewer transactions than it has counted, what this account sent since is forgotten and nonces
/// are read afresh: whoever waits is told that his transaction is lost, looks at the chain, and does what is missing.
/// That suits transactions that can be made again, such as an operator's. Those that can't belong into a
/// <see cref="RawTransactionLog"/>, which sends the same bytes again. One object for each account. Thread: any.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing but memory.")]
public sealed class ChainAccount
{
    // As long as sending again may take, beside which somebody may want to send.
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(10);

    private readonly EthereumClient _client;
    private readonly EthereumKey _key;
    private readonly TransactionSenderSettings _settings;
    private readonly TimeProvider _time;
    private readonly RawTransactionLog? _log;
    private readonly SemaphoreSlim _loggedTurn = new(1, 1);
    private readonly Lock _gate = new();
    private TransactionSender _sender;
    private ulong _countSeen;

    /// <summary>Makes an account; nothing is asked of the node yet.</summary>
    /// <param name="client">The node.</param>
    /// <param name="key">Its key, which stays the caller's.</param>
    /// <param name="log">Where its transactions are kept to be sent again; null if they can be made again.</param>
    /// <param name="settings">Null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public ChainAccount(
        EthereumClient client,
        EthereumKey key,
        RawTransactionLog? log = null,
        TransactionSenderSettings? settings = null,
        TimeProvider? time = null)
    {
        _client = client;
        _key = key;
        _time = time ?? TimeProvider.System;
        _log = log;

        // Settled ones aren't kept in memory: a log has them, or they are made again.
        settings = (settings ?? new TransactionSenderSettings { PollInterval = TimeSpan.FromMilliseconds(50) })
            with { KeptMax = 0 };
        _settings = log is null ? settings : log.Attach(settings);
        _sender = NewSender();
    }

    /// <summary>Its address.</summary>
    public Address Address => _key.Address;

    /// <summary>Signs and sends; see <see cref="TransactionSender.SendAsync"/> for what it throws.</summary>
    /// <param name="request">What.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The transaction, to be waited for.</returns>
    /// <exception cref="ChainException">The chain has lost transactions that the log has, and nobody sends them again:
    /// see <see cref="ChainRecovery"/>.</exception>
    public async Task<SentTransaction> SendAsync(TransactionRequest request, CancellationToken cancellation = default)
    {
        await NoticeCountAsync(cancellation).ConfigureAwait(false);
        TransactionSender sender = Current();
        return _log is null
            ? new SentTransaction(sender, await sender.SendAsync(request, cancellation).ConfigureAwait(false))
            : await SendLoggedAsync(_log, sender, request, cancellation).ConfigureAwait(false);
    }

    /// <summary>Waits until a transaction is settled; a node that is away is waited for.</summary>
    /// <param name="sent">The transaction.</param>
    /// <param name="trouble">Told why it isn't in a block yet, if there is a reason; may be null.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The receipt, also of one that reverted; null if it is lost: the chain went back, or another program
    /// used its nonce. Look at the chain then.</returns>
    public async Task<TransactionReceipt?> WaitAsync(
        SentTransaction sent, Action<string>? trouble = null, CancellationToken cancellation = default)
    {
        while (true)
        {
            try
            {
                await sent.Sender.PollAsync(cancellation).ConfigureAwait(false);
                if (sent.Pending.IsSettled)
                {
                    await NoticeCountAsync(cancellation).ConfigureAwait(false);
                    return sent.Pending.Receipt;
                }

                if (await NoticeCountAsync(cancellation).ConfigureAwait(false) || sent.Sender != Current())
                {
                    return null;
                }

                if (sent.Pending.LastError is string error)
                {
                    trouble?.Invoke(error);
                }
            }
            catch (JsonRpcTransportException failure)
            {
                trouble?.Invoke(failure.Message);
            }

            await Task.Delay(_settings.PollInterval, _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Sends and waits, for a caller to whom anything but success is the end.</summary>
    /// <param name="request">What.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The receipt.</returns>
    /// <exception cref="ChainException">It reverted, or its sender can't pay, or it was lost; with the reason.
    /// </exception>
    /// <exception cref="JsonRpcTransportException">The node is away.</exception>
    public async Task<TransactionReceipt> ExecuteAsync(
        TransactionRequest request, CancellationToken cancellation = default)
    {
        try
        {
            SentTransaction sent = await SendAsync(request, cancellation).ConfigureAwait(false);
            TransactionReceipt receipt = await WaitAsync(sent, null, cancellation).ConfigureAwait(false)
                ?? throw new ChainException($"the transaction {sent.Pending.Current.Hash} of {Address} is lost");
            return receipt.IsSuccess
                ? receipt
                : throw new ChainException($"the transaction {receipt.TransactionHash} of {Address} reverted: "
                    + await WhyAsync(sent, receipt, cancellation).ConfigureAwait(false));
        }
        catch (JsonRpcException refusal)
        {
            throw new ChainException(
                await ExplainAsync(refusal, request, cancellation).ConfigureAwait(false), refusal);
        }
    }

    /// <summary>Why a transaction that is in a block reverted, by making its call again on the block before.</summary>
    /// <param name="sent">The transaction.</param>
    /// <param name="receipt">Its receipt.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The contract's error by name, if it can be found out.</returns>
    public async Task<string> WhyAsync(
        SentTransaction sent, TransactionReceipt receipt, CancellationToken cancellation = default)
    {
        DynamicFeeTransaction transaction = sent.Pending.Current.Transaction;
        if (receipt.GasUsed >= transaction.GasLimit)
        {
            return $"out of gas at {transaction.GasLimit}";
        }

        try
        {
            var call = new CallRequest { From = Address, To = transaction.To, Data = transaction.Data };
            await _client.CallAsync(call, BlockTag.At(receipt.BlockNumber - 1), cancellation).ConfigureAwait(false);
            return "the same call succeeds on the block before";
        }
        catch (JsonRpcException refusal)
        {
            return ContractErrors.Explain(refusal);
        }
    }

    /// <summary>What a refusal means, in a sentence; for want of money, who needs how much.</summary>
    /// <param name="refusal">The node's error.</param>
    /// <param name="request">What was to be sent.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The sentence.</returns>
    public async Task<string> ExplainAsync(
        JsonRpcException refusal, TransactionRequest request, CancellationToken cancellation = default)
    {
        if (!refusal.IsInsufficientFunds)
        {
            return ContractErrors.Explain(refusal);
        }

        BigInteger balance = await _client.GetBalanceAsync(Address, BlockTag.Latest, cancellation)
            .ConfigureAwait(false);
        BigInteger price = await _client.GetGasPriceAsync(cancellation).ConfigureAwait(false);
        ulong gas = request.GasLimit ?? _settings.GasLimitMax;
        BigInteger need = (2 * price * gas) + request.Value;
        return $"{Address} has {Ether(balance)} ETH and needs about {Ether(need)} ETH for its next transaction: "
            + "send it some";
    }

    /// <summary>Sends after everything that the log has of this account is back on the chain: another transaction must
    /// not take the nonce of one that is lost.</summary>
    private async Task<SentTransaction> SendLoggedAsync(
        RawTransactionLog log, TransactionSender sender, TransactionRequest request, CancellationToken cancellation)
    {
        await _loggedTurn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ulong chainId = await _client.GetChainIdAsync(cancellation).ConfigureAwait(false);
            long start = _time.GetTimestamp();
            while (sender.WaitingCount == 0
                && log.NextNonceOf(chainId, Address) > await CountPendingAsync(cancellation).ConfigureAwait(false))
            {
                if (_time.GetElapsedTime(start) > RecoveryLimit)
                {
                    throw new ChainException($"the chain has lost transactions of {Address}, which have to be sent "
                        + "again before another is");
                }

                await Task.Delay(_settings.PollInterval, _time, cancellation).ConfigureAwait(false);
            }

            return new SentTransaction(sender, await sender.SendAsync(request, cancellation).ConfigureAwait(false));
        }
        finally
        {
            _loggedTurn.Release();
        }
    }

    private Task<ulong> CountPendingAsync(CancellationToken cancellation) =>
        _client.GetTransactionCountAsync(Address, BlockTag.Pending, cancellation);

    private static string Ether(BigInteger wei)
    {
        const long MicroEtherWei = 1_000_000_000_000;
        var micro = BigInteger.DivRem(wei + MicroEtherWei - 1, MicroEtherWei, out _);
        return ((decimal)micro / 1_000_000).ToString("0.######", CultureInfo.InvariantCulture);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "A sender holds nothing but memory.")]
    private TransactionSender NewSender() => new(_client, _key, _settings, _time);

    private TransactionSender Current()
    {
        lock (_gate)
        {
            return _sender;
        }
    }

    /// <summary>Compares the chain's count of this account's transactions with the highest seen.</summary>
    /// <returns>Whether the chain went back, and what was sent is forgotten.</returns>
    private async Task<bool> NoticeCountAsync(CancellationToken cancellation)
    {
        if (await IsCountedAsync(cancellation).ConfigureAwait(false)
            || await IsCountedAsync(cancellation).ConfigureAwait(false))
        {
            return false;
        }

        // Twice in a row, so that it isn't an answer overtaken by another caller's.
        lock (_gate)
        {
            _countSeen = 0;
            if (_log is null)
            {
                _sender = NewSender();
            }

            return _log is null;
        }
    }

    private async Task<bool> IsCountedAsync(CancellationToken cancellation)
    {
        ulong count = await _client.GetTransactionCountAsync(Address, BlockTag.Latest, cancellation)
            .ConfigureAwait(false);
        lock (_gate)
        {
            if (count < _countSeen)
            {
                return false;
            }

            _countSeen = count;
            return true;
        }
    }
}
