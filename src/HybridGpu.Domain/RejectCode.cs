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

    /// <summary>The price isn't a multiple of the tick table's step.</summary>
    PriceOffTick = 34,

    /// <summary>A buy above, or a sell below, the price band.</summary>
    PriceOutsideBand = 35,

    /// <summary>The order's value is above the fat-finger limit.</summary>
    NotionalTooLarge = 36,

    /// <summary>A fill-or-kill order can't be filled whole.</summary>
    CannotFillWhole = 37,

    /// <summary>A market order finds no mark and no price of its own to bound it.</summary>
    NoPriceForMarket = 38,

    /// <summary>The instrument is halted.</summary>
    InstrumentHalted = 39,

    /// <summary>The instrument takes only orders that reduce a position.</summary>
    ReduceOnlyState = 40,

    /// <summary>A reduce-only order has no position to reduce.</summary>
    NothingToReduce = 41,

    /// <summary>A kill switch is engaged.</summary>
    KillSwitchOn = 42,

    /// <summary>The quote group's protection has tripped.</summary>
    QuoteGroupShut = 43,

    /// <summary>Too many messages for the trades made.</summary>
    MessageLimit = 44,

    /// <summary>The stop price has been reached already.</summary>
    StopWouldTrigger = 45,

    /// <summary>Market, immediate and stop-limit instructions need continuous trading.</summary>
    NotInThisState = 46,

    /// <summary>The shown quantity is negative, above the quantity, or on an order that never rests.</summary>
    BadDisplayQuantity = 47,

    /// <summary>The new quantity is not above what has traded.</summary>
    ReplaceBelowTraded = 48,

    /// <summary>The order would trade with another of the same trader.</summary>
    WouldSelfTrade = 49,

    /// <summary>The quote group is out of range or has no protection set.</summary>
    UnknownQuoteGroup = 50,

    /// <summary>The legs of a combo don't fit together.</summary>
    BadComboTerms = 51,

    /// <summary>Allocation can change only while the book is empty.</summary>
    BookNotEmpty = 52,

    /// <summary>The request for quote is unknown, over, or not the sender's.</summary>
    UnknownRequest = 53,

    /// <summary>The answers don't make up the quantity within the limit.</summary>
    NotEnoughQuotes = 54,

    /// <summary>The rules contradict themselves.</summary>
    BadTradingRules = 55,

    /// <summary>No index price has been sampled for it.</summary>
    NoIndexPrice = 57,

    /// <summary>The instrument is held by somebody.</summary>
    PositionsOpen = 58,

    /// <summary>The instrument was taken off the list.</summary>
    InstrumentDelisted = 59,
}
