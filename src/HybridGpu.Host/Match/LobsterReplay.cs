using HybridGpu.Domain;
using HybridGpu.Matching;

namespace HybridGpu.Host.Match;

/// <summary>LOBSTER messages, and the book that they begin with.</summary>
internal sealed class LobsterReplay : IReplay
{
    private readonly List<LobsterMessage> _messages;
    private readonly LobsterOpening _opening;

    /// <summary>A replay of messages that were read.</summary>
    public LobsterReplay(List<LobsterMessage> messages, LobsterOpening opening, string instrument)
    {
        _messages = messages;
        _opening = opening;
        Instruments = [instrument];
    }

    /// <inheritdoc/>
    public string Format => "lobster";

    /// <inheritdoc/>
    public long Commands => _messages.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> Instruments { get; }

    /// <inheritdoc/>
    public int PriceDecimals => 0;

    /// <inheritdoc/>
    public int QuantityDecimals => 0;

    /// <summary>What the messages of the last replay were.</summary>
    public LobsterCounts Counts { get; private set; } = new();

    /// <inheritdoc/>
    public MatchBooks Apply(List<TradeRow>? tape)
    {
        var book = new LobsterBook(_opening, _messages[0], tape);
        foreach (LobsterMessage message in _messages)
        {
            book.Apply(in message);
        }

        Counts = book.Counts;
        return book.Books;
    }

    /// <summary>Replays once more and holds the book against the published one after every message.</summary>
    /// <exception cref="MatchInputException">The book file can't be used, or has not one row a message.</exception>
    public LobsterVerification Verify(string bookFile)
    {
        using CsvSource source = CsvSource.Open(bookFile);
        source.ReadHeaderOr(LobsterBookFile.DefaultNames);
        var published = new LobsterBookFile(source);
        var book = new LobsterBook(_opening, _messages[0], tape: null);
        var result = new LobsterVerification();
        var levels = new PriceLevel[published.LevelsMax];
        int next = 0;
        for (long row = 0; published.Read(); row++)
        {
            if (row > _messages[^1].Row)
            {
                throw new MatchInputException(new InputFault(
                    bookFile, published.Line, "", $"the messages end with row {row}: the files aren't each other's"));
            }

            if (next < _messages.Count && _messages[next].Row == row)
            {
                book.Apply(_messages[next++]);
            }

            Compare(book, published, Side.Sell, levels, result);
            Compare(book, published, Side.Buy, levels, result);
            result.Rows++;
        }

        return next == _messages.Count
            ? result
            : throw new MatchInputException(new InputFault(
                bookFile, published.Line, "", $"the book ends here, and {_messages.Count - next} messages are left: "
                    + "the files aren't each other's"));
    }

    private void Compare(
        LobsterBook book, LobsterBookFile published, Side side, PriceLevel[] ours, LobsterVerification result)
    {
        int count = book.Books.Book(0).CopyLevels(side, ours);
        List<BookLevel> theirs = published.Levels(side);
        for (int rank = 0; rank < published.LevelsMax; rank++)
        {
            BookLevel? expected = rank < theirs.Count ? theirs[rank] : null;
            BookLevel? found = rank < count
                ? new BookLevel(side, ours[rank].PriceTicks, ours[rank].Lots)
                : null;
            if (expected is { } level && !_opening.Knows(side, level.Price))
            {
                result.LevelsUnknown++;
                continue;
            }

            result.LevelsCompared++;
            if (expected != found)
            {
                result.Add(published.Line, side, rank + 1, expected, found);
            }
        }
    }
}
