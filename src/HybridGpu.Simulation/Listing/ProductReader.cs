using System.Collections.Generic;
using System.Linq;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Simulation.Listing;

/// <summary>Checks one product of a listing document.</summary>
internal sealed class ProductReader(ListingReader listing, string place)
{
    private const long MicrosPerUnit = 1_000_000;
    private const long UsdMicrosMax = 1L << 52;
    private const int FundingMinutesMax = 1_440;

    /// <summary>The product, or null when something is wrong with it.</summary>
    public ListingProduct? Read(ListingDocument.Product product, byte underlying, long lotSizeMicros)
    {
        InstrumentKind kind = product.Kind switch
        {
            "perpetual" => InstrumentKind.Perpetual,
            "future" => InstrumentKind.Future,
            "option" => InstrumentKind.Call,
            _ => 0,
        };
        if (kind == 0)
        {
            return Refuse("kind", $"'{product.Kind}' isn't known: write perpetual, future or option");
        }

        if (CheckShape(product, kind) is { } problem)
        {
            return Refuse(problem.Field, problem.What);
        }

        if (listing.Micros($"{place}.tickSize", product.TickSize, 1, UsdMicrosMax) is not { } tickMicros)
        {
            return null;
        }

        if (tickMicros > long.MaxValue / lotSizeMicros || tickMicros * lotSizeMicros % MicrosPerUnit != 0)
        {
            return Refuse("tickSize", "times the lot size must be a whole number of micro-USD");
        }

        if (product.OrderLotsMax is <= 0 or > 1_000_000_000)
        {
            return Refuse("orderLotsMax", "must be from 1 to 1,000,000,000");
        }

        var expiries = new List<(ExpiryRule, int)>();
        foreach ((int i, ListingDocument.Expiry expiry) in (product.Expiries ?? []).Index())
        {
            if (RuleOf(expiry.Rule) is not { } rule || !ListingReader.IsCount(expiry.Count))
            {
                return Refuse(
                    $"expiries[{i}]",
                    "needs a rule (hourly, daily, weekly, monthly, quarterly) and a count of 1 to 64");
            }

            expiries.Add((rule, expiry.Count));
        }

        if (ReadRules(product.Rules, tickMicros) is not { } rules)
        {
            return null;
        }

        rules.Scope = TradingScope.Class;
        rules.Underlying = new UnderlyingId(underlying);
        rules.Kind = kind;
        SetTradingRules[] all = kind == InstrumentKind.Call
            ? [rules, rules with { Kind = InstrumentKind.Put }]
            : [rules];
        return new ListingProduct(kind, tickMicros, product.OrderLotsMax, all)
        {
            Expiries = expiries,
            Strikes = product.Strikes is null ? null : LadderOf(product.Strikes),
        };
    }

    private ListingProduct? Refuse(string field, string what) =>
        listing.Refuse<ListingProduct>($"{place}.{field}", what);

    private static ExpiryRule? RuleOf(string name) => name switch
    {
        "hourly" => ExpiryRule.Hourly,
        "daily" => ExpiryRule.Daily,
        "weekly" => ExpiryRule.Weekly,
        "monthly" => ExpiryRule.Monthly,
        "quarterly" => ExpiryRule.Quarterly,
        _ => null,
    };

    /// <summary>What a kind must have and what it can't.</summary>
    private static (string Field, string What)? CheckShape(ListingDocument.Product product, InstrumentKind kind)
    {
        bool isPerpetual = kind == InstrumentKind.Perpetual;
        if (isPerpetual != (product.FundingIntervalMinutes is not null)
            || product.FundingIntervalMinutes is <= 0 or > FundingMinutesMax)
        {
            return ("fundingIntervalMinutes", "belongs to a perpetual, which needs it: 1 to 1,440");
        }

        if (isPerpetual == (product.Expiries is { Length: > 0 }))
        {
            return ("expiries", "belong to futures and options, which need one at least");
        }

        if ((kind == InstrumentKind.Call) != (product.Strikes is not null))
        {
            return ("strikes", "belong to options, which need them");
        }

        if (product.Strikes is not { } strikes)
        {
            return null;
        }

        if (!ListingReader.IsStrikeCount(strikes.EachSide, strikes.WingEachSide) || strikes.WingTimes is < 1 or > 100
            || strikes.SmallestStep is < 1 or > 1_000_000_000)
        {
            return ("strikes", "at most 100 each side with the wings, wings 1 to 100 times as wide, a step from 1 USD");
        }

        ListingDocument.Step[] steps = strikes.Steps;
        bool rises = steps.Length > 0 && steps[^1].DaysAtMost is null
            && steps[..^1].All(step => step.DaysAtMost is > 0)
            && steps[..^1].Zip(steps[1..^0], (a, b) => b.DaysAtMost is null || a.DaysAtMost < b.DaysAtMost).All(x => x);
        return rises && steps.All(step => step.Percent is > 0 and <= 100)
            ? null
            : ("strikes.steps", "need a percent of 0 to 100 each, rising daysAtMost, and a last row without one");
    }

