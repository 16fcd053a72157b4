using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Engine;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.State;

namespace HybridGpu.Host.Settlement;

/// <content>How settlement ends: the last batch, and whether venue, settled state and chain agree.</content>
internal sealed partial class SettlementRun
{
    /// <summary>Ends settlement after the last trade: fees are swept, everything is sealed, posted and
    /// compared.</summary>
    public async Task<SettlementSummary> CloseAsync(Action<string> say)
    {
        if (_venue is null || _poster is null)
        {
            return SettlementSummary.None with { Fault = "the run ended before its chain was there" };
        }

        // Nothing may come after the last batch: no entries of the queue, no epochs.
        await StopFeedsAsync();
        _venue.StopTicks();
        _ledger.SealAfter(_venue.Gate.Publish(Command.Of(CommandKind.SweepFees)));
        _venue.Gate.Publish(Command.Of(CommandKind.Clock));
        bool isSealed = await PollAsync(
            () => _ledger.OpenRecords == 0 && _ledger.RecordedCount == _ledger.SealedCount,
            SealLimit,
            CancellationToken.None);
        string? fault = Fault?.Message;
        if (fault is null && !isSealed)
        {
            fault = "the last batch was not sealed in time";
        }

        if (fault is null && !await TryPostAllAsync())
        {
            string trouble = _follower!.Status.Trouble ?? _poster.Status.LastTrouble ?? "no time left";
            fault = $"not every batch is on the chain: {trouble}; they are kept, and tried again when the venue starts "
                + "with this --data directory";
        }

        SettlementSummary summary = await SummariseAsync(fault);
        if (summary.Fault is not null)
        {
            say(summary.Fault);
        }

        return summary;
    }

    /// <summary>Compares cash, fees and positions of every account with the venue's. Nobody may feed events.</summary>
    /// <returns>"ok", or the first difference.</returns>
    public string CompareWith(VenueEngine engine)
    {
        long settled = 0;
        foreach (AccountState account in _ledger.State.EnumerateAccounts())
        {
            settled += account.Cash;
            var id = new AccountId(account.Number);
            (long cash, long fees) = engine.BalanceOf(id);
            if (account.Cash != cash || account.FeesAccrued != fees)
            {
                return $"account {id} has cash {cash} and fees {fees} at the venue, {account.Cash} and "
                    + $"{account.FeesAccrued} in the settled state";
            }

            foreach ((uint instrument, long lots) in account.EnumerateLots())
            {
                if (engine.LotsOf(id, new InstrumentId(instrument)) != lots)
                {
                    return $"account {id} has {lots} lots of instrument {instrument} in the settled state, "
                        + $"{engine.LotsOf(id, new InstrumentId(instrument))} at the venue";
                }
            }
        }

        (long deposited, long withdrawn) = engine.ChainTotals;
        return settled == deposited - withdrawn
            ? "ok"
            : $"cash of all accounts is {settled} micro-USD in the settled state; deposits less withdrawals are "
                + $"{deposited - withdrawn}";
    }

    private async Task<bool> TryPostAllAsync()
    {
        try
        {
            return await _poster!.PostAllAsync(PostLimit);
        }
        catch (ChainException fault)
        {
            Interlocked.CompareExchange(ref _fault, fault, null);
            return false;
        }
    }

    private async Task<SettlementSummary> SummariseAsync(string? fault)
    {
        string? onChain = null;
        ulong finalised = _poster!.Status.Finalised;
        try
        {
            RollupState state = await _chain!.Rollup.ReadAsync();
            finalised = state.FinalisedCount;
            onChain = state.BatchCount == 0
                ? _chain.Deployment.GenesisRoot.ToString()[2..]
                : (await _chain.Rollup.BatchAtAsync(state.BatchCount))!.StateRoot.ToString()[2..];
        }
        catch (Exception problem) when (problem is Ethereum.JsonRpc.JsonRpcTransportException
            or Ethereum.JsonRpc.JsonRpcException or ChainException)
        {
            fault ??= $"the chain's root can't be read: {problem.Message}";
        }

        string root = _ledger.StateRoot.ToString();
        if (fault is null && onChain != root)
        {
            fault = $"the state root is {root}, the chain's {onChain}";
        }

        BatchPosterStatus posted = _poster.Status;
        return new SettlementSummary
        {
            Batches = _ledger.SealedCount,
            BatchesPosted = posted.Posted,
            BatchesFinalised = finalised,
            Records = _ledger.RecordsSealed,
            StateRoot = root,
            OnchainRoot = onChain,
            RecordsPerS = _ledger.Timings.RecordsPerSecond,
            SealMsPerAccount = _ledger.Timings.SealMillisPerTouch,
            AccountsTouched = _ledger.Timings.Touches,
            PagesTouched = _ledger.Timings.Pages,
            DataBytes = _ledger.BytesSealed,
            GasUsed = posted.GasUsed,
            GasPostedBatches = posted.PostedHere,
            ChainRestarts = _chain!.Node?.RestartCount ?? 0,
            Fault = fault,
        };
    }
}
