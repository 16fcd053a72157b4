using System;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Simulation.Participants;

/// <summary>Words for a quote's reject reason, where the venue sent only the number.</summary>
internal static class QuoteRejectTexts
{
    public static ReadOnlySpan<byte> Of(long reason) => reason switch
    {
        QuoteEntryRejectReasonValues.UnknownSymbol => "Quote entry: unknown symbol"u8,
        QuoteEntryRejectReasonValues.ExchangeClosed => "Quote entry: instrument expired or not priced yet"u8,
        QuoteEntryRejectReasonValues.QuoteExceedsLimit => "Quote entry: exceeds margin or a limit"u8,
        QuoteEntryRejectReasonValues.TooLateToEnter => "Quote entry: too late"u8,
        QuoteEntryRejectReasonValues.InvalidBidAskSpread => "Quote entry: bid not below offer"u8,
        QuoteEntryRejectReasonValues.InvalidPrice => "Quote entry: price off tick or out of range"u8,
        QuoteEntryRejectReasonValues.NotAuthorizedToQuoteSecurity => "Quote entry: not authorised"u8,
        _ => "Quote entry: refused for another reason"u8,
    };
}
