using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>A LOBSTER book file: a row after each message, of ask price, ask size, bid price, bid size for each
/// level.</summary>
internal sealed class LobsterBookFile
{
    private const int ColumnsPerLevel = 4;

    private readonly CsvSource _source;
    private readonly List<BookLevel> _bids = [];
    private readonly List<BookLevel> _asks = [];

    /// <summary>A file whose header, if any, was read.</summary>
    /// <exception cref="MatchInputException">The number of columns is no multiple of four.</exception>
    public LobsterBookFile(CsvSource source)
    {
        _source = source;
        if (source.FieldCount == 0 || source.FieldCount % ColumnsPerLevel != 0)
        {
            throw new MatchInputException(new InputFault(
                source.Path, 1, "", "a multiple of four columns is expected: ask price, ask size, bid price, bid size "
                    + $"for each level; {source.FieldCount} are there"));
        }

        LevelsMax = source.FieldCount / ColumnsPerLevel;
    }

    /// <summary>Names of the columns of a file without a header, as far as faults need them.</summary>
    public static string[] DefaultNames { get; } =
    [
        .. from level in Enumerable.Range(1, 200)
           from name in (string[])["ask_price", "ask_size", "bid_price", "bid_size"]
           select $"{name}_{level}",
    ];

    /// <summary>Levels of a side that a row has at most.</summary>
    public int LevelsMax { get; }

    /// <summary>Line of the current row.</summary>
    public long Line => _source.Line;

    /// <summary>Levels of the current row, best first.</summary>
    public List<BookLevel> Levels(Side side) => side == Side.Buy ? _bids : _asks;

    /// <summary>Reads the next row.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="MatchInputException">A row that is none: comparing on would mean nothing.</exception>
    public bool Read()
    {
        if (!_source.Read())
        {
            return false;
        }

        _bids.Clear();
        _asks.Clear();
        for (int level = 0; level < LevelsMax; level++)
        {
            Add(Side.Sell, level * ColumnsPerLevel, _asks);
            Add(Side.Buy, (level * ColumnsPerLevel) + 2, _bids);
        }

        return true;
    }

    /// <summary>The first row as what rested at the beginning.</summary>
    /// <exception cref="MatchInputException">There is none.</exception>
    public LobsterOpening ReadOpening() => Read()
        ? new LobsterOpening([.. _bids, .. _asks], _bids.Count < LevelsMax, _asks.Count < LevelsMax)
        : throw new MatchInputException(new InputFault(_source.Path, 0, "", "the book file has no row"));

    private void Add(Side side, int column, List<BookLevel> levels)
    {
        if (!ScaledNumber.TryParse(_source.Field(column), 0, out long price))
        {
            throw Bad(column, "price: a whole number of 1/10000 USD");
        }

        if (!ScaledNumber.TryParse(_source.Field(column + 1), 0, out long size))
        {
            throw Bad(column + 1, "size: a whole number");
        }

        if (!LobsterOpening.IsNoLevel(price, size))
        {
            levels.Add(new BookLevel(side, price, size));
        }
    }

    private MatchInputException Bad(int column, string expected) => new(_source.Fault(
        column, $"'{_source.Field(column).ToString()}' is no {expected} is expected"));
}
