using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Engine;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Logs;
using HybridGpu.Ethereum.Values;
using HybridGpu.Host.Running;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.Risk;
using HybridGpu.Settlement.State;
using HybridGpu.Venue;

namespace HybridGpu.Host.Settlement;

/// <summary>The settlement of a run: events into batches, batches onto the chain, the chain's queue into the
/// venue.</summary>
/// <remarks>
/// Order of life: made before the venue opens (its observer follows the recovery); <see cref="OpenAsync"/>, before
/// accounts are opened; <see cref="StartAsync"/> with the running venue; <see cref="CloseAsync"/> before that stops;
/// disposed. What goes wrong on the chain is said and tried again; only a chain that contradicts the venue is a fault.
/// </remarks>
internal sealed partial class SettlementRun : IAsyncDisposable
{
    private const int EpochsWaitingMax = 64;

    /// <summary>House-keepings between two sweeps of fees: 30 s.</summary>
    private const int SweepBeats = 6;

    private static readonly TimeSpan CreditLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SealLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PostLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan HouseInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly SettlementOptions _options;
    private readonly ChainFolder _folder;
    private readonly SettlementParameters _parameters;
    private readonly RiskEpochInbox _epochs = new(EpochsWaitingMax);
    private readonly SettlementLedger _ledger;
    private readonly BatchStore _store;
    private readonly SettlementObserver _observer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _feedsStopping;
    private readonly List<Task> _feeds = [];
    private Task _posting = Task.CompletedTask;
    private SettlementChain? _chain;
    private BatchPoster? _poster;
    private QueueFollower? _follower;
    private VenuePipeline? _venue;
    private Exception? _fault;
    private string? _nodeNotice;
    private TimeSpan _window;

    public SettlementRun(SettlementOptions options, ChainFolder folder, VenueOptions venue)
    {
        _options = options;
        _folder = folder;
        _feedsStopping = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        FeeSchedule fees = venue.Engine.Fees;
        _parameters = new SettlementParameters(
            (ulong)fees.OptionTakerNano,
            (ulong)fees.OptionMakerNano,
            (ulong)fees.LinearTakerNano,
            (ulong)fees.LinearMakerNano);
        _store = new BatchStore(folder.Batches);
        _ledger = new SettlementLedger(
            _parameters, RecordedBatches.Read(venue), _store, options.BatchInterval, _epochs);
        _observer = new SettlementObserver(_ledger, _epochs);
    }

    /// <summary>Follows the venue's events and epochs.</summary>
    public SettlementObserver Observer => _observer;

