namespace HybridGpu.Domain;

/// <summary>The sentence that a client reads for each <see cref="RejectCode"/> (FIX Text(58)).</summary>
public static class RejectText
{
    /// <summary>Says what was wrong and what to do. Never allocates.</summary>
    public static string Of(RejectCode code) => code switch
    {
        RejectCode.None => "",
        RejectCode.UnknownInstrument => "Unknown instrument: check Symbol(55) against the instruments listed",
        RejectCode.InstrumentExpired => "The instrument has expired",
        RejectCode.UnknownAccount => "Unknown account",
        RejectCode.NotAuthorised => "This session may not act for that account",
        RejectCode.BadOrderTerms => "Side, order type, time in force or instruction not supported together",
        RejectCode.PriceOutOfRange => "Price must be positive and within the instrument's range",
        RejectCode.QuantityOutOfRange => "Quantity must be positive and within the instrument's largest order",
        RejectCode.OrderExpired => "The order's expiry time has passed",
        RejectCode.DuplicateClOrdId => "An open order already has this ClOrdID: use a new one",
        RejectCode.UnknownOrder => "No open order has this id: it was filled, cancelled or never accepted",
        RejectCode.PostOnlyWouldTrade => "Post-only order would trade: lower the bid or raise the offer",
        RejectCode.InsufficientMargin => "Insufficient margin: reduce size, cancel orders or add collateral",
        RejectCode.NoRiskArray => "The instrument is not priced yet: retry after the next risk epoch",
        RejectCode.AccountLotLimit => "Position and open orders would exceed the account's lot limit",
        RejectCode.OpenOrderLimit => "The account has the most open orders allowed: cancel some",
        RejectCode.StaleNonce => "Order slot must be 0 to 1023 and its nonce above the last one used",
        RejectCode.QuoteCrossed => "Bid must be below offer",
        RejectCode.MalformedPayload => "The message could not be decoded",
        RejectCode.BookFull => "The book has the most orders allowed: retry later",
        RejectCode.BadInstrumentTerms => "The instrument's terms are inconsistent",
        RejectCode.TickValueNotInteger => "Tick size times lot size must be a positive multiple of 1e6",
        RejectCode.LotTooLarge => "The lot is too large for the risk arrays: choose a smaller lot",
        RejectCode.OutOfSequence => "The number is taken or is not the next",
        RejectCode.DuplicateChainEvent => "The chain event was applied before",
        RejectCode.AmountOutOfRange => "Amount must be positive and within range",
        RejectCode.BadRiskEpoch => "The risk epoch's arrays do not match its header",
        RejectCode.NothingToSettle => "Nothing listed expires then, it is not due yet, or no fees are owed",
        RejectCode.DuplicateMessage => "A message with this MsgSeqNum was applied before",
        RejectCode.UnknownCommand => "Unknown command",
        RejectCode.CapacityReached => "The venue has no room for more of these",
        RejectCode.VenueBusy => "The venue cannot take new orders now: retry; cancels still work",
        RejectCode.StateHashMismatch => "Replayed state differs from the recorded state hash",
        RejectCode.AccountGroupLimit =>
            "The account has positions or open orders in 256 groups of instruments: close some first",
        _ => "Rejected",
    };
}
