using System;
using System.Linq;
using HybridGpu.Kernels;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>Finds the inputs of each position, and says how good they are.</summary>
internal static class LegReader
{
    private const double DaysPerYear = 365;
    private const double MinutesPerDay = 1_440;

    /// <summary>The legs in the order of the portfolio.</summary>
    public static Leg[] Read(PortfolioDocument portfolio, MarginMarket market, double settlementMinutes) =>
        [.. portfolio.Positions.Select((row, i) => Read(row, i, market, settlementMinutes))];

    private static Leg Read(PositionRow row, int number, MarginMarket market, double settlementMinutes)
    {
        UnderlyingRow? underlying = market.Underlying(row.Underlying);
        bool isOption = row.Kind is ProductKind.Call or ProductKind.Put;
        ExpiryRow? expiry = row.Expiry is { } moment
            ? underlying?.Expiries?.FirstOrDefault(other => other.Expiry == moment)
            : null;
        double years = row.Expiry is { } at
            ? Math.Max((at - market.AsOf).TotalDays / DaysPerYear, 0)
            : 0;
        double index = underlying?.Index ?? double.NaN;
        LegStatus status = LegStatus.Good;
        double? forward = row.Kind == ProductKind.Perpetual ? underlying?.Perpetual ?? index : expiry?.Forward;
        if (!IsPrice(forward))
        {
            forward = index;
            status = LegStatus.ForwardEstimated;
        }

        (double volatility, LegStatus quality) = isOption && years > 0
            ? VolatilityOf(expiry, row.Strike ?? 0)
            : (0, LegStatus.Good);
        status = !double.IsFinite(row.Quantity) ? LegStatus.BadQuantity
            : !IsPrice(index) ? LegStatus.NoIndex
            : isOption && !IsPrice(row.Strike) ? LegStatus.BadStrike
            : quality == LegStatus.NoVolatility || years > KernelLimits.MaxTimeYears ? LegStatus.NoVolatility
            : quality != LegStatus.Good ? quality
            : status != LegStatus.Good ? status
            : row.Expiry is not null && years == 0 ? LegStatus.Expired
            : LegStatus.Good;
        return new Leg
        {
            Number = number,
            Position = row,
            Status = status,
            OpenShare = row.Expiry is null || settlementMinutes == 0 || years == 0
                ? 1
                : Math.Min(years * DaysPerYear * MinutesPerDay / settlementMinutes, 1),
            Index = index,
            Forward = forward!.Value,
            Years = years,
            Volatility = volatility,
            Rate = expiry is { } found && Math.Abs(found.Rate) <= KernelLimits.MaxRate ? found.Rate : 0,
            Confidence = Math.Min(Share(underlying?.Confidence), Share(expiry?.Confidence ?? 1)),
        };
    }

    /// <summary>The strike's own quote, or the line between its neighbours; beyond the last one that one's.</summary>
    public static (double Volatility, LegStatus Status) VolatilityOf(ExpiryRow? expiry, double strike)
    {
        QuoteRow[] quotes = expiry?.Quotes ?? [];
        QuoteRow[] good = [.. quotes.Where(IsGood).OrderBy(quote => quote.Strike)];
        if (good.Length == 0)
        {
            return (0, LegStatus.NoVolatility);
        }

        QuoteRow? own = good.FirstOrDefault(quote => quote.Strike == strike);
        if (own is not null)
        {
            return (own.Volatility, LegStatus.Good);
        }

        int above = Array.FindIndex(good, quote => quote.Strike > strike);
        if (above <= 0)
        {
            return (good[above < 0 ? ^1 : 0].Volatility, LegStatus.VolatilityEstimated);
        }

        (QuoteRow low, QuoteRow high) = (good[above - 1], good[above]);
        double share = (strike - low.Strike) / (high.Strike - low.Strike);
        bool hasBadQuote = quotes.Any(quote => quote.Strike == strike);
        return (
            low.Volatility + (share * (high.Volatility - low.Volatility)),
            hasBadQuote ? LegStatus.VolatilityEstimated : LegStatus.Good);
    }

    /// <summary>A quote counts when its strike and volatility are numbers in range and its sides aren't
    /// crossed.</summary>
    private static bool IsGood(QuoteRow quote) =>
        IsPrice(quote.Strike)
        && quote.Volatility is > 0 and <= KernelLimits.MaxVolatility
        && (quote.Bid is null || quote.Bid >= 0)
        && (quote.Ask is null || quote.Ask > 0)
        && (quote.Bid is null || quote.Ask is null || quote.Bid <= quote.Ask);

    private static bool IsPrice(double? price) => price is >= KernelLimits.MinForward and <= KernelLimits.MaxPrice;

    /// <summary>A confidence that is no number is none.</summary>
    private static double Share(double? confidence) => confidence is >= 0 and <= 1 ? confidence.Value : 0;
}
