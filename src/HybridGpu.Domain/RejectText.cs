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
        RejectCode.PriceOffTick => "Price must be a multiple of the instrument's price step at that level",
        RejectCode.PriceOutsideBand => "Price is outside the price band around the mark",
        RejectCode.NotionalTooLarge => "Order value exceeds the fat-finger limit: reduce size",
        RejectCode.CannotFillWhole => "Fill-or-kill order could not be filled whole",
        RejectCode.NoPriceForMarket =>
            "Market order has no bound: give a price, or retry when the instrument has a mark",
        RejectCode.InstrumentHalted => "Trading in this instrument is halted: only cancels are taken",
        RejectCode.ReduceOnlyState => "The instrument takes only orders that reduce a position",
        RejectCode.NothingToReduce => "Reduce-only order has no position to reduce",
        RejectCode.KillSwitchOn => "A kill switch is engaged for this session, account, firm or venue",
        RejectCode.QuoteGroupShut => "Market-maker protection has tripped: reset the quote group first",
        RejectCode.MessageLimit => "Too many orders and quotes for the trades made: wait or cancel",
        RejectCode.StopWouldTrigger => "The stop price has been reached already",
        RejectCode.NotInThisState => "This order type or time in force is not taken before or in an auction",
        RejectCode.BadDisplayQuantity =>
            "Displayed quantity must be positive, at most the quantity, and on an order that may rest",
        RejectCode.ReplaceBelowTraded => "New quantity must be above what has traded: cancel instead",
        RejectCode.WouldSelfTrade => "The order would trade with one of your own",
        RejectCode.UnknownQuoteGroup => "Unknown quote group: numbers are 1 to 64, and protection must be set first",
        RejectCode.BadComboTerms =>
            "Legs must differ, share underlying and lot size, and one of ratio 1 must have the combo's tick",
        RejectCode.BookNotEmpty => "Allocation can change only while the book is empty",
        RejectCode.UnknownRequest => "Unknown request for quote: it expired, was traded, or is not yours",
        RejectCode.NotEnoughQuotes => "The quotes received do not make up the quantity within your limit",
        RejectCode.BadTradingRules =>
            "The trading rules contradict themselves: bands and limits must not be negative, tick rows must rise",
        RejectCode.NoIndexPrice => "No index price was sampled in time: settle at a stated price",
        RejectCode.PositionsOpen => "The instrument has open positions: they must be closed first",
        RejectCode.InstrumentDelisted => "The instrument was delisted",
        _ => "Rejected",
    };
}
