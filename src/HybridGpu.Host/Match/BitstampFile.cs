using System.Globalization;
using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>Reads recordings of order events (docs/formats.md): recv_ms, action, id, side, price_usd,
/// volume_sat.</summary>
internal sealed class BitstampFile
{
    /// <summary>Decimals of a price.</summary>
    public const int PriceDecimals = 2;

    private readonly CsvSource _source;
    private readonly InputFaults _faults;
    private readonly int _received;
    private readonly int _action;
    private readonly int _id;
    private readonly int _side;
    private readonly int _price;
    private readonly int _volume;
    private long _lastMs = long.MinValue;

    private BitstampFile(CsvSource source, InputFaults faults)
    {
        _source = source;
        _faults = faults;
        source.ReadHeader();
        _received = source.Require("recv_ms");
        _action = source.Require("action");
        _id = source.Require("id");
        _side = source.Require("side");
        _price = source.Require("price_usd");
        _volume = source.Require("volume_sat");
    }

    /// <summary>Reads all events; bad rows are reported and left out.</summary>
    /// <exception cref="MatchInputException">The file as a whole can't be used.</exception>
    public static List<BitstampEvent> Read(string path, InputFaults faults)
    {
        using CsvSource source = CsvSource.Open(path);
        var file = new BitstampFile(source, faults);
        var events = new List<BitstampEvent>();
        while (source.Read())
        {
            if (file.TryParse(out BitstampEvent read))
            {
                events.Add(read);
            }
        }

        return events.Count > 0
            ? events
            : throw new MatchInputException(new InputFault(path, 0, "", "the file has no good row"));
    }

    private bool TryParse(out BitstampEvent read)
    {
        read = default;
        if (!ScaledNumber.TryParse(_source.Field(_received), 0, out long received) || received < _lastMs)
        {
            return Refuse(_received, "is no time: whole ms are expected, not before the row above");
        }

        BitstampKind? kind = _source.Field(_action) switch
        {
            "created" => BitstampKind.Created,
            "changed" => BitstampKind.Changed,
            "deleted" => BitstampKind.Deleted,
            "trade" => BitstampKind.Trade,
            _ => null,
        };
        if (kind is not { } known)
        {
            return Refuse(_action, "is no action: created, changed, deleted and trade are");
        }

        if (!ulong.TryParse(_source.Field(_id), NumberStyles.None, null, out ulong id) || id == 0)
        {
            return Refuse(_id, "is no id: a whole number above 0 is expected");
        }

        Side side = _source.Field(_side) switch { "bid" => Side.Buy, "ask" => Side.Sell, _ => Side.None };
        if (side == Side.None && known != BitstampKind.Trade)
        {
            return Refuse(_side, "is no side: bid or ask is expected");
        }

        if (!ScaledNumber.TryParse(_source.Field(_price), PriceDecimals, out long price))
        {
            return Refuse(_price, "is no price: USD with at most 2 decimals are expected");
        }

        if (!ScaledNumber.TryParse(_source.Field(_volume), 0, out long volume)
            || volume < (known is BitstampKind.Created or BitstampKind.Trade ? 1 : 0))
        {
            return Refuse(_volume, "is no volume: whole satoshi are expected, above 0 for what is created or trades");
        }

        _lastMs = received;
        read = new BitstampEvent(received, known, id, side, price, volume);
        return true;
    }

    private bool Refuse(int column, string problem)
    {
        _faults.Add(_source.Fault(column, $"'{_source.Field(column).ToString()}' {problem}. Row left out"));
        return false;
    }
}