    private static StrikeLadder LadderOf(ListingDocument.Strikes strikes) => new(
        strikes.EachSide,
        strikes.WingEachSide,
        strikes.WingTimes,
        strikes.SmallestStep,
        [.. strikes.Steps.Select(step =>
            ((double?)step.DaysAtMost ?? double.PositiveInfinity, (double)step.Percent / 100))]);

    private SetTradingRules? ReadRules(ListingDocument.Rules rules, long tickMicros)
    {
        string at = $"{place}.rules";
        SetTradingRules read = default;
        if (AllocationOf(rules.Allocation) is not { } allocation)
        {
            listing.Refuse<object>($"{at}.allocation", "must be priceTime, proRata or timeProRata");
            return null;
        }

        read.Allocation = allocation;
        if (rules.Band is { } band)
        {
            if (Ticks($"{at}.band.usd", band.Usd, tickMicros) is not { } bandTicks)
            {
                return null;
            }

            if (band.Percent is < 0 or > 100_000)
            {
                listing.Refuse<object>($"{at}.band.percent", "must be from 0 to 100,000");
                return null;
            }

            (read.BandTicks, read.BandNano) = (bandTicks, (long)(band.Percent * 10_000_000));
        }

        if (rules.NotionalMax is { } notional)
        {
            if (listing.Micros($"{at}.notionalMax", notional, 1, UsdMicrosMax) is not { } micros)
            {
                return null;
            }

            read.NotionalMaxMicros = micros;
        }

        return ReadTicks($"{at}.tickTable", rules.TickTable, tickMicros, ref read) ? read : null;
    }

    private static MatchAllocation? AllocationOf(string name) => name switch
    {
        "priceTime" => MatchAllocation.PriceTime,
        "proRata" => MatchAllocation.ProRata,
        "timeProRata" => MatchAllocation.TimeProRata,
        _ => null,
    };

    private bool ReadTicks(string at, ListingDocument.TickRow[] rows, long tickMicros, ref SetTradingRules read)
    {
        var ticks = new (long From, long Step)[4];
        if (rows.Length is 0 or > 4 || rows[0].From != 0)
        {
            listing.Refuse<object>(at, "needs 1 to 4 rows, the first from 0");
            return false;
        }

        for (int i = 0; i < rows.Length; i++)
        {
            if (Ticks($"{at}[{i}].from", rows[i].From, tickMicros) is not { } from
                || Ticks($"{at}[{i}].step", rows[i].Step, tickMicros) is not { } step)
            {
                return false;
            }

            if (step == 0 || (i > 0 && from <= ticks[i - 1].From))
            {
                listing.Refuse<object>($"{at}[{i}]", "its step must be positive, and its from above the row before");
                return false;
            }

            ticks[i] = (from, step);
        }

        read.Step0 = ticks[0].Step;
        (read.From1, read.Step1) = ticks[1];
        (read.From2, read.Step2) = ticks[2];
        (read.From3, read.Step3) = ticks[3];
        return true;
    }

    private long? Ticks(string at, decimal usd, long tickMicros)
    {
        if (listing.Micros(at, usd, 0, UsdMicrosMax) is not { } micros)
        {
            return null;
        }

        if (micros % tickMicros != 0)
        {
            listing.Refuse<object>(at, $"{usd} isn't a multiple of the tick size");
            return null;
        }

        return micros / tickMicros;
    }
}
