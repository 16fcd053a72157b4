using HybridGpu.Domain;

namespace HybridGpu.Matching.Workloads;

/// <summary>One command of HG-OB-1, with all draws made: 32 bytes.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Side">Side of the new order, and of the target when there is one.</param>
/// <param name="Instrument">Instrument from 0, and so the book.</param>
/// <param name="TargetId">Order to cancel or replace; 0 for none.</param>
/// <param name="NewId">Id of the new order; 0 for none.</param>
/// <param name="Account">Account of the new order.</param>
/// <param name="PriceTicks">Limit of the new order.</param>
/// <param name="Lots">Quantity of the new order.</param>
public readonly record struct HgOb1Command(
    HgOb1Kind Kind,
    Side Side,
    ushort Instrument,
    int TargetId,
    int NewId,
    uint Account,
    long PriceTicks,
    long Lots);
