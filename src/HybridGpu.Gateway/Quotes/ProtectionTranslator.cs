using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Orders;

namespace HybridGpu.Gateway.Quotes;

/// <summary>QuoteProtectionRequest(U1) to commands. Stateless; no allocation.</summary>
internal static class ProtectionTranslator
{
    private const int MicrosScale = 6;
    private const long NanosPerMilli = 1_000_000;

    /// <summary>A day: longer windows than any maker uses, and no overflow.</summary>
    private const long MillisMax = 86_400_000;

    /// <summary>Reads a request.</summary>
    /// <returns>Empty, or what is wrong with it.</returns>
    public static ReadOnlySpan<byte> TryRead(
        in QuoteProtectionRequestReader message, GatewayClient client, out Command command)
    {
        command = default;
        ReadOnlySpan<byte> problem = QuoteGroups.TryRead(isThere: true, message.QuoteGroup, out ushort group);
        if (!problem.IsEmpty)
        {
            return problem;
        }

        if (message.HasAccount && !OrderTranslator.IsAccount(message.Account, client.Account))
        {
            return "Account(1) is not this session's account"u8;
        }

        if (message.ProtectionAction == ProtectionActionValues.Reset)
        {
            command = Command.Of(CommandKind.ResetQuoteProtection);
            command.ResetQuoteProtection.Account = client.Account;
            command.ResetQuoteProtection.QuoteGroup = group;
            return default;
        }

        command = Command.Of(CommandKind.SetQuoteProtection);
        command.SetQuoteProtection.Account = client.Account;
        command.SetQuoteProtection.QuoteGroup = group;
        return ReadLimits(in message, ref command.SetQuoteProtection);
    }

    private static ReadOnlySpan<byte> ReadLimits(
        scoped in QuoteProtectionRequestReader message, scoped ref SetQuoteProtection terms)
    {
        if (!message.HasProtectionWindow || message.ProtectionWindow is < 0 or > MillisMax)
        {
            return "ProtectionWindow(20012) must be 0 to 86,400,000 ms; 0 takes the protection off"u8;
        }

        if (message.ProtectionFreeze is < 0 or > MillisMax)
        {
            return "ProtectionFreeze(20013) must be 0 to 86,400,000 ms; 0 waits for a reset"u8;
        }

        if (message.ProtectionTradesMax is < 0 or > uint.MaxValue)
        {
            return "ProtectionTradesMax(20017) must not be negative"u8;
        }

        terms.WindowNs = message.ProtectionWindow * NanosPerMilli;
        terms.FreezeNs = message.ProtectionFreeze * NanosPerMilli;
        terms.TradesMax = (uint)message.ProtectionTradesMax;
        bool isRead = TryMicros(message.HasProtectionQtyMax, message.ProtectionQtyMax, out terms.QuantityMaxMicros)
            & TryMicros(message.HasProtectionDeltaMax, message.ProtectionDeltaMax, out terms.DeltaMaxMicros)
            & TryMicros(message.HasProtectionVegaMax, message.ProtectionVegaMax, out terms.VegaMaxMicros);
        return isRead
            ? default
            : "ProtectionQtyMax(20014), DeltaMax(20015) and VegaMax(20016) take six decimals at most, not negative"u8;
    }

    private static bool TryMicros(bool isThere, FixDecimal value, out long micros)
    {
        micros = 0;
        return !isThere || (value.TryRescale(MicrosScale, out micros) && micros >= 0);
    }
}
