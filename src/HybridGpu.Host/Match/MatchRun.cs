using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HybridGpu.Domain;
using HybridGpu.Host.Bench;
using HybridGpu.Host.Running;
using HybridGpu.Matching;

namespace HybridGpu.Host.Match;

/// <summary>One call of <c>hybridgpu match</c>: reads the input, replays it, compares where asked, reports.</summary>
internal sealed class MatchRun
{
    private readonly MatchOptions _options;
    private readonly InputFaults _faults = new();

    private MatchRun(MatchOptions options) => _options = options;

    /// <summary>Runs to the end.</summary>
    /// <returns>Exit status: 0 only when every row was good and, where the book was verified, no level
    /// differed.</returns>
    public static int Run(MatchOptions options)
    {
        var run = new MatchRun(options);
        try
        {
            return run.RunToEnd();
        }
        catch (MatchInputException problem)
        {
            run.PrintFaults();
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The output can't be written: {problem.Message}");
            return 1;
        }
    }

    private int RunToEnd()
    {
        IReplay replay = Read();
        List<TradeRow>? tape = _options.TradesFile is null ? null : [];
        MatchBooks books = replay.Apply(tape);
        double commandsPerSecond = Measure(replay);
        MatchReport report = Report(replay, books, commandsPerSecond);
        if (_options.TradesFile is { } trades)
        {
            ResultFiles.WriteTrades(trades, replay, tape!);
        }

        if (_options.BookFile is { } book)
        {
            ResultFiles.WriteBooks(book, replay, books);
        }

        PrintFaults();
        Console.WriteLine(_options.IsJson
            ? JsonSerializer.Serialize(report, SummaryWriter.JsonOptions)
            : MatchText.Write(report));
        return report.BadRows == 0 && report.Verification is not { Differences: > 0 } ? 0 : 1;
    }

    private IReplay Read()
    {
        switch (_options.Format)
        {
            case "lobster":
                List<LobsterMessage> messages = LobsterFile.Read(_options.Input!, _faults);
                string? opening = _options.OpeningFile ?? _options.VerifyFile;
                return new LobsterReplay(
                    messages, opening is null ? LobsterOpening.Empty : LobsterOpening.Read(opening), InputName);
            case "bitstamp":
                return new BitstampReplay(BitstampFile.Read(_options.Input!, _faults), InputName);
            case "hg-ob-1":
                return new HgOb1Replay(_options.Seed);
            default:
                return OrdersFile.Read(
                    _options.Input!, _options.PriceDecimals, _options.QuantityDecimals, _faults);
        }
    }

    private string InputName => Path.GetFileName(_options.Input!).Split('.')[0];

    private double Measure(IReplay replay)
    {
        var rates = new List<double>();
        for (int i = 0; i < _options.Repeat; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = replay.Apply(null);
            rates.Add(replay.Commands / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Percentiles.Median(rates);
    }

    private MatchReport Report(IReplay replay, MatchBooks books, double commandsPerSecond) => new()
    {
        Format = replay.Format,
        Input = _options.Input ?? $"seed {_options.Seed}",
        Commands = replay.Commands,
        Refused = Enum.GetValues<Refusal>()
            .Where(refusal => refusal != Refusal.None && books.Refused(refusal) > 0)
            .ToDictionary(
                refusal => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString()), books.Refused),
        Trades = books.Trades,
        Quantity = Scaled(books.Quantity, replay.QuantityDecimals),
        Digest = books.Digest.ToString("x16", CultureInfo.InvariantCulture),
        Resting = books.Resting,
        CommandsPerS = Math.Round(commandsPerSecond),
        Replays = _options.Repeat,
        Conditions = BenchConditions.Now(),
        Instruments = books.Count,
        Books = [.. Enumerable.Range(0, books.Count)
            .OrderByDescending(book => books.Book(book).OrderCount)
            .Select(book => new BookReport(
                replay.Instruments[book],
                books.Book(book).OrderCount,
                Levels(replay, books.Book(book), Side.Buy),
                Levels(replay, books.Book(book), Side.Sell)))],
        Lobster = (replay as LobsterReplay)?.Counts,
        Verification = _options.VerifyFile is { } verify ? (replay as LobsterReplay)?.Verify(verify) : null,
        Bitstamp = (replay as BitstampReplay)?.Counts,
        Comparison = _options.CompareFile is { } compare
            ? (replay as BitstampReplay)?.Compare(PublishedBook.Read(compare))
            : null,
        BadRows = _faults.Count,
    };

    private LevelReport[] Levels(IReplay replay, IOrderBook book, Side side)
    {
        var levels = new PriceLevel[Math.Min(_options.Levels, book.OrderCount)];
        return
        [
            .. levels[..book.CopyLevels(side, levels)].Select(level => new LevelReport(
                Scaled(level.PriceTicks, replay.PriceDecimals),
                Scaled(level.Lots, replay.QuantityDecimals),
                level.Orders)),
        ];
    }

    private static decimal Scaled(long value, int decimals)
    {
        decimal unit = 1;
        for (int i = 0; i < decimals; i++)
        {
            unit /= 10;
        }

        return value * unit;
    }

    private void PrintFaults()
    {
        foreach (InputFault fault in _faults.Kept)
        {
            Console.Error.WriteLine(fault);
        }

        if (_faults.Count > _faults.Kept.Count)
        {
            Console.Error.WriteLine($"... and {_faults.Count - _faults.Kept.Count} more bad rows.");
        }
    }
}
