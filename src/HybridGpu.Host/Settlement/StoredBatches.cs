using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Chain;

namespace HybridGpu.Host.Settlement;

/// <summary>The batches that may be posted: stored, and on record in the journal.</summary>
internal sealed class StoredBatches(SettlementLedger ledger, BatchStore store) : IBatchSource
{
    /// <inheritdoc/>
    public ulong LastBatch => ledger.RecordedCount;

    /// <inheritdoc/>
    public ValueTask<SettlementBatch> GetAsync(ulong number, CancellationToken cancellation) =>
        ValueTask.FromResult(store.Read(number));
}
