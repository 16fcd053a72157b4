using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>What rested when a message file begins: a published book, deep or not, as it stands after the first
/// message.</summary>
/// <remarks>
/// Nothing is known of prices worse than the worst published one, unless the publisher says that there are none (a
/// side with fewer prices than columns). <see cref="Knows"/> tells what may be compared.
/// </remarks>
internal sealed class LobsterOpening
{
    /// <summary>LOBSTER's price of a level that isn't there, with either sign.</summary>
    private const long NoPrice = 9_999_999_999;

    private readonly List<BookLevel> _levels;
    private readonly long _worstBid;
    private readonly long _worstAsk;

    /// <summary>An opening of these levels.</summary>
    /// <param name="levels">Levels, any order.</param>
    /// <param name="isBidComplete">There are no other bids.</param>
    /// <param name="isAskComplete">There are no other asks.</param>
    public LobsterOpening(IEnumerable<BookLevel> levels, bool isBidComplete, bool isAskComplete)
    {
        _levels = [.. levels];
        _worstBid = isBidComplete
            ? long.MinValue
            : _levels.Where(level => level.Side == Side.Buy).Select(level => level.Price).DefaultIfEmpty().Min();
        _worstAsk = isAskComplete
            ? long.MaxValue
            : _levels.Where(level => level.Side == Side.Sell).Select(level => level.Price).DefaultIfEmpty().Max();
    }

    /// <summary>A book in which nothing rests.</summary>
    public static LobsterOpening Empty { get; } = new([], isBidComplete: true, isAskComplete: true);

    /// <summary>Levels given.</summary>
    public int Count => _levels.Count;

    /// <summary>Whether a published price and size stand for a level that isn't there.</summary>
    public static bool IsNoLevel(long price, long size) => Math.Abs(price) == NoPrice || size <= 0;

    /// <summary>Whether all that rested at a price when the file began is known.</summary>
    public bool Knows(Side side, long price) => side == Side.Buy ? price >= _worstBid : price <= _worstAsk;

    /// <summary>The levels as they were before a message that the published book already has in it.</summary>
    public IEnumerable<BookLevel> Before(LobsterMessage first)
    {
        long change = first.Kind switch
        {
            LobsterKind.New => -first.Size,
            LobsterKind.PartialCancel or LobsterKind.Delete or LobsterKind.VisibleExecution => first.Size,
            _ => 0,
        };
        bool isThere = false;
        foreach (BookLevel level in _levels)
        {
            bool isChanged = level.Side == first.Side && level.Price == first.Price;
            isThere |= isChanged;
            long quantity = level.Quantity + (isChanged ? change : 0);
            if (quantity > 0)
            {
                yield return level with { Quantity = quantity };
            }
        }

        if (!isThere && change > 0 && Count > 0)
        {
            yield return new BookLevel(first.Side, first.Price, change);
        }
    }

    /// <summary>Reads an opening: a file of side, level, price, size (with a header line), or a LOBSTER book file, of
    /// which the first row counts.</summary>
    /// <exception cref="MatchInputException">It can't be used.</exception>
    public static LobsterOpening Read(string path)
    {
        using CsvSource source = CsvSource.Open(path);
        source.ReadHeaderOr(LobsterBookFile.DefaultNames);
        return source.Find("side") >= 0 ? ReadList(source) : new LobsterBookFile(source).ReadOpening();
    }

    private static LobsterOpening ReadList(CsvSource source)
    {
        int side = source.Require("side");
        int price = Array.FindIndex([.. source.Names], name => name.StartsWith("price", StringComparison.Ordinal));
        int size = source.Require("size");
        var levels = new List<BookLevel>();
        bool isBidComplete = false;
        bool isAskComplete = false;
        while (source.Read())
        {
            Side of = source.Field(side) switch { "bid" => Side.Buy, "ask" => Side.Sell, _ => Side.None };
            if (of == Side.None
                || !ScaledNumber.TryParse(source.Field(price), 0, out long ticks)
                || !ScaledNumber.TryParse(source.Field(size), 0, out long quantity))
            {
                throw new MatchInputException(source.Fault(
                    -1, "a level is expected: side (bid or ask), level, price in 1/10000 USD, size"));
            }

            if (IsNoLevel(ticks, quantity))
            {
                isBidComplete |= of == Side.Buy;
                isAskComplete |= of == Side.Sell;
            }
            else
            {
                levels.Add(new BookLevel(of, ticks, quantity));
            }
        }

        return new LobsterOpening(levels, isBidComplete, isAskComplete);
    }
}
