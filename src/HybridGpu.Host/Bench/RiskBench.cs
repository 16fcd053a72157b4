using System.Diagnostics;
using System.Runtime.CompilerServices;
using HybridGpu.Kernels;
using HybridGpu.Kernels.Workloads;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Host.Bench;

/// <summary>The workloads <c>risk</c>, <c>risk-tick</c> and <c>risk-scale</c>: the kernels and whole ticks on vectors.
/// </summary>
internal sealed class RiskBench(ulong seed, int runs)
{
    private const int GridContracts = 8_192;
    private const int MarginContracts = 20_000;
    private const int MarginAccounts = 100_000;
    private const int PositionsPerSet = 10;
    private const int TickContracts = 2_000;
    private const int TickAccounts = 10_000;
    private const int PassesPerRun = 40;

    /// <summary>Ticks before the first that counts.</summary>
    private const int WarmUpTicks = 20;

    private static readonly int[] ContractCounts = [100, 1_000, 10_000, 100_000, 1_000_000];
    private static readonly int[] AccountCounts = [100, 1_000, 10_000, 100_000];

    /// <summary>Grid, Greeks and margin on one thread.</summary>
    public BenchResult Kernels()
    {
        using IKernelBackend backend = KernelBackends.Select("simd", 1).Backend!;
        var book = new RiskWorkload(seed, GridContracts, 1, 1);
        var grid = new ScenarioGridResult(GridContracts);
        var greeks = new GreekColumns(GridContracts);
        var accounts = new RiskWorkload(seed, MarginContracts, 2 * MarginAccounts, PositionsPerSet);
        var cells = new ScenarioGridResult(MarginContracts);
        var margin = new MarginResult(2 * MarginAccounts);
        backend.ScenarioGrid(accounts.Contracts, accounts.Shocks, cells);
        return new BenchResult(
            "risk",
            [
                Rate("grid", GridContracts * KernelLimits.ScenarioColumns, "m_cells_per_s", () =>
                    backend.ScenarioGrid(book.Contracts, book.Shocks, grid)),
                Rate("greeks", GridContracts, "m_per_s", () => backend.Greeks(book.Contracts, greeks)),
                Time("margin", PassesPerRun / 4, () => backend.Margin(accounts.Positions, cells, margin)),
            ],
            [
                $"One thread, {backend.Description}. Grid: {GridContracts:N0} contracts x 64 scenarios with four "
                    + "volatility and time shocks a row, marks included. Greeks: five of each contract.",
                $"Margin: {MarginAccounts:N0} accounts in two underlyings, {PositionsPerSet} positions in each, "
                    + $"{MarginContracts:N0} contracts x 64 scenarios, int64 sums, worst of 16 and of 64 columns.",
                Median,
            ]);
    }

    /// <summary>Whole ticks of the venue's risk room: inputs to snapshot, fills between.</summary>
    public BenchResult Ticks() => new(
        "risk-tick",
        [
            .. new[] { 1, Environment.ProcessorCount }.Distinct().Select(threads => Tick(threads)),
        ],
        [
            $"{TickContracts:N0} contracts x 64 scenarios, {TickAccounts:N0} accounts of {2 * PositionsPerSet} "
                + "positions, 100 trades between two ticks: inputs, prices, Greeks, epoch and its hash, margin, every "
                + "account's row of the snapshot.",
        ]);

    /// <summary>Sizes from 100 to 1,000,000 contracts and 100 to 100,000 accounts: time and memory.</summary>
    public BenchResult Scale()
    {
        BenchRow[] rows =
        [
            .. ContractCounts.Select(ContractsOf),
            .. AccountCounts.Select(AccountsOf),
        ];
        return new BenchResult(
            "risk-scale",
            rows,
            [
                "All cores. Contracts: grid of 64 scenarios and Greeks. Accounts: margin, two "
                    + $"underlyings, {PositionsPerSet} positions in each, over {MarginContracts:N0} contracts. "
                    + "Memory: all inputs, results and scratch of the row, on the host.",
                Median,
            ]);
    }

