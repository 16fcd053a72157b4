using System;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Simulation.Participants;

/// <summary>Words for a quote's reject reason, where the venue sent only the number.</summary>
internal static class QuoteRejectTexts
{
    public static ReadOnlySpan<byte> Of(long reason) => reason switch
    {
        QuoteEntryRejectReasonValues.UnknownSymbol => "quote: unknown symbol"u8,
        QuoteEntryRejectReasonValues.ExchangeClosed => "quote: closed"u8,
        QuoteEntryRejectReasonValues.QuoteExceedsLimit => "quote: exceeds limit"u8,
        QuoteEntryRejectReasonValues.TooLateToEnter => "quote: too late"u8,
        QuoteEntryRejectReasonValues.InvalidBidAskSpread => "quote: invalid spread"u8,
        QuoteEntryRejectReasonValues.InvalidPrice => "quote: invalid price"u8,
        QuoteEntryRejectReasonValues.NotAuthorizedToQuoteSecurity => "quote: not authorised"u8,
        _ => "quote: other"u8,
    };
}
