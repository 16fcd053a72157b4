namespace HybridGpu.Engine;

/// <summary>The bounds of a venue. Reaching one is a reject, never an allocation storm.</summary>
/// <remarks>They are part of the deterministic state machine: a journal must be replayed under the options it was
/// written with.</remarks>
public sealed record EngineOptions
{
    /// <summary>Pages of an account in the state tree: the most that <see cref="AccountGroupsMax"/> may be.</summary>
    public const int AccountGroupsBound = 256;

    /// <summary>Most open orders and quote sides in the venue.</summary>
    public int OpenOrdersMax { get; init; } = 1 << 20;

    /// <summary>Most (account, instrument) pairs with a position, an open order or a quote at one time.</summary>
    public int PositionsMax { get; init; } = 1 << 22;

    /// <summary>Most instruments ever listed.</summary>
    public int InstrumentsMax { get; init; } = 1 << 16;

    /// <summary>Most combos ever listed, of <see cref="InstrumentsMax"/>: clients list them, and must leave room for
    /// the venue's contracts.</summary>
    public int CombosMax { get; init; } = 1 << 14;

    /// <summary>Most groups of 16 instruments in which one account may have positions, open orders and quotes; 1 to
    /// <see cref="AccountGroupsBound"/>.</summary>
    public int AccountGroupsMax { get; init; } = AccountGroupsBound;

    /// <summary>Most lots of position and open orders of one account, both sides added up; keeps
    /// lots x largest cell below 2^62. Orders that at most close a position come on top: they lose only where it gains.
    /// </summary>
    public long AccountLotsMax { get; init; } = 1L << 30;

    /// <summary>What trades cost.</summary>
    public FeeSchedule Fees { get; init; } = FeeSchedule.Default;
}
