using HybridGpu.Domain;
using HybridGpu.Matching;

namespace HybridGpu.Host.Match;

/// <summary>Writes trades and final books as CSV: aside first, then renamed, so that none is ever half there.</summary>
internal static class ResultFiles
{
    /// <summary>Writes one row a trade, in order.</summary>
    public static void WriteTrades(string file, IReplay replay, List<TradeRow> trades) => Write(file, text =>
    {
        text.WriteLine("command,instrument,maker_id,taker_id,price,quantity");
        foreach (TradeRow trade in trades)
        {
            text.WriteLine(
                $"{trade.Command},{replay.Instruments[trade.Book]},{trade.Maker},{trade.Taker},"
                + $"{ScaledNumber.Format(trade.Price, replay.PriceDecimals)},"
                + ScaledNumber.Format(trade.Quantity, replay.QuantityDecimals));
        }
    });

    /// <summary>Writes one row a level of every book, bids before asks, best first.</summary>
    public static void WriteBooks(string file, IReplay replay, MatchBooks books) => Write(file, text =>
    {
        text.WriteLine("instrument,side,level,price,quantity,orders");
        for (int book = 0; book < books.Count; book++)
        {
            WriteSide(text, replay, book, books.Book(book), Side.Buy);
            WriteSide(text, replay, book, books.Book(book), Side.Sell);
        }
    });

    private static void WriteSide(TextWriter text, IReplay replay, int index, IOrderBook book, Side side)
    {
        var levels = new PriceLevel[book.OrderCount];
        int count = book.CopyLevels(side, levels);
        for (int rank = 0; rank < count; rank++)
        {
            text.WriteLine(
                $"{replay.Instruments[index]},{(side == Side.Buy ? "bid" : "ask")},{rank + 1},"
                + $"{ScaledNumber.Format(levels[rank].PriceTicks, replay.PriceDecimals)},"
                + $"{ScaledNumber.Format(levels[rank].Lots, replay.QuantityDecimals)},{levels[rank].Orders}");
        }
    }

    private static void Write(string file, Action<TextWriter> write)
    {
        string full = Path.GetFullPath(file);
        string partial = full + ".partial";
        try
        {
            using (var text = new StreamWriter(partial))
            {
                write(text);
            }

            File.Move(partial, full, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
