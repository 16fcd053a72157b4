namespace HybridGpu.Domain;

/// <summary>Why a command was refused, or an order cancelled by the venue. Values are journaled and must not
/// change.</summary>
public enum RejectCode : ushort
{
    /// <summary>Not rejected.</summary>
    None = 0,

    /// <summary>No instrument has this id or symbol.</summary>
    UnknownInstrument = 1,

    /// <summary>The instrument has expired or is settled.</summary>
    InstrumentExpired = 2,

    /// <summary>No account has this number, or it can't trade.</summary>
    UnknownAccount = 3,

    /// <summary>The session isn't registered, or the account isn't the session's.</summary>
    NotAuthorised = 4,

    /// <summary>Side, type, time in force or flags outside their values, or in a combination that has no
    /// meaning.</summary>
    BadOrderTerms = 5,

    /// <summary>Price not positive or above the instrument's highest.</summary>
    PriceOutOfRange = 6,

    /// <summary>Quantity not positive or above the instrument's highest.</summary>
    QuantityOutOfRange = 7,

    /// <summary>The order's expiry time has passed.</summary>
    OrderExpired = 8,

    /// <summary>An open order of the account already has this ClOrdID.</summary>
    DuplicateClOrdId = 9,

    /// <summary>No open order has this id.</summary>
    UnknownOrder = 10,

    /// <summary>A post-only order would have traded.</summary>
    PostOnlyWouldTrade = 11,

    /// <summary>Equity would not cover initial margin.</summary>
    InsufficientMargin = 12,

    /// <summary>The instrument isn't in the current risk epoch yet.</summary>
    NoRiskArray = 13,

    /// <summary>The account's open lots would exceed its bound.</summary>
    AccountLotLimit = 14,

    /// <summary>The account has all its order slots in use.</summary>
    OpenOrderLimit = 15,

    /// <summary>The slot is outside 0..1023, or its nonce isn't above the last one used.</summary>
    StaleNonce = 16,

    /// <summary>Bid is not below ask in one quote entry.</summary>
    QuoteCrossed = 17,

    /// <summary>The message couldn't be decoded or has an impossible length.</summary>
    MalformedPayload = 18,

    /// <summary>The book can't take more orders.</summary>
    BookFull = 19,

    /// <summary>The terms of a listing are inconsistent.</summary>
    BadInstrumentTerms = 20,

    /// <summary>tickSize x lotSize isn't a positive multiple of 1e6.</summary>
    TickValueNotInteger = 21,

    /// <summary>A risk cell or an order's value could leave its integer.</summary>
    LotTooLarge = 22,

    /// <summary>The account, session, instrument or batch is there already, or its number isn't the next.</summary>
    OutOfSequence = 23,

    /// <summary>The chain event was applied before.</summary>
    DuplicateChainEvent = 24,

    /// <summary>The amount isn't positive, or would overflow a balance.</summary>
    AmountOutOfRange = 25,

    /// <summary>A risk epoch's arrays don't match its header.</summary>
    BadRiskEpoch = 26,

    /// <summary>Nothing listed expires at that time, or it hasn't come yet; or no account owes fees.</summary>
    NothingToSettle = 27,

    /// <summary>A command of this session with this MsgSeqNum was applied before.</summary>
    DuplicateMessage = 28,

    /// <summary>The kind of command is not known.</summary>
    UnknownCommand = 29,

    /// <summary>The venue has no room for more of these.</summary>
    CapacityReached = 30,

    /// <summary>The venue can't take new orders now (see the limits page); cancels still work.</summary>
    VenueBusy = 31,

    /// <summary>A recorded state hash differs from the replayed one.</summary>
    StateHashMismatch = 32,

    /// <summary>The account has positions or quotes in as many groups of 16 instruments as it may.</summary>
    AccountGroupLimit = 33,
}
