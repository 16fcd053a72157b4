using System.Globalization;
using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>Reads orders files (docs/formats.md).</summary>
/// <remarks>A bad row is reported and left out, the others count. The file is refused as a whole when it can't be read,
/// is damaged, lacks a column or has no row.</remarks>
internal sealed class OrdersFile
{
    /// <summary>Most rows: all are held in memory, 64 bytes each.</summary>
    public const int RowsMax = 50_000_000;

    /// <summary>Most instruments; a row that names one more is bad.</summary>
    public const int InstrumentsMax = 65_536;

    private readonly CsvSource _source;
    private readonly InputFaults _faults;
    private readonly int _priceDecimals;
    private readonly int _quantityDecimals;
    private readonly int _rowsMax;
    private readonly Dictionary<string, int> _bookByName = new(StringComparer.Ordinal);
    private readonly List<string> _instruments = [];
    private readonly int _action;
    private readonly int _id;
    private readonly int _instrument;
    private readonly int _side;
    private readonly int _price;
    private readonly int _quantity;
    private readonly int _timeInForce;
    private readonly int _account;
    private readonly int _newId;

    private OrdersFile(CsvSource source, InputFaults faults, int priceDecimals, int quantityDecimals, int rowsMax)
    {
        _rowsMax = rowsMax;
        _source = source;
        _faults = faults;
        _priceDecimals = priceDecimals;
        _quantityDecimals = quantityDecimals;
        source.ReadHeader();
        _action = source.Require("action");
        _id = source.Require("id");
        _instrument = source.Require("instrument");
        _side = source.Require("side");
        _price = source.Require("price");
        _quantity = source.Require("quantity");
        _timeInForce = source.Find("tif");
        _account = source.Find("account");
        _newId = source.Find("new_id");
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Plain or gzip.</param>
    /// <param name="priceDecimals">Decimals that prices may have.</param>
    /// <param name="quantityDecimals">Decimals that quantities may have.</param>
    /// <param name="faults">Told of bad rows.</param>
    /// <param name="rowsMax">Most good rows; a file with more is refused.</param>
    /// <exception cref="MatchInputException">The file as a whole can't be used.</exception>
    public static OrdersReplay Read(
        string path, int priceDecimals, int quantityDecimals, InputFaults faults, int rowsMax = RowsMax)
    {
        using CsvSource source = CsvSource.Open(path);
        return new OrdersFile(source, faults, priceDecimals, quantityDecimals, rowsMax).ReadAll();
    }

    private OrdersReplay ReadAll()
    {
        var actions = new List<OrderAction>();
        while (_source.Read())
        {
            if (!TryParse(out OrderAction action))
            {
                continue;
            }

            if (actions.Count == _rowsMax)
            {
                throw new MatchInputException(new InputFault(
                    _source.Path, _source.Line, "", $"more than {_rowsMax} rows: split the file"));
            }

            actions.Add(action);
        }

        return actions.Count > 0
            ? new OrdersReplay(actions, _instruments, _priceDecimals, _quantityDecimals)
            : throw new MatchInputException(new InputFault(_source.Path, 0, "", "the file has no good row"));
    }

    private bool TryParse(out OrderAction action)
    {
        action = default;
        if (!TryKind(out OrderActionKind kind) || !TryId(_id, required: true, out ulong id))
        {
            return false;
        }

        bool isAdd = kind == OrderActionKind.Add;
        Side side = Side.None;
        TimeInForceKind timeInForce = TimeInForceKind.GoodTillCancel;
        long price = 0;
        long quantity = 0;
        uint account = 0;
        ulong newId = 0;
        bool isGood = (!isAdd || (TrySide(out side) && TryTimeInForce(out timeInForce) && TryAccount(out account)))
            && (!(isAdd || kind == OrderActionKind.Replace) || TryPrice(side, timeInForce, out price))
            && (kind == OrderActionKind.Cancel || TryQuantity(out quantity))
            && (kind != OrderActionKind.Replace || TryId(_newId, required: false, out newId));
        int book = -1;
        if (!isGood || !TryBook(isAdd, out book))
        {
            return false;
        }

        action = new OrderAction(kind, side, timeInForce, book, id, newId, account, price, quantity);
        return true;
    }

    private bool TryKind(out OrderActionKind kind)
    {
        OrderActionKind? found = _source.Field(_action) switch
        {
            "add" => OrderActionKind.Add,
            "cancel" => OrderActionKind.Cancel,
            "reduce" => OrderActionKind.Reduce,
            "replace" => OrderActionKind.Replace,
            _ => null,
        };
        kind = found ?? default;
        return found is not null || Refuse(_action, "is no action: write add, cancel, reduce or replace");
    }

    private bool TrySide(out Side side)
    {
        side = _source.Field(_side) switch { "buy" => Side.Buy, "sell" => Side.Sell, _ => Side.None };
        return side != Side.None || Refuse(_side, "is no side: write buy or sell");
    }

    private bool TryTimeInForce(out TimeInForceKind timeInForce)
    {
        TimeInForceKind? found = _source.Field(_timeInForce) switch
        {
            "" or "gtc" => TimeInForceKind.GoodTillCancel,
            "ioc" => TimeInForceKind.ImmediateOrCancel,
            "fok" => TimeInForceKind.FillOrKill,
            "post" => TimeInForceKind.PostOnly,
            _ => null,
        };
        timeInForce = found ?? default;
        return found is not null || Refuse(_timeInForce, "is no time in force: write gtc, ioc, fok, post or nothing");
    }

    private bool TryAccount(out uint account)
    {
        account = 0;
        ReadOnlySpan<char> text = _source.Field(_account);
        return text.IsEmpty || uint.TryParse(text, NumberStyles.None, null, out account)
            || Refuse(_account, "is no account: write a number from 0 to 4294967295, or nothing");
    }

    private bool TryPrice(Side side, TimeInForceKind timeInForce, out long price)
    {
        bool maySkip = timeInForce is TimeInForceKind.ImmediateOrCancel or TimeInForceKind.FillOrKill;
        if (maySkip && _source.Field(_price).IsEmpty)
        {
            price = side == Side.Buy ? long.MaxValue : -long.MaxValue;
            return true;
        }

        return ScaledNumber.TryParse(_source.Field(_price), _priceDecimals, out price)
            || Refuse(_price, $"is no price with at most {_priceDecimals} decimals; --price-decimals allows more, and "
                + "an ioc or fok order may leave it out to take any price");
    }

    private bool TryQuantity(out long quantity) =>
        (ScaledNumber.TryParse(_source.Field(_quantity), _quantityDecimals, out quantity) && quantity > 0)
        || Refuse(_quantity, $"is no quantity above 0 with at most {_quantityDecimals} decimals; "
            + "--quantity-decimals allows more");

    private bool TryId(int column, bool required, out ulong id)
    {
        id = 0;
        ReadOnlySpan<char> text = _source.Field(column);
        return (text.IsEmpty && !required)
            || (ulong.TryParse(text, NumberStyles.None, null, out id) && id > 0)
            || Refuse(column, "is no id: write a number from 1 to 18446744073709551615");
    }

    /// <summary>The instrument of an add must be named; of others it may be left out, and is checked when it
    /// isn't.</summary>
    private bool TryBook(bool isAdd, out int book)
    {
        book = -1;
        ReadOnlySpan<char> name = _source.Field(_instrument);
        if (name.IsEmpty)
        {
            return !isAdd || Refuse(_instrument, "is no instrument: an add needs one");
        }

        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup =
            _bookByName.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(name, out book))
        {
            return true;
        }

        if (_instruments.Count == InstrumentsMax)
        {
            return Refuse(_instrument, $"is one instrument more than {InstrumentsMax}");
        }

        book = _instruments.Count;
        _instruments.Add(name.ToString());
        _bookByName.Add(_instruments[book], book);
        return true;
    }

    private bool Refuse(int column, string problem)
    {
        string text = _source.Field(column).ToString();
        _faults.Add(_source.Fault(column, $"'{text}' {problem}. Row left out"));
        return false;
    }
}
