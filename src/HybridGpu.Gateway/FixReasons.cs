using HybridGpu.Domain;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Gateway;

/// <summary>The venue's reject codes as FIX's own reason numbers; the sentence goes into Text(58).</summary>
internal static class FixReasons
{
    /// <summary>OrdRejReason(103).</summary>
    public static int ForOrder(RejectCode code) => code switch
    {
        RejectCode.UnknownInstrument => OrdRejReasonValues.UnknownSymbol,
        RejectCode.InstrumentExpired or RejectCode.VenueBusy or RejectCode.NoRiskArray or RejectCode.InstrumentHalted
            or RejectCode.NotInThisState or RejectCode.ReduceOnlyState
            => OrdRejReasonValues.ExchangeClosed,
        RejectCode.InsufficientMargin or RejectCode.AccountLotLimit or RejectCode.OpenOrderLimit
            or RejectCode.BookFull or RejectCode.CapacityReached or RejectCode.AccountGroupLimit
            or RejectCode.NotionalTooLarge or RejectCode.MessageLimit
            => OrdRejReasonValues.OrderExceedsLimit,
        RejectCode.OrderExpired => OrdRejReasonValues.TooLateToEnter,
        RejectCode.DuplicateClOrdId => OrdRejReasonValues.DuplicateOrder,
        RejectCode.BadOrderTerms => OrdRejReasonValues.UnsupportedOrderCharacteristic,
        RejectCode.QuantityOutOfRange or RejectCode.BadDisplayQuantity => OrdRejReasonValues.IncorrectQuantity,
        RejectCode.UnknownAccount or RejectCode.NotAuthorised => OrdRejReasonValues.UnknownAccount,
        _ => OrdRejReasonValues.Other,
    };

    /// <summary>OrdRejReason(103) of a signature that isn't taken.</summary>
    public static int ForOrder(SignatureFault fault) => fault switch
    {
        SignatureFault.OverCap => OrdRejReasonValues.OrderExceedsLimit,
        SignatureFault.NotSignable => OrdRejReasonValues.UnsupportedOrderCharacteristic,
        _ => OrdRejReasonValues.Other,
    };

    /// <summary>QuoteRejectReason(300) of one.</summary>
    public static int ForQuote(SignatureFault fault) => fault == SignatureFault.OverCap
        ? QuoteEntryRejectReasonValues.QuoteExceedsLimit
        : QuoteRejectReasonValues.Other;

    /// <summary>CxlRejReason(102).</summary>
    public static int ForCancel(RejectCode code) =>
        code == RejectCode.UnknownOrder ? CxlRejReasonValues.UnknownOrder : CxlRejReasonValues.Other;

    /// <summary>QuoteEntryRejectReason(368) and QuoteRejectReason(300), which share their numbers.</summary>
    public static int ForQuote(RejectCode code) => code switch
    {
        RejectCode.UnknownInstrument => QuoteEntryRejectReasonValues.UnknownSymbol,
        RejectCode.InstrumentExpired or RejectCode.NoRiskArray or RejectCode.VenueBusy or RejectCode.InstrumentHalted
            or RejectCode.ReduceOnlyState
            => QuoteEntryRejectReasonValues.ExchangeClosed,
        RejectCode.InsufficientMargin or RejectCode.AccountLotLimit or RejectCode.QuantityOutOfRange
            or RejectCode.AccountGroupLimit or RejectCode.NotionalTooLarge or RejectCode.MessageLimit
            => QuoteEntryRejectReasonValues.QuoteExceedsLimit,
        RejectCode.QuoteCrossed => QuoteEntryRejectReasonValues.InvalidBidAskSpread,
        RejectCode.PriceOutOfRange or RejectCode.PriceOffTick or RejectCode.PriceOutsideBand
            => QuoteEntryRejectReasonValues.InvalidPrice,
        RejectCode.NotAuthorised or RejectCode.UnknownAccount
            => QuoteEntryRejectReasonValues.NotAuthorizedToQuoteSecurity,
        _ => QuoteEntryRejectReasonValues.Other,
    };
}
