using System.Diagnostics;
using HybridGpu.Host.Settlement;

namespace HybridGpu.Host.Running;

/// <content>How a run ends: who stops when, and what it came to.</content>
internal sealed partial class VenueRun
{
    /// <summary>Clients first, then the market, then the venue; then the books are checked and the summary is
    /// written.</summary>
    private async Task<int> StopAsync()
    {
        await _participants.StopAsync();
        _driver.Stop();
        await _gateway.StopAsync("The venue is closing");
        SettlementSummary settlement = _settlement is null || _venue.Fault is not null
            ? SettlementSummary.None
            : await _settlement.CloseAsync(line => Console.Error.WriteLine($"Settlement: {line}"));
        bool isClean = _venue.Stop();
        Exception? fault = _venue.Fault ?? _driver.Fault ?? _settlement?.Fault;
        if (_venue.IsRunning)
        {
            Console.Error.WriteLine("A stage of the venue did not stop in time.");
            return 1;
        }

        RunSummary summary = Summarise(
            settlement,
            fault?.Message ?? (isClean ? settlement.Fault : "a stage did not finish what it had"));
        IEnumerable<string> lines = _options.IsJson
            ? [SummaryWriter.ToJson(summary)]
            : SummaryText.Lines(summary, _participants);
        foreach (string line in lines)
        {
            Console.WriteLine(line);
        }

        if (_options.SummaryFile is not null)
        {
            SummaryWriter.Write(summary, _options.SummaryFile);
        }

        if (fault is not null)
        {
            Console.Error.WriteLine(fault);
        }

        return summary.Fault is null && summary.Conservation == "ok" ? 0 : 1;
    }

    private RunSummary Summarise(SettlementSummary settlement, string? fault) => new()
    {
        Orders = _venue.Statistics.Orders,
        OrdersRejected = _venue.Statistics.Rejects,
        Quotes = _venue.Statistics.Quotes,
        Trades = _venue.Statistics.Trades,
        Contracts = _venue.Engine.InstrumentCount,
        Accounts = _venue.Directory.AccountCount,
        ExpiriesSettled = _venue.Statistics.ExpiriesSettled,
        ContractsSettled = _venue.Statistics.InstrumentsSettled,
        ExpiriesAveraged = _venue.Statistics.ExpiriesAveraged,
        Fundings = _venue.Statistics.Fundings,
        FundingPaidMicros = _venue.Statistics.FundingPaidMicros,
        Ticks = _venue.TickStatistics.TickCount,
        Epochs = _venue.Statistics.Epochs,
        EpochsSkipped = _venue.TickStatistics.EpochsSkippedCount,
        EpochsAbandoned = _venue.TickStatistics.EpochsAbandonedCount,
        TickMs = TickMillis.Of(_venue.TickStatistics),
        Surface = SurfaceFigures.Of(_driver.Surfaces),
        SyncBuffer = _driver.SyncBuffer ?? SyncBufferReport.None,
        Backend = _venue.BackendName,
        BackendFallback = _venue.BackendFallback,
        FixSessions = _gateway.SessionCount,
        FixReports = _gateway.ReportCount,
        FixSnapshots = _gateway.SnapshotCount,
        Conservation = Conservation(),
        Batches = settlement.Batches,
        BatchesPosted = settlement.BatchesPosted,
        BatchesFinalised = settlement.BatchesFinalised,
        StateRoot = settlement.StateRoot,
        OnchainRoot = settlement.OnchainRoot,
        Settlement = settlement,
        JournalSeq = _venue.Engine.Sequence,
        StateHash = _venue.Engine.StateHash.ToString(),
        Recovered = _venue.RecoveredCommands,
        ElapsedS = Stopwatch.GetElapsedTime(_started).TotalSeconds,
        Fault = fault,
    };

    private string Conservation()
    {
        string engine = _venue.Engine.CheckConservation();
        return engine == "ok" && _settlement is not null ? _settlement.CompareWith(_venue.Engine) : engine;
    }
}
