using System;
using System.Globalization;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;

namespace HybridGpu.Risk.Chains;

/// <summary>Reads one line of a chain file into a row, or says which column is wrong and why.</summary>
/// <remarks>A row is refused for: a wrong number of fields, a time, number or type that can't be read, a number outside
/// its
/// range, an expiry not after the snapshot, a bid above the ask. Empty bid, ask and mark stand for "none".</remarks>
internal sealed class ChainRowParser(ChainHeader header)
{
    private const double PriceMaxUsd = 1e9;
    private const double CoinPriceMax = 1e4;
    private const double VolPercentMax = 1_000;
    private const double AmountMax = 1e12;

    private readonly Range[] _fields = new Range[header.FieldCount + 1];
    private ChainColumn? _faultColumn;
    private string _problem = string.Empty;

    /// <summary>Column of the last fault, empty when it concerns the whole line.</summary>
    public string FaultColumn => _faultColumn is { } column ? ChainHeader.NameOf(column) : string.Empty;

    /// <summary>The last fault.</summary>
    public string Problem => _problem;

    /// <summary>Reads a line.</summary>
    /// <returns>Null when refused; <see cref="FaultColumn"/> and <see cref="Problem"/> say why.</returns>
    public ChainRow? Parse(ReadOnlySpan<char> line, out long takenNs, out string currency)
    {
        takenNs = 0;
        currency = string.Empty;
        int count = line.Split(_fields, ',');
        if (count != header.FieldCount)
        {
            _faultColumn = null;
            string tooMany = count > header.FieldCount ? "more than " : string.Empty;
            int counted = Math.Min(count, header.FieldCount);
            _problem = $"{tooMany}{counted} fields where the header has {header.FieldCount}; row skipped";
            return null;
        }

        if (!TryTime(line, ChainColumn.SnapshotUtc, out takenNs)
            || !TryTime(line, ChainColumn.ExpiryUtc, out long expiryNs)
            || !TryStrike(line, out long strikeMicros) || !TryKind(line, out InstrumentKind kind)
            || !TryNumber(line, ChainColumn.Forward, 0, PriceMaxUsd, out double forward)
            || !TryNumber(line, ChainColumn.Index, 0, PriceMaxUsd, out double index)
            || !TryOptional(line, ChainColumn.Bid, out double? bid)
            || !TryOptional(line, ChainColumn.Ask, out double? ask)
            || !TryOptional(line, ChainColumn.Mark, out double? mark)
            || !TryNumber(line, ChainColumn.MarkVolPercent, 0, VolPercentMax, out double volPercent)
            || !TryAmount(line, ChainColumn.OpenInterest, out double openInterest)
            || !TryAmount(line, ChainColumn.Volume24h, out double volume))
        {
            return null;
        }

        currency = Field(line, ChainColumn.Currency).ToString();
        string instrument = Field(line, ChainColumn.Instrument).ToString();
        if (!IsName(currency, instrument, kind) || !IsConsistent(takenNs, expiryNs, bid, ask))
        {
            return null;
        }

        return new ChainRow
        {
            Instrument = instrument,
            ExpiryNs = expiryNs,
            StrikeMicros = strikeMicros,
            Kind = kind,
            QuotedForwardUsd = forward,
            IndexUsd = index,
            BidCoin = bid,
            AskCoin = ask,
            MarkCoin = mark,
            MarkVol = volPercent / 100,
            OpenInterestCoin = openInterest,
            Volume24hCoin = volume,
        };
    }

    private ReadOnlySpan<char> Field(ReadOnlySpan<char> line, ChainColumn column) =>
        line[_fields[header.PositionOf(column)]];

    private bool Fault(ChainColumn column, string problem)
    {
        _faultColumn = column;
        _problem = problem + "; row skipped";
        return false;
    }

    private bool TryTime(ReadOnlySpan<char> line, ChainColumn column, out long unixNs)
    {
        ReadOnlySpan<char> text = Field(line, column);
        return ChainTime.TryParse(text, out unixNs) || Fault(column, $"'{text}' is not a UTC time");
    }

    private bool TryNumber(ReadOnlySpan<char> line, ChainColumn column, double above, double max, out double value)
    {
        ReadOnlySpan<char> text = Field(line, column);
        return TryDouble(text, out value) && value > above && value <= max
            || Fault(column, $"'{text}' is not a number above {above} and up to {max}");
    }

    private bool TryAmount(ReadOnlySpan<char> line, ChainColumn column, out double value)
    {
        ReadOnlySpan<char> text = Field(line, column);
        return TryDouble(text, out value) && value is >= 0 and <= AmountMax
            || Fault(column, $"'{text}' is not an amount from 0 to {AmountMax}");
    }

    private bool TryOptional(ReadOnlySpan<char> line, ChainColumn column, out double? value)
    {
        ReadOnlySpan<char> text = Field(line, column);
        value = null;
        if (text.IsEmpty)
        {
            return true;
        }

        if (!TryDouble(text, out double number) || number is < 0 or > CoinPriceMax)
        {
            return Fault(column, $"'{text}' is not a coin price from 0 to {CoinPriceMax}");
        }

        value = number;
        return true;
    }

    private bool TryStrike(ReadOnlySpan<char> line, out long micros)
    {
        ReadOnlySpan<char> text = Field(line, ChainColumn.Strike);
        micros = 0;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal strike)
            || strike <= 0 || strike > (decimal)PriceMaxUsd)
        {
            return Fault(ChainColumn.Strike, $"'{text}' is not a strike in USD");
        }

        decimal scaled = strike * Micros.PerUnit;
        micros = (long)scaled;
        return micros == scaled || Fault(ChainColumn.Strike, $"'{text}' has more than six decimals");
    }

    private bool TryKind(ReadOnlySpan<char> line, out InstrumentKind kind)
    {
        ReadOnlySpan<char> text = Field(line, ChainColumn.Type);
        kind = text is "C" ? InstrumentKind.Call : InstrumentKind.Put;
        return text is "C" or "P" || Fault(ChainColumn.Type, $"'{text}' is neither C nor P");
    }

    private bool IsName(string currency, string instrument, InstrumentKind kind)
    {
        if (currency.Length is 0 or > 16)
        {
            return Fault(ChainColumn.Currency, $"'{currency}' is not a currency");
        }

        bool matches = instrument.Length <= 40 && instrument.StartsWith(currency + "-", StringComparison.Ordinal)
            && instrument.EndsWith(kind == InstrumentKind.Call ? "-C" : "-P", StringComparison.Ordinal);
        return matches || Fault(ChainColumn.Instrument, $"'{instrument}' does not go with the row's currency and type");
    }

    private bool IsConsistent(long takenNs, long expiryNs, double? bid, double? ask)
    {
        if (expiryNs <= takenNs)
        {
            return Fault(ChainColumn.ExpiryUtc, "the option had expired at the snapshot");
        }

        return !(bid > ask) || Fault(ChainColumn.Bid, $"bid {bid} is above ask {ask}");
    }

    private static bool TryDouble(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
