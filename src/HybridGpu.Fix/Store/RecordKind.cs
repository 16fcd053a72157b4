namespace HybridGpu.Fix.Store;

/// <summary>What a record of the log is.</summary>
internal enum RecordKind : byte
{
    /// <summary>No record: a byte of zero where a kind should be.</summary>
    None = 0,

    /// <summary>A message we sent.</summary>
    Outbound = 1,

    /// <summary>A message we received, for audit.</summary>
    Inbound = 2,

    /// <summary>Both sequences begin again; the log's first segment begins with one.</summary>
    Reset = 3,

    /// <summary>The next outbound number was set.</summary>
    NextSender = 4,

    /// <summary>A segment after the first begins: what must be known of those before it, which may be gone.</summary>
    Beginning = 5,
}
