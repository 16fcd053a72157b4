using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Orders;

/// <summary>OrderMassCancelRequest(q) to a command, and back for its report. Stateless; no allocation.</summary>
internal static class MassCancelTranslator
{
    /// <summary>Reads a request.</summary>
    /// <returns>Empty, or what is wrong with it.</returns>
    public static ReadOnlySpan<byte> TryRead(
        in OrderMassCancelRequestReader message, GatewayClient client, VenueDirectory directory, out MassCancel cancel)
    {
        cancel = new MassCancel { Account = client.Account };
        if (!Text40.TryCreate(message.ClOrdID, out cancel.ClOrdId))
        {
            return "ClOrdID(11) must be at most 40 printable ASCII characters"u8;
        }

        if (message.HasAccount && !OrderTranslator.IsAccount(message.Account, client.Account))
        {
            return "Account(1) is not this session's account"u8;
        }

        cancel.Side = OrderTranslator.SideOf(message.Side);
        cancel.Target = (MassCancelTarget)message.MassCancelTarget;
        switch (message.MassCancelRequestType)
        {
            case MassCancelRequestTypeValues.All:
                cancel.Scope = MassCancelScope.Account;
                return default;
            case MassCancelRequestTypeValues.Session:
                cancel.Scope = MassCancelScope.Session;
                return default;
            case MassCancelRequestTypeValues.Security:
            case MassCancelRequestTypeValues.Expiry:
                cancel.Scope = message.MassCancelRequestType == MassCancelRequestTypeValues.Security
                    ? MassCancelScope.Instrument
                    : MassCancelScope.Expiry;
                bool isKnown = Symbols.TryFind(directory, message.Symbol, out InstrumentSpec spec);
                cancel.Instrument = spec.Id;
                return isKnown ? default : "Unknown Symbol(55)"u8;
            case MassCancelRequestTypeValues.Underlying:
                cancel.Scope = MassCancelScope.Underlying;
                return Symbols.TryFindUnderlying(directory, message.UnderlyingSymbol, out cancel.Underlying)
                    ? default
                    : "Unknown UnderlyingSymbol(311)"u8;
            default:
                cancel.Scope = MassCancelScope.QuoteGroup;
                return QuoteGroups.TryRead(isThere: true, message.QuoteGroup, out cancel.QuoteGroup);
        }
    }

    /// <summary>MassCancelRequestType(530) of a scope.</summary>
    public static byte TypeOf(MassCancelScope scope) => scope switch
    {
        MassCancelScope.Instrument => MassCancelRequestTypeValues.Security,
        MassCancelScope.Expiry => MassCancelRequestTypeValues.Expiry,
        MassCancelScope.Underlying => MassCancelRequestTypeValues.Underlying,
        MassCancelScope.QuoteGroup => MassCancelRequestTypeValues.QuoteGroup,
        MassCancelScope.Session => MassCancelRequestTypeValues.Session,
        _ => MassCancelRequestTypeValues.All,
    };
}
