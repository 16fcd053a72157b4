using System.CommandLine;
using HybridGpu.Host.ValueAtRisk;
using HybridGpu.Kernels;
using HybridGpu.Risk.MonteCarlo;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu var</c>: value at risk and expected shortfall of a portfolio by Monte Carlo.</summary>
internal static class VarCommand
{
    private const double HoursPerDay = 24;

    public static Command Create()
    {
        var defaults = new VarAssumptions();
        var portfolio = new Option<string>("--portfolio")
        {
            Description = "Positions and collateral (docs/margin.md).",
            Required = true,
        };
        var market = new Option<string>("--market")
        {
            Description = "Prices and volatilities (docs/margin.md).",
            Required = true,
        };
        Option<int> scenarios = Options.Whole("--scenarios", "Scenarios, 1000 to 10000000.", defaults.Scenarios);
        Option<ulong> seed = Options.Whole("--seed", "Seed of all draws.", defaults.Seed);
        Option<int> dof = Options.Whole(
            "--dof", "Degrees of freedom of Student's t, 3 to 30; 0 for normal moves.", defaults.DegreesOfFreedom);
        var horizon = new Option<TimeSpan?>("--horizon")
        {
            Description = "How far ahead, 1h to 720h. Default: 24h.",
            CustomParser = Arguments.Duration,
        };
        Option<double> correlation = Options.Number(
            "--correlation", "Of any two underlyings, 0 to 0.99.", defaults.Correlation, 0, 0.99);
        Option<double> spotVol = Options.Number(
            "--spot-vol", "Correlation of a price with its volatility, -0.95 to 0.95.",
            defaults.SpotVolCorrelation, -0.95, 0.95);
        Option<double> volOfVol = Options.Number(
            "--vol-of-vol", "Deviation of the log of a 30-day volatility over a day, 0 to 0.5.",
            defaults.VolOfVol, 0, 0.5);
        Option<double?> volatility = Options.NumberOrNone(
            "--volatility", "Volatility of an underlying without a good quote, 0.01 to 5.", 0.01, 5);
        Option<double> jump = Options.Number(
            "--jump-probability", "Of a jump of all underlyings within the horizon, 0 to 1.",
            defaults.JumpProbability, 0, 1);
        Option<double> jumpMean = Options.Number(
            "--jump-mean", "Mean of a jump's log, -2 to 2.", defaults.JumpMean, -2, 2);
        Option<double> jumpDeviation = Options.Number(
            "--jump-deviation", "Deviation of a jump's log, 0 to 2.", defaults.JumpDeviation, 0, 2);
        Option<string> backend = Options.OneOf(
            "--backend", "What reprices; the figures are the same.", "simd", [.. KernelBackends.Names]);
        var json = new Option<bool>("--json") { Description = "Print the report as JSON, amounts in micro-USD." };
        var command = new Command("var", "Value at risk and expected shortfall of a portfolio by Monte Carlo.")
        {
            portfolio, market, scenarios, seed, dof, horizon, correlation, spotVol, volOfVol, volatility, jump,
            jumpMean, jumpDeviation, backend, json,
        };
        VarAssumptions Assumed(ParseResult parsed) => new()
        {
            HorizonDays = (parsed.GetValue(horizon)?.TotalHours / HoursPerDay) ?? defaults.HorizonDays,
            Correlation = parsed.GetValue(correlation),
            SpotVolCorrelation = parsed.GetValue(spotVol),
            VolOfVol = parsed.GetValue(volOfVol),
            FallbackVolatility = parsed.GetValue(volatility),
            JumpProbability = parsed.GetValue(jump),
            JumpMean = parsed.GetValue(jumpMean),
            JumpDeviation = parsed.GetValue(jumpDeviation),
            DegreesOfFreedom = parsed.GetValue(dof),
            Scenarios = parsed.GetValue(scenarios),
            Seed = parsed.GetValue(seed),
        };
        command.SetAction(parsed => VarRun.Run(new VarOptions
        {
            Portfolio = parsed.GetRequiredValue(portfolio),
            Market = parsed.GetRequiredValue(market),
            Assumptions = Assumed(parsed),
            Backend = parsed.GetValue(backend)!,
            IsJson = parsed.GetValue(json),
        }));
        return command;
    }
}
