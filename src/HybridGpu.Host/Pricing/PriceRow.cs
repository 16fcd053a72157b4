using System.Globalization;
using HybridGpu.Host.Match;
using HybridGpu.Kernels;

namespace HybridGpu.Host.Pricing;

/// <summary>Reads one row of an options file into the pricer's terms.</summary>
internal sealed class PriceRow(QuotedCsvReader reader, PriceColumns columns, Action<InputFault> report)
{
    private bool _isGood;

    /// <summary>The option of the last row that was good.</summary>
    public OptionTerms Terms { get; private set; }

    /// <summary>Its price, where prices are given.</summary>
    public double Price { get; private set; }

    /// <summary>Reads the reader's current line.</summary>
    /// <returns>False when it is bad; why is reported, column by column.</returns>
    public bool Read()
    {
        _isGood = true;
        if (reader.Fault is { } problem)
        {
            return Bad("", problem);
        }

        if (reader.FieldCount != columns.Count)
        {
            return Bad(
                reader.FieldCount < columns.Count ? columns.Name(reader.FieldCount) : "",
                $"the row has {reader.FieldCount} fields, the header {columns.Count}");
        }

        OptionStyle style = Style();
        bool isForward = IsForward();
        Terms = new OptionTerms
        {
            Style = style,
            Kind = Kind(),
            IsForward = isForward,
            Underlying = Number(isForward ? "forward" : "spot"),
            Strike = Number("strike"),
            TimeYears = Number("t_years"),
            Volatility = columns.IsImplied ? 0.0 : Number("vol"),
            Rate = Number("rate"),
            DividendYield = DividendYield(isForward),
            Barrier = style >= OptionStyle.DownAndIn ? Number("barrier") : 0.0,
            Rebate = Number("rebate", 0.0),
            Payout = Number("payout", 1.0),
            PayoffStrike = style == OptionStyle.Gap ? Number("payoff_strike") : 0.0,
        };
        Price = columns.IsImplied ? Number("price") : 0.0;
        return _isGood;
    }

    /// <summary>Reports a fault of the current line.</summary>
    /// <returns>False.</returns>
    public bool Bad(string column, string problem)
    {
        report(new InputFault(reader.Path, reader.Line, column, problem));
        _isGood = false;
        return false;
    }

    private ReadOnlySpan<char> Field(string name)
    {
        int index = columns.Find(name);
        return index < 0 ? [] : reader.Field(index);
    }

    private double Number(string name, double? otherwise = null)
    {
        ReadOnlySpan<char> text = Field(name);
        if (text.IsEmpty && otherwise is { } value)
        {
            return value;
        }

        if (text.IsEmpty)
        {
            Bad(name, columns.Find(name) < 0 ? "the header has no such column, which this style needs" : "it is empty");
        }
        else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            Bad(name, $"'{text}' is no number");
        }
        else if (!double.IsFinite(number))
        {
            Bad(name, $"'{text}' is not a finite number");
        }
        else
        {
            return number;
        }

        return 0.0;
    }

    // A file may have both columns; each row fills one of them.
    private bool IsForward()
    {
        bool hasForward = !Field("forward").IsEmpty;
        bool hasSpot = !Field("spot").IsEmpty;
        if (hasForward && hasSpot)
        {
            Bad("spot", "forward and spot are both given: leave one empty");
        }

        return hasForward || (!hasSpot && columns.Find("spot") < 0);
    }

    private double DividendYield(bool isForward)
    {
        double yield = Number("div_yield", 0.0);
        if (isForward && yield != 0.0)
        {
            Bad("div_yield", "a forward has its yield in it: leave this empty, or give a spot");
        }

        return yield;
    }

    private PayoffKind Kind()
    {
        ReadOnlySpan<char> text = Field("type");
        if (text.Equals("call", StringComparison.OrdinalIgnoreCase))
        {
            return PayoffKind.Call;
        }

        if (!text.Equals("put", StringComparison.OrdinalIgnoreCase))
        {
            Bad("type", $"'{text}' is neither call nor put");
        }

        return PayoffKind.Put;
    }

    private OptionStyle Style()
    {
        StyleReading reading = OptionStyles.Read(Field("style"), Field("barrier_type"), out OptionStyle style);
        if (reading == StyleReading.UnknownStyle)
        {
            Bad("style", $"'{Field("style")}' is none of {OptionStyles.Names}");
        }
        else if (reading == StyleReading.UnknownBarrier)
        {
            Bad("barrier_type", $"'{Field("barrier_type")}' is none of {OptionStyles.BarrierNames}");
        }

        else if (reading == StyleReading.Contradiction)
        {
            Bad("barrier_type", $"'{Field("barrier_type")}' isn't what the style says, '{Field("style")}'");
        }

        return style;
    }
}
