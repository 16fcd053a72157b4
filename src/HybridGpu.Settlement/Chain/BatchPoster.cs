using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Batches;

namespace HybridGpu.Settlement.Chain;

/// <summary>Brings a venue's batches onto the chain, in order, each once, and makes them final.</summary>
/// <remarks>
/// What is to be done is found out by looking at the chain each time, so a crash, a lost answer and a chain that went
/// back are the same case: the first batch that isn't there is posted, of its chunks those that aren't there. A batch
/// of another content than ours is never built upon. Memory: one batch. Thread: one loop; <see cref="Status"/> from
/// any. Everything but a contradiction is a status and tried again.
/// </remarks>
public sealed partial class BatchPoster : IDisposable
{
    private readonly RollupContract _rollup;
    private readonly ChainAccount _account;
    private readonly IBatchSource _source;
    private readonly BatchPosterSettings _settings;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Queue<SentTransaction> _flying = [];
    private readonly PostingDelays _delays;
    private volatile BatchPosterStatus _status = new();
    private (ulong Number, Hash32 Hash) _ours;
    private RollupConstants? _constants;
    private int _failures;
    private bool _isBackSuspected;

    /// <summary>Makes a poster; nothing is asked of the node yet.</summary>
    /// <param name="rollup">The contract.</param>
    /// <param name="operatorAccount">The operator, without a log: what is lost is posted afresh.</param>
    /// <param name="source">The batches.</param>
    /// <param name="settings">Null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public BatchPoster(
        RollupContract rollup,
        ChainAccount operatorAccount,
        IBatchSource source,
        BatchPosterSettings? settings = null,
        TimeProvider? time = null)
    {
        _rollup = rollup;
        _account = operatorAccount;
        _source = source;
        _settings = settings ?? new BatchPosterSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.InFlightMax, 1, nameof(settings));
        _time = time ?? TimeProvider.System;
        _delays = new PostingDelays(_time);
    }

    /// <summary>How it stands.</summary>
    public BatchPosterStatus Status => _status;

    /// <summary>Posts until cancelled.</summary>
    /// <param name="cancellation">Ends it; what is under way is found on the chain by the next start.</param>
    /// <returns>Never, but by exception.</returns>
    /// <exception cref="ChainException">The chain has another batch of the same number.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            bool isBusy = await StepAsync(cancellation).ConfigureAwait(false);
            if (!isBusy)
            {
                await Task.Delay(Pause(), _time, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Posts everything that there is, as at the end of a run; also while <see cref="RunAsync"/> runs.
    /// </summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="isFinal">Whether everything must be final too.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>False if that wasn't done in time; the status says why.</returns>
    /// <exception cref="ChainException">The chain has another batch of the same number.</exception>
    public async Task<bool> PostAllAsync(
        TimeSpan limit, bool isFinal = false, CancellationToken cancellation = default)
    {
        using var timeout = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            while (true)
            {
                bool isBusy = await StepAsync(either.Token).ConfigureAwait(false);
                if (_status is { State: BatchPosterState.UpToDate, Lag: 0 } now
                    && now.Available == _source.LastBatch && (!isFinal || now.Finalised == now.Posted))
                {
                    return true;
                }

                if (!isBusy)
                {
                    await Task.Delay(Pause(), _time, either.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Looks at the chain and does the next thing.</summary>
    /// <returns>Whether it did something, so that there may be more at once.</returns>
    private async Task<bool> StepAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            bool isBusy = await AdvanceAsync(cancellation).ConfigureAwait(false);
            _failures = 0;
            return isBusy;
        }
        catch (JsonRpcTransportException failure)
        {
            return Fail(BatchPosterState.NodeAway, failure.Message);
        }
        catch (JsonRpcException refusal)
        {
            return Fail(BatchPosterState.Refused, ContractErrors.Explain(refusal));
        }
        catch (PosterTroubleException trouble)
        {
            return Fail(trouble.State, trouble.Message);
        }
        catch (ChainException) when (_status.State == BatchPosterState.Contradicted)
        {
            throw;
        }
        catch (ChainException trouble)
        {
            // Such as no contract there: a chain that went back to its beginning and is being rebuilt.
            return Fail(BatchPosterState.Refused, trouble.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> AdvanceAsync(CancellationToken cancellation)
    {
        RollupState chain = await _rollup.ReadAsync(cancellation).ConfigureAwait(false);
        ulong available = _source.LastBatch;
        bool isBack = chain.BatchCount < _status.Posted;
        if (isBack && !_isBackSuspected)
        {
            // A node that lags looks the same at first, and posting again what is there costs money.
            _isBackSuspected = true;
            throw new PosterTroubleException(
                BatchPosterState.Refused, "the chain has fewer batches than before: it went back, or the node lags");
        }

        _isBackSuspected = false;
        _delays.Available(available);
        _delays.Posted(chain.BatchCount);
        _status = _status with
        {
            Available = available,
            Posted = chain.BatchCount,
            Finalised = chain.FinalisedCount,
            ChainWentBackCount = _status.ChainWentBackCount + (isBack ? 1 : 0),
        };
        if (chain.BatchCount > available)
        {
            throw new PosterTroubleException(BatchPosterState.ChainAhead, FormattableString.Invariant(
                $"the chain has {chain.BatchCount} batches and the venue only {available}"));
        }

        await CheckAsync(chain.BatchCount, cancellation).ConfigureAwait(false);
        bool isBusy = false;
        if (chain.BatchCount < available)
        {
            SetState(BatchPosterState.Posting);
            await PostAsync(chain.BatchCount + 1, cancellation).ConfigureAwait(false);
            isBusy = true;
        }

        isBusy |= _settings.Finalises && await FinaliseAsync(cancellation).ConfigureAwait(false);
        SetState(_status.Lag == 0 ? BatchPosterState.UpToDate : BatchPosterState.Posting);
        return isBusy;
    }

    /// <summary>Whether the chain's newest batch is ours; its predecessors are, because it names their hash.</summary>
    private async Task CheckAsync(ulong count, CancellationToken cancellation)
    {
        if (count == 0)
        {
            return;
        }

        PostedBatch posted = await _rollup.BatchAtAsync(count, cancellation).ConfigureAwait(false)
            ?? throw new PosterTroubleException(BatchPosterState.Refused, "the chain moved while it was read");
        Hash32 ours = await HashOfAsync(count, cancellation).ConfigureAwait(false);
        if (posted.Hash != ours)
        {
            string message = FormattableString.Invariant($"batch {count} on the chain is {posted.Hash}, the venue's ")
                + $"is {ours}: this chain belongs to another venue or another journal, and nothing is posted to it";
            _status = _status with
            {
                State = BatchPosterState.Contradicted,
                Trouble = message,
                LastTrouble = message,
            };
            throw new ChainException(message);
        }
    }

    private async ValueTask<Hash32> HashOfAsync(ulong number, CancellationToken cancellation)
    {
        if (_ours.Number != number)
        {
            SettlementBatch batch = await _source.GetAsync(number, cancellation).ConfigureAwait(false);
            _ours = (number, batch.Hash);
        }

        return _ours.Hash;
    }

    private TimeSpan Pause()
    {
        if (_failures == 0)
        {
            return _settings.PollInterval;
        }

        TimeSpan pause = _settings.RetryDelayMin * (1L << Math.Min(_failures - 1, 20));
        return pause > _settings.RetryDelayMax ? _settings.RetryDelayMax : pause;
    }

    private void SetState(BatchPosterState state) =>
        _status = WithDelays(_status) with { State = state, Trouble = null };

    private BatchPosterStatus WithDelays(BatchPosterStatus status) => status with
    {
        PostDelay = _delays.Post,
        SettleDelay = _delays.Settle,
        BlockTime = _delays.Block,
    };

    private bool Fail(BatchPosterState state, string message)
    {
        _failures++;
        _status = WithDelays(_status) with { State = state, Trouble = message, LastTrouble = message };
        return false;
    }
}
