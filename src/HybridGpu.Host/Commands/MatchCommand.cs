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

    private readonly Option<int> _levels = new("--levels")
    {
        Description = "Levels of each side to print.",
        DefaultValueFactory = _ => 5,
    };

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

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "hg-ob-1: its seed.",
        DefaultValueFactory = _ => 42,
    };

    private readonly Option<int> _repeat = new("--repeat")
    {
        Description = "Replays whose time is taken, after a first that warms up.",
        DefaultValueFactory = _ => 5,
    };

    public static Command Create()
    {
        var options = new MatchCommand();
        return options.Build();
    }

    private Command Build()
    {
        _format.AcceptOnlyFromAmong("orders", "lobster", "bitstamp", Standard);
        Range(_levels, 0, 1_000_000);
        Range(_repeat, 1, 1_000);
        Range(_priceDecimals, 0, ScaledNumber.DecimalsMax);
        Range(_quantityDecimals, 0, ScaledNumber.DecimalsMax);
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
            string?[] files = [result.GetValue(_input), result.GetValue(_trades), result.GetValue(_book)];
            string[] paths = [.. files.OfType<string>().Select(Path.GetFullPath)];
            if (paths.Distinct().Count() < paths.Length)
            {
                result.AddError("INPUT, --trades and --book must be different files.");
            }

            bool isStandard = result.GetValue(_format) == Standard;
            if (isStandard == (result.GetValue(_input) is not null))
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
        new(name) { Description = description, DefaultValueFactory = _ => 0 };

    private static void Range(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        int value = result.GetValueOrDefault<int>();
        if (value < least || value > most)
        {
            result.AddError($"{option.Name} must be from {least} to {most}, not {value}.");
        }
    });

    private void Require(Command command, Option option, string format) => command.Validators.Add(result =>
    {
        // A validator sees no default value: one that wasn't given is asked for by name.
        string chosen = result.GetResult(_format) is { Implicit: false } ? result.GetValue(_format)! : DefaultFormat;
        if (result.GetResult(option) is { Implicit: false } && chosen != format)
        {
            result.AddError($"{option.Name} goes with --format {format}.");
        }
    });
}
