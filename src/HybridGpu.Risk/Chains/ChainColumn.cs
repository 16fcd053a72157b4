namespace HybridGpu.Risk.Chains;

/// <summary>Columns read from a chain file.</summary>
internal enum ChainColumn
{
    SnapshotUtc,
    Currency,
    Instrument,
    ExpiryUtc,
    Strike,
    Type,
    Forward,
    Index,
    Bid,
    Ask,
    Mark,
    MarkVolPercent,
    OpenInterest,
    Volume24h,
}
