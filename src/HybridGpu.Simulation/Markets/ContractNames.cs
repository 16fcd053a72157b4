using System;
using System.Globalization;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Simulation.Markets;

/// <summary>How contracts are named: as Deribit does, with the time of day added where it is not 08:00 UTC.</summary>
internal static class ContractNames
{
    private const string PerpetualSet = "PERP";

    /// <summary>For example BTC-27MAR26-70000-C.</summary>
    public static string Option(string underlying, long expiryNs, long strikeUsd, InstrumentKind kind) => string.Create(
        CultureInfo.InvariantCulture,
        $"{underlying}-{Date(expiryNs)}{TimeOfDay(expiryNs)}-{strikeUsd}-{(kind == InstrumentKind.Call ? 'C' : 'P')}");

    /// <summary>For example BTC-27MAR26.</summary>
    public static string Future(string underlying, long expiryNs) =>
        $"{underlying}-{Date(expiryNs)}{TimeOfDay(expiryNs)}";

    /// <summary>Underlying's initial and the expiry's date, or its time when that is what tells expiries
    /// apart.</summary>
    public static string QuoteSetId(in InstrumentSpec spec, string symbol)
    {
        if (spec.ExpiryNs == long.MaxValue)
        {
            return symbol[..1] + PerpetualSet;
        }

        string time = TimeOfDay(spec.ExpiryNs);
        return symbol[..1] + (time.Length == 0 ? Date(spec.ExpiryNs) : time);
    }

    private static string Date(long expiryNs) =>
        MarketTime.ToUtc(expiryNs).ToString("dMMMyy", CultureInfo.InvariantCulture).ToUpperInvariant();

    private static string TimeOfDay(long expiryNs)
    {
        DateTime utc = MarketTime.ToUtc(expiryNs);
        if (expiryNs % MarketTime.DayNs == MarketTime.ExpiryOfDayNs)
        {
            return string.Empty;
        }

        return utc.ToString(utc.Second == 0 ? "'T'HHmm" : "'T'HHmmss", CultureInfo.InvariantCulture);
    }
}
