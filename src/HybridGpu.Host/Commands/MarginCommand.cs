using System.CommandLine;
using HybridGpu.Host.Margin;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Structures;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu margin</c>: margin of a portfolio under any model, and the models.</summary>
internal static class MarginCommand
{
    public static Command Create()
    {
        var portfolio = new Option<string?>("--portfolio")
        {
            Description = "Positions and collateral (docs/margin.md).",
        };
        var market = new Option<string?>("--market") { Description = "Prices, volatilities, delays (docs/margin.md)." };
        var model = new Option<string>("--model")
        {
            Description = "A preset (hybridgpu margin models) or a model file (docs/schemas/margin-model.schema.json).",
            DefaultValueFactory = _ => MarginPresets.Default,
        };
        var delay = new Option<TimeSpan?>("--delay")
        {
            Description = "Sync buffer for this delay, as 0, 15m, 24h or 6.4d. Default: the market's measured delays.",
            CustomParser = Arguments.DurationOrZero,
        };
        var scenarios = new Option<bool>("--scenarios") { Description = "Print every scenario." };
        var curve = new Option<bool>("--curve")
        {
            Description = "Print the sync buffer over the delays of ZK and optimistic settlement.",
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("margin", "Margin of a portfolio under a model: every component.")
        {
            portfolio, market, model, delay, scenarios, curve, json, Models(), Schema(), Structures(), Backtest(),
        };
        command.Validators.Add(result =>
        {
            if (Options.Word(result, portfolio) is null || Options.Word(result, market) is null)
            {
                result.AddError("--portfolio and --market are both needed.");
            }
        });
        command.SetAction(parsed => MarginRun.Run(new MarginOptions
        {
            Portfolio = parsed.GetValue(portfolio)!,
            Market = parsed.GetValue(market)!,
            Model = parsed.GetValue(model)!,
            Delay = parsed.GetValue(delay),
            IsEveryScenario = parsed.GetValue(scenarios),
            IsCurve = parsed.GetValue(curve),
            IsJson = parsed.GetValue(json),
        }));
        return command;
    }

    private static Command Models()
    {
        var json = new Option<bool>("--json") { Description = "Print them as JSON, with all notes." };
        var command = new Command("models", "List the models that come with the program.") { json };
        command.SetAction(parsed => Console.WriteLine(parsed.GetValue(json)
            ? MarginJson.Write(MarginPresets.All)
            : MarginText.Write(MarginPresets.All)));
        return command;
    }

    private static Command Schema()
    {
        var command = new Command("schema", "Print the JSON schema of models.");
        command.SetAction(_ => Console.Write(MarginModel.Schema()));
        return command;
    }

    private static Command Structures()
    {
        var json = new Option<bool>("--json") { Description = "Print them as JSON." };
        var command = new Command("structures", "What portfolio margin saves on standard structures.") { json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<MarginStructure> rows = MarginStructures.Evaluate();
            Console.WriteLine(parsed.GetValue(json) ? MarginJson.WriteAny(rows) : MarginStructureTable.Write(rows));
        });
        return command;
    }

    private static Command Backtest()
    {
        var bars = new Option<string>("--bars")
        {
            Description = "A file of hourly bars, or a directory of them (*_1h_*.csv.gz, docs/margin.md).",
            Required = true,
        };
        var model = new Option<string>("--model")
        {
            Description = "A preset or a model file; the historical one has no returns here.",
            DefaultValueFactory = _ => MarginPresets.Default,
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("backtest", "Whether margin and sync buffer cover what recorded prices did.")
        {
            bars, model, json,
        };
        command.SetAction(parsed => BacktestRun.Run(
            parsed.GetRequiredValue(bars), parsed.GetValue(model)!, parsed.GetValue(json)));
        return command;
    }
}
