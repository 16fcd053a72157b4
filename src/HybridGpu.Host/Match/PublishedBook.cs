using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>A book as the exchange published it, some levels of each side: recv_ms, side, level, price_usd,
/// amount_btc.</summary>
/// <param name="ReceivedMs">When the book was recorded.</param>
/// <param name="Bids">Best first; cents and satoshi.</param>
/// <param name="Asks">Best first; cents and satoshi.</param>
internal sealed record PublishedBook(long ReceivedMs, List<BookLevel> Bids, List<BookLevel> Asks)
{
    private const int AmountDecimals = 8;

    /// <summary>Reads all books of a file, in the order of time.</summary>
    /// <exception cref="MatchInputException">It can't be used, or has a bad row: comparing on would mean
    /// nothing.</exception>
    public static List<PublishedBook> Read(string path)
    {
        using CsvSource source = CsvSource.Open(path);
        source.ReadHeader();
        int received = source.Require("recv_ms");
        int side = source.Require("side");
        int price = source.Require("price_usd");
        int amount = source.Require("amount_btc");
        var books = new List<PublishedBook>();
        while (source.Read())
        {
            long ms = Number(source, received, 0, "ms since 1970");
            if (books.Count == 0 || books[^1].ReceivedMs != ms)
            {
                books.Add(new PublishedBook(ms, [], []));
            }

            PublishedBook book = books[^1];
            bool isBid = source.Field(side) is "bid";
            if (!isBid && source.Field(side) is not "ask")
            {
                throw new MatchInputException(source.Fault(side, "bid or ask is expected"));
            }

            (isBid ? book.Bids : book.Asks).Add(new BookLevel(
                isBid ? Side.Buy : Side.Sell,
                Number(source, price, BitstampFile.PriceDecimals, "USD with at most 2 decimals"),
                Number(source, amount, AmountDecimals, "BTC with at most 8 decimals")));
        }

        return books.Count > 0
            ? books
            : throw new MatchInputException(new InputFault(path, 0, "", "the file has no row"));
    }

    private static long Number(CsvSource source, int column, int decimals, string expected) =>
        ScaledNumber.TryParse(source.Field(column), decimals, out long value)
            ? value
            : throw new MatchInputException(source.Fault(
                column, $"'{source.Field(column).ToString()}' is no number: {expected} are expected"));
}
