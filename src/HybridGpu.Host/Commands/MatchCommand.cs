using System.CommandLine;
using HybridGpu.Host.Match;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu match INPUT</c>: recorded or written orders through the venue's own book.</summary>
internal sealed class MatchCommand
{
    private const string Standard = "hg-ob-1";
    private const string DefaultFormat = "orders";

    private readonly Argument<string?> _input = new("INPUT")
    {
        Description = "Orders, messages or events (docs/formats.md), plain or gzip. None for hg-ob-1.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "orders: CSV. lobster: LOBSTER messages. bitstamp: order events. hg-ob-1: the standard workload.",
        DefaultValueFactory = _ => DefaultFormat,
    };

    private readonly Option<int> _levels =
        Options.Whole("--levels", "Levels of each side to print.", 5, 0, 1_000_000);

    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON." };

    private readonly Option<string?> _trades = new("--trades")
    {
        Description = "Write every trade to this file (CSV).",
    };

    private readonly Option<string?> _book = new("--book")
    {
        Description = "Write the final books to this file (CSV).",
    };

    private readonly Option<string?> _opening = new("--opening")
    {
        Description = "lobster: the book after the first message, deep. Default: the first row of --verify's.",
    };

    private readonly Option<string?> _verify = new("--verify")
    {
        Description = "lobster: fail unless every level of this book file is met after every message.",
    };

    private readonly Option<string?> _compare = new("--compare")
    {
        Description = "bitstamp: report how far the exchange's own books in this file agree with ours.",
    };

    private readonly Option<int> _priceDecimals = Decimals("--price-decimals", "orders: decimals of prices.");

    private readonly Option<int> _quantityDecimals = Decimals("--quantity-decimals", "orders: decimals of quantities.");

    private readonly Option<ulong> _seed = Options.Whole("--seed", "hg-ob-1: its seed.", 42UL);

    private readonly Option<int> _repeat = Options.Whole(
        "--repeat", "Replays whose time is taken, after a first that warms up.", 5, 1, 1_000);

    public static Command Create()
    {
        var options = new MatchCommand();
        return options.Build();
    }

    private Command Build()
    {
        Options.Restrict(_format, "orders", "lobster", "bitstamp", Standard);
        var command = new Command("match", "Match orders from a file, and compare with what an exchange published.")
        {
            _input, _format, _levels, _json, _trades, _book, _opening, _verify, _compare, _priceDecimals,
            _quantityDecimals, _seed, _repeat,
        };
        Require(command, _opening, "lobster");
        Require(command, _verify, "lobster");
        Require(command, _compare, "bitstamp");
        Require(command, _priceDecimals, "orders");
        Require(command, _quantityDecimals, "orders");
        Require(command, _seed, Standard);
        command.Validators.Add(result =>
        {
            string?[] files =
                [Options.Word(result, _input), Options.Word(result, _trades), Options.Word(result, _book)];
            string[] paths = [.. files.OfType<string>().Where(file => file.Length > 0).Select(Path.GetFullPath)];
            if (paths.Distinct().Count() < paths.Length)
            {
                result.AddError("INPUT, --trades and --book must be different files.");
            }

            bool isStandard = Options.Word(result, _format) == Standard;
            if (isStandard == (Options.Word(result, _input) is not null))
            {
                result.AddError(isStandard
                    ? "hg-ob-1 makes its own orders: leave INPUT out, and choose with --seed."
                    : "INPUT is missing: name a file, or take --format hg-ob-1.");
            }
        });
        command.SetAction(parsed => MatchRun.Run(Read(parsed)));
        return command;
    }

    private MatchOptions Read(ParseResult parsed) => new()
    {
        Input = parsed.GetValue(_input),
        Format = parsed.GetValue(_format)!,
        Levels = parsed.GetValue(_levels),
        IsJson = parsed.GetValue(_json),
        TradesFile = parsed.GetValue(_trades),
        BookFile = parsed.GetValue(_book),
        OpeningFile = parsed.GetValue(_opening),
        VerifyFile = parsed.GetValue(_verify),
        CompareFile = parsed.GetValue(_compare),
        PriceDecimals = parsed.GetValue(_priceDecimals),
        QuantityDecimals = parsed.GetValue(_quantityDecimals),
        Seed = parsed.GetValue(_seed),
        Repeat = parsed.GetValue(_repeat),
    };

    private static Option<int> Decimals(string name, string description) =>
        Options.Whole(name, description, 0, 0, ScaledNumber.DecimalsMax);

    private void Require(Command command, Option option, string format) => command.Validators.Add(result =>
    {
        string chosen = Options.Word(result, _format) ?? DefaultFormat;
        if (result.GetResult(option) is { Implicit: false } && chosen != format)
        {
            result.AddError($"{option.Name} goes with --format {format}.");
        }
    });
}