    /// <summary>What can't be mended by trying again; null while there is nothing.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>How it stands, for the status line.</summary>
    public string Status
    {
        get
        {
            BatchPosterStatus? poster = _poster?.Status;
            string trouble = poster?.Trouble ?? _follower?.Status.Trouble ?? Volatile.Read(ref _nodeNotice) ?? "";
            return string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"chain {poster?.Finalised ?? 0}/{poster?.Posted ?? 0}/{_ledger.SealedCount}")
                + (trouble.Length == 0 ? "" : $" ({trouble})");
        }
    }

    /// <summary>What of the time from a breach to its settlement is the chain's: measured, and before there is a
    /// measurement the contract's window and the length of a batch.</summary>
    public SyncDelays Delays
    {
        get
        {
            BatchPosterStatus status = _poster?.Status ?? new BatchPosterStatus();
            TimeSpan settle = status.SettleDelay > _window ? status.SettleDelay : _window;
            return SyncDelays.None with
            {
                Post = (_options.BatchInterval + status.PostDelay).TotalSeconds,
                Settle = settle.TotalSeconds,
                Finality = (status.BlockTime * _options.FinalityBlocks).TotalSeconds,
            };
        }
    }

    /// <summary>The address that owns an account.</summary>
    public ReadOnlyMemory<byte> OwnerOf(AccountId account) => _chain!.OwnerOf(account);

    /// <summary>Reaches the chain, with contracts and owners there.</summary>
    /// <exception cref="ChainException">What is wrong and what to do.</exception>
    public async Task OpenAsync(IEnumerable<AccountId> accounts, Action<string> say, CancellationToken cancellation)
    {
        _chain = await SettlementChain.StartAsync(
            _folder, _options, notice => OnNotice(notice, say), cancellation);
        bool hasHistory = _ledger.RecordedCount > 0 || _observer.QueueTaken > 0;
        await _chain.PrepareAsync(_options, _parameters, accounts, hasHistory, cancellation);
        _window = TimeSpan.FromSeconds((await _chain.Rollup.ConstantsAsync(cancellation)).WindowSeconds);
        ulong length = (await _chain.Rollup.ReadAsync(cancellation)).QueueLength;
        if (length < _observer.QueueTaken)
        {
            throw new ChainException(
                $"The chain's queue has {length} entries and the venue has taken {_observer.QueueTaken}: the chain is "
                + "older than the venue's journal. Restore its state, or start a new venue with another --data "
                + "directory");
        }

        say(
            $"chain {_chain.ChainId} at {_chain.Endpoint}, batches to {_chain.Deployment.Rollup}, "
            + $"vault {_chain.Deployment.Vault}");
    }

    /// <summary>Connects the running venue with the chain, and waits until what lies in the vault is
    /// credited.</summary>
    /// <param name="venue">The venue; its accounts are open.</param>
    /// <param name="deposits">Opening collateral of accounts that never had any, on development chains.</param>
    /// <param name="say">For what a person should know.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public async Task StartAsync(
        VenuePipeline venue,
        IEnumerable<(AccountId Account, long AmountMicros)> deposits,
        Action<string> say,
        CancellationToken cancellation)
    {
        _venue = venue;
        _observer.GoLive(venue.Gate);
        RollupContract rollup = _chain!.Rollup;
        _poster = new BatchPoster(rollup, _chain.Operator, new StoredBatches(_ledger, _store));
        _follower = new QueueFollower(
            rollup,
            _chain.Deployment,
            _observer.QueueTaken,
            _observer.KnownEntry,
            settings: new QueueFollowerSettings
            {
                Logs = new LogFollowerSettings { FinalityDepth = _options.FinalityBlocks },
            });
        _posting = WatchAsync(_poster.RunAsync, _stopping.Token);
        _feeds.Add(WatchAsync(TakeQueueAsync, _feedsStopping.Token));
        _feeds.Add(WatchAsync(token => KeepHouseAsync(say, token), _feedsStopping.Token));
        await _chain.DepositAsync(deposits, cancellation);
        ulong expected = (await rollup.ReadAsync(cancellation)).QueueLength;
        if (!await PollAsync(() => _observer.QueueTaken >= expected, CreditLimit, cancellation))
        {
            say("collateral on the chain isn't credited yet: it will be when it is final there");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _epochs.Close();
        await _stopping.CancelAsync();
        await StopFeedsAsync();
        await _posting;
        _poster?.Dispose();
        await (_chain?.DisposeAsync() ?? ValueTask.CompletedTask);
        _feedsStopping.Dispose();
        _stopping.Dispose();
    }

    private async Task StopFeedsAsync()
    {
        await _feedsStopping.CancelAsync();
        await Task.WhenAll(_feeds);
    }

    /// <summary>Deposits and requests to withdraw, in the queue's order, each once: the engine counts them.</summary>
    private async Task TakeQueueAsync(CancellationToken cancellation)
    {
        await foreach (QueueEntry entry in _follower!.FollowAsync(cancellation))
        {
            await AwaitLastingAsync(entry, cancellation);
            await OpenIfUnknownAsync(new AccountId(entry.Content.Account), cancellation);
            Command command = Command.Of(CommandKind.ChainEvent);
            command.ChainEvent = new ChainEvent
            {
                ChainId = entry.ChainId,
                BlockHash = new Hash256(entry.BlockHash.ToArray()),
                LogIndex = checked((uint)entry.LogIndex),
                QueueEntry = checked((uint)entry.Index),
                Kind = (ChainEventKind)entry.Content.Kind,
                Account = new AccountId(entry.Content.Account),
                AmountMicros = checked((long)entry.Content.Amount),
            };
            _venue!.Gate.Publish(in command);
        }
    }

    /// <summary>On the embedded chain finality is what no kill can take back: a stored block with the entry in
    /// it.</summary>
    private async Task AwaitLastingAsync(QueueEntry entry, CancellationToken cancellation)
    {
        Hash32 hash = entry.Content.Hash();
        while (_chain!.Node is { } node)
        {
            try
            {
                int restarts = node.RestartCount;
                ulong head = await _chain.Client.GetBlockNumberAsync(cancellation);
                if (await _chain.Rollup.QueueEntryAsync(entry.Index, cancellation) == hash)
                {
                    await node.EnsureStoredAsync(head, cancellation);
                    if (node.RestartCount == restarts)
                    {
                        return;
                    }
                }
            }
            catch (Exception failure) when (failure is JsonRpcTransportException or JsonRpcException or ChainException)
            {
                // The node is away, or on its way back to where it was.
            }

            await Task.Delay(PollInterval, cancellation);
        }
    }

    /// <summary>Whoever is registered on the chain may pay in: an account that no session trades for is opened then, or
    /// its money would lie in the vault without a claim to it.</summary>
    private async Task OpenIfUnknownAsync(AccountId account, CancellationToken cancellation)
    {
        if (_venue!.Directory.HasAccount(account))
        {
            return;
        }

        Command open = Command.Of(CommandKind.OpenAccount);
        open.OpenAccount.Account = account;
        open.OpenAccount.Delegates = 1;
        open.OpenAccount.SetOwner((await ReadOwnerAsync(account, cancellation)).ToArray());
        _venue.Gate.Publish(in open);
    }

    /// <summary>Waits for a node that is away: the entry in hand must not be lost.</summary>
    private async Task<Address> ReadOwnerAsync(AccountId account, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return (await _chain!.Rollup.OwnersOfAsync([account.Value], cancellation))[0];
            }
            catch (Exception failure) when (failure is JsonRpcTransportException or JsonRpcException)
            {
                await Task.Delay(PollInterval, cancellation);
            }
        }
    }

    /// <summary>Fees go to the fee account now and then, and batches that have long been final leave the disk. A
    /// development chain that has lost contracts or entries gets them again.</summary>
    private async Task KeepHouseAsync(Action<string> say, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(HouseInterval);
        for (int beat = 1; await timer.WaitForNextTickAsync(cancellation); beat++)
        {
            if (beat % SweepBeats == 0)
            {
                _venue!.Gate.Publish(Command.Of(CommandKind.SweepFees));
                _store.Prune(_poster!.Status.Finalised);
            }

            bool hasLost = _follower!.Status.State == QueueFollowerState.QueueRegressed
                || _poster!.Status.State == BatchPosterState.Refused;
            if (hasLost && _chain!.IsDevelopment)
            {
                await RecoverAsync(_chain, say);
            }
        }
    }

    private void OnNotice(AnvilNotice notice, Action<string> say)
    {
        say(notice.Text);
        Volatile.Write(ref _nodeNotice, notice.Kind is AnvilNoticeKind.Died or AnvilNoticeKind.RestartFailed
            ? notice.Text
            : null);
        if (notice.Kind == AnvilNoticeKind.Restarted && _chain is { } chain)
        {
            // Not on the node's own thread, which must not wait for the node.
            _ = Task.Run(() => RecoverAsync(chain, say));
        }
    }

    private async Task RecoverAsync(SettlementChain chain, Action<string> say)
    {
        try
        {
            await chain.RecoverAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (ChainException problem)
        {
            say(problem.Message);
        }
    }

    /// <summary>A loop that ends with the run; what else ends it is a fault.</summary>
    private async Task WatchAsync(Func<CancellationToken, Task> loop, CancellationToken cancellation)
    {
        try
        {
            await Task.Run(() => loop(cancellation), CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Interlocked.CompareExchange(ref _fault, fault, null);
        }
    }

    private static async Task<bool> PollAsync(Func<bool> isDone, TimeSpan limit, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(PollInterval);
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!isDone())
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(started) > limit)
            {
                return false;
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        return true;
    }
}