    // Not inlined and with a backend of its own, so that nothing of one row is alive while the next one's memory is
    // counted.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private BenchRow ContractsOf(int count)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using IKernelBackend backend = KernelBackends.Select("simd").Backend!;
        var book = new RiskWorkload(seed, count, 1, 1);
        var grid = new ScenarioGridResult(count);
        var greeks = new GreekColumns(count);
        BenchRow row = Time("contracts", 3, () => backend.ScenarioGrid(book.Contracts, book.Shocks, grid, greeks));
        BenchRow result = WithMemory(row, count, before);
        GC.KeepAlive(book);
        GC.KeepAlive(grid);
        GC.KeepAlive(greeks);
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private BenchRow AccountsOf(int count)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using IKernelBackend backend = KernelBackends.Select("simd").Backend!;
        var book = new RiskWorkload(seed, MarginContracts, 2 * count, PositionsPerSet);
        var grid = new ScenarioGridResult(MarginContracts);
        var margin = new MarginResult(2 * count);
        backend.ScenarioGrid(book.Contracts, book.Shocks, grid);
        BenchRow row = Time("accounts", 3, () => backend.Margin(book.Positions, grid, margin));
        BenchRow result = WithMemory(row, count, before);
        GC.KeepAlive(book);
        GC.KeepAlive(grid);
        GC.KeepAlive(margin);
        return result;
    }

    private static BenchRow WithMemory(BenchRow row, int count, long before) => row
        .With("count", count)
        .With("memory_mb", (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6);

    private static string Median =>
        "Median of the runs, and the best single pass: on a shared core no run of many passes has it to itself.";

    private BenchRow Tick(int threads)
    {
        using var market = new RiskTickMarket(seed, threads, TickContracts, TickAccounts, 2 * PositionsPerSet);
        for (int tick = 0; tick < WarmUpTicks; tick++)
        {
            market.Tick(trades: 100);
        }

        return RowOf(threads, [.. Enumerable.Range(0, runs * PassesPerRun).Select(_ => market.Tick(trades: 100))]);
    }

    /// <summary>The figures of ticks, parts and whole of the same ones.</summary>
    internal static BenchRow RowOf(int threads, IReadOnlyList<TickTimings> ticks)
    {
        double[] total = Sorted(ticks, tick => tick.TotalNs);
        double Half(Func<TickTimings, long> part) => Sorted(ticks, part)[ticks.Count / 2];
        return new BenchRow()
            .With("threads", threads)
            .With("p50_ms", total[ticks.Count / 2])
            .With("p99_ms", total[ticks.Count * 99 / 100])
            .With("best_ms", total[0])
            .With("vols_ms", Half(tick => tick.VolsNs))
            .With("price_ms", Half(tick => tick.PriceNs))
            .With("margin_ms", Half(tick => tick.MarginNs))
            .With("ticks", ticks.Count);
    }

    /// <summary>A part of each tick in milliseconds, ascending.</summary>
    private static double[] Sorted(IReadOnlyList<TickTimings> ticks, Func<TickTimings, long> part) =>
        [.. ticks.Select(tick => part(tick) / 1e6).Order()];

    private BenchRow Rate(string name, int count, string unit, Action pass)
    {
        (double medianMs, double bestMs) = Measure(PassesPerRun, pass);
        return new BenchRow()
            .With("kernel", name)
            .With(unit, count / medianMs / 1e3)
            .With("best_" + unit, count / bestMs / 1e3)
            .With("runs", runs);
    }

    private BenchRow Time(string name, int passes, Action pass)
    {
        (double medianMs, double bestMs) = Measure(passes, pass);
        return new BenchRow().With("kernel", name).With("ms", medianMs).With("best_ms", bestMs).With("runs", runs);
    }

    private (double MedianMs, double BestMs) Measure(int passes, Action pass)
    {
        var times = new List<double>();
        double best = double.PositiveInfinity;
        pass();
        for (int run = 0; run < runs; run++)
        {
            double sum = 0;
            for (int i = 0; i < passes; i++)
            {
                long start = Stopwatch.GetTimestamp();
                pass();
                double ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                sum += ms;
                best = Math.Min(best, ms);
            }

            times.Add(sum / passes);
        }

        return (Percentiles.Median(times), best);
    }
}
