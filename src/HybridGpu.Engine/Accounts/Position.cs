using HybridGpu.Domain;

namespace HybridGpu.Engine.Accounts;

/// <summary>What an account has in one instrument: lots, and the two sides of its quote.</summary>
/// <remarks>Linked by account and by instrument, so that neither a margin recomputation nor a settlement
/// searches.</remarks>
internal struct Position
{
    /// <summary>No entry, no order.</summary>
    public const int None = -1;

    public AccountId Account;
    public InstrumentId Instrument;
    public long Lots;
    public int BidQuote;
    public int AskQuote;

    /// <summary>Open orders and quote sides, and the command that is being applied: while there are any, or lots, the
    /// entry stays.</summary>
    public int Uses;
    public int NextOfAccount;
    public int PreviousOfAccount;
    public int NextOfInstrument;
    public int PreviousOfInstrument;
}
