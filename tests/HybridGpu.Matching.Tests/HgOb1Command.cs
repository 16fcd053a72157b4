using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>What one command of the workload does to a book.</summary>
internal enum HgOb1Kind : byte
{
    Add,
    Cancel,
    Replace,
    ImmediateOrCancel,
}

/// <summary>
/// One command of HG-OB-1 as recorded: replaying needs no draws, only the books. The target's handle is recorded too,
/// because books are driven by handles and a pool gives the same ones in every run; finding orders by id is the
/// engine's work.
/// </summary>
internal readonly record struct HgOb1Command(
    HgOb1Kind Kind,
    Side Side,
    ushort Instrument,
    int TargetId,
    int TargetHandle,
    int NewId,
    uint Account,
    long PriceTicks,
    long Lots);
