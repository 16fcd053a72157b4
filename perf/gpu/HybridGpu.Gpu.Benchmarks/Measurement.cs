using System.Globalization;
using HybridGpu.Kernels;
using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.MonteCarlo;
using HybridGpu.Kernels.Workloads;

namespace HybridGpu.Gpu.Benchmarks;

/// <summary>Checks a backend against the SIMD backend, bit for bit, and times it.</summary>
/// <remarks>
/// A line is `ours NAME MILLISECONDS DIFFERING`: the median of the runs and the number of elements whose bits differ.
/// Kernel times are the mean of 20 launches one after the other, without copies; tick times are whole calls, copies
/// included.
/// </remarks>
internal sealed class Measurement(string backendName, string? directory, int scale, string? ptxDirectory)
{
    private const int Runs = 30;
    private const int Launches = 20;
    private const int Ticks = 400;
    private const int FillsPerTick = 1_000;

    private readonly IKernelBackend _judge = KernelBackends.Select("simd").Backend!;
    private readonly WorkloadFiles? _files = directory is null ? null : new WorkloadFiles(directory);
    private long _differing;

    /// <returns>0, also where there is no device; 1 when bits differ.</returns>
    public int Run()
    {
        if (ptxDirectory is not null)
        {
            PtxText.WriteAll(ptxDirectory);
        }

        BackendSelection selection = KernelBackends.Select(backendName);
        if (selection.Backend is null)
        {
            Console.WriteLine(selection.Error);
            return 0;
        }

        using IKernelBackend backend = selection.Backend is FallbackBackend device
            ? device.Device
            : selection.Backend;
        string fingerprint = Convert.ToHexStringLower(KernelFingerprint.Compute(backend));
        Console.WriteLine($"backend {backend.Description}; judge {_judge.Description}");
        Console.WriteLine(
            $"fingerprint {fingerprint} {(fingerprint == KernelFingerprint.Golden ? "golden" : "DIFFERS")}");
        _differing += fingerprint == KernelFingerprint.Golden ? 0 : 1;
        Grid(backend, 1_000_000 / scale);
        Margin(backend, 20_000 / scale, 200_000 / scale, 50);
        Implied(backend, 1_000_000 / scale);
        MonteCarlo(backend, 65_536 / scale / 8 * 8);
        Tick(backend, 20_000 / scale, 200_000 / scale, 10);
        _judge.Dispose();
        return _differing == 0 ? 0 : 1;
    }

    private void Grid(IKernelBackend backend, int contracts)
    {
        var workload = new RiskWorkload(seed: 1, contracts, sets: 1, positionsPerSet: 1);
        var grid = new ScenarioGridResult(contracts);
        var greeks = new GreekColumns(contracts);
        var gridJudge = new ScenarioGridResult(contracts);
        var greeksJudge = new GreekColumns(contracts);
        _judge.ScenarioGrid(workload.Contracts, workload.Shocks, gridJudge, greeksJudge);
        _files?.Write(workload.Contracts, workload.Shocks, gridJudge, greeksJudge);
        Poison(grid);
        backend.ScenarioGrid(workload.Contracts, workload.Shocks, grid, greeks);
        long gridDiffers = Differing<long>(grid.Marks, gridJudge.Marks, contracts)
            + Differing<int>(grid.Cells, gridJudge.Cells, contracts * grid.ScenarioCount)
            + Differing<ContractStatus>(grid.Status, gridJudge.Status, contracts);
        long greeksDiffers = Differing<long>(greeks.Delta, greeksJudge.Delta, contracts)
            + Differing<long>(greeks.Gamma, greeksJudge.Gamma, contracts)
            + Differing<long>(greeks.Vega, greeksJudge.Vega, contracts)
            + Differing<long>(greeks.Theta, greeksJudge.Theta, contracts)
            + Differing<long>(greeks.Rho, greeksJudge.Rho, contracts)
            + Differing<ContractStatus>(greeks.Status, greeksJudge.Status, contracts);
        double gridMs = Median(() => backend.ScenarioGrid(workload.Contracts, workload.Shocks, grid), backend);
        backend.ScenarioGrid(workload.Contracts, workload.Shocks, grid);
        DeviceTimings timings = backend.LastTimings;
        Line("grid", gridMs, gridDiffers);
        Line("grid-upload", timings.UploadNs / 1e6, 0);
        Line("grid-download", timings.DownloadNs / 1e6, 0);
        Line("greeks", Median(() => backend.Greeks(workload.Contracts, greeks), backend), greeksDiffers);
    }

    private void Margin(IKernelBackend backend, int contracts, int sets, int positionsPerSet)
    {
        var workload = new RiskWorkload(seed: 2, contracts, sets, positionsPerSet);
        var grid = new ScenarioGridResult(contracts);
        var margin = new MarginResult(sets);
        var judge = new MarginResult(sets);
        _judge.ScenarioGrid(workload.Contracts, workload.Shocks, grid);
        _judge.Margin(workload.Positions, grid, judge);
        _files?.Write(workload.Positions, grid, contracts, judge);
        backend.ScenarioGrid(workload.Contracts, workload.Shocks, grid);
        backend.Margin(workload.Positions, grid, margin);
        long differing = Differing(margin, judge, sets);
        Line("margin", Median(() => backend.Margin(workload.Positions, grid, margin), backend), differing);
    }

    private void Implied(IKernelBackend backend, int count)
    {
        ImpliedVolatilityColumns options = new RiskWorkload(3, 8, 1, 1).DrawPrices(count);
        ImpliedVolatilityBatch.Solve(options);
        _files?.Write(options);
        if (backend is not IlgpuBackend device)
        {
            return;
        }

        double[] expected = [.. options.Volatility];
        PricingStatus[] expectedStatus = [.. options.Status];
        Array.Fill(options.Volatility, double.NaN);
        using var solver = new DeviceImpliedVolatility(device.Accelerator);
        List<long> times = [.. Enumerable.Range(0, Runs).Select(_ => solver.Solve(options))];
        long differing = Differing<long>(Bits(options.Volatility), Bits(expected), count)
            + Differing<PricingStatus>(options.Status, expectedStatus, count);
        Line("implied", Percentile(times, 50) / 1e6, differing);
    }

    /// <summary>Draws and shocks of four underlyings with six expiries each, t-distributed with jumps.</summary>
    private void MonteCarlo(IKernelBackend backend, int scenarios)
    {
        if (backend is not IlgpuBackend device)
        {
            return;
        }

        const int Underlyings = 4;
        const int Expiries = 6;
        const int Factors = 2 * Underlyings;
        var cholesky = new double[Factors * Factors];
        for (int i = 0; i < Factors; i++)
        {
            cholesky[i * Factors] = i == 0 ? 1.0 : 0.6;
            cholesky[(i * Factors) + i] = i == 0 ? 1.0 : 0.8;
        }

        var model = new MonteCarloModel(
            [.. Enumerable.Repeat(new MonteCarloUnderlying(0.05, 0.0, -0.1, 0.05), Underlyings)],
            cholesky,
            [.. Enumerable.Repeat(0.1, Underlyings * Expiries)],
            [.. Enumerable.Repeat(Expiries, Underlyings)],
            0.02,
            5,
            1.0 / 365.0);
        uint[] numbers = [.. Enumerable.Range(0, scenarios).Select(i => (uint)i)];
        var table = new ShockTable(model.RowCount, scenarios);
        var judge = new ShockTable(model.RowCount, scenarios);
        new MonteCarloBatch().Fill(model, 7, numbers, judge);
        var monteCarlo = new DeviceMonteCarlo(device.Accelerator);
        int launches = backend.Name == "cuda" ? Launches : 1;
        monteCarlo.Fill(model, 7, numbers, table, 1);
        double ms = monteCarlo.Fill(model, 7, numbers, table, launches);
        int cells = model.RowCount * scenarios;
        Line(
            "montecarlo", ms,
            Differing<long>(Bits(table.SpotFactor), Bits(judge.SpotFactor), cells)
                + Differing<long>(Bits(table.VolFactor), Bits(judge.VolFactor), cells));
    }

    private static long[] Bits(double[] values) => Array.ConvertAll(values, BitConverter.DoubleToInt64Bits);

    /// <summary>Whole ticks: new forwards and volatilities up, grid, Greeks, fills, margin, everything down.</summary>
    private void Tick(IKernelBackend backend, int contracts, int sets, int positionsPerSet)
    {
        var workload = new RiskWorkload(seed: 4, contracts, sets, positionsPerSet);
        var grid = new ScenarioGridResult(contracts);
        var greeks = new GreekColumns(contracts);
        var margin = new MarginResult(sets);
        var times = new List<long>(Ticks);
        DeviceTimings sum = default;
        for (int tick = -20; tick < Ticks; tick++)
        {
            workload.MoveMarket();
            for (int fill = 0; fill < FillsPerTick / scale; fill++)
            {
                workload.Fill();
            }

            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            backend.ScenarioGrid(workload.Contracts, workload.Shocks, grid, greeks);
            DeviceTimings timings = backend.LastTimings;
            backend.Margin(workload.Positions, grid, margin);
            if (tick >= 0)
            {
                times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(start).Ticks * 100);
                sum += timings + backend.LastTimings;
            }
        }

        var gridJudge = new ScenarioGridResult(contracts);
        var judge = new MarginResult(sets);
        _judge.ScenarioGrid(workload.Contracts, workload.Shocks, gridJudge);
        _judge.Margin(workload.Positions, gridJudge, judge);
        long differing = Differing(margin, judge, sets)
            + Differing<int>(grid.Cells, gridJudge.Cells, contracts * grid.ScenarioCount);
        Line("tick-p50", Percentile(times, 50) / 1e6, differing);
        Line("tick-p99", Percentile(times, 99) / 1e6, differing);
        Line("tick-upload", sum.UploadNs / 1e6 / Ticks, 0);
        Line("tick-compute", sum.ComputeNs / 1e6 / Ticks, 0);
        Line("tick-download", sum.DownloadNs / 1e6 / Ticks, 0);
    }

    /// <summary>The median of the kernels' time where the backend tells it, else of the whole call.</summary>
    private static double Median(Action call, IKernelBackend backend)
    {
        if (backend is IlgpuBackend device)
        {
            device.Launches = backend.Name == "cuda" ? Launches : 1;
            double ms = MedianOfCalls(call, backend);
            device.Launches = 1;
            return ms;
        }

        return MedianOfCalls(call, backend);
    }

    private static double MedianOfCalls(Action call, IKernelBackend backend)
    {
        var times = new List<long>(Runs);
        for (int run = -5; run < Runs; run++)
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            call();
            long whole = System.Diagnostics.Stopwatch.GetElapsedTime(start).Ticks * 100;
            if (run >= 0)
            {
                times.Add(backend.LastTimings.ComputeNs > 0 ? backend.LastTimings.ComputeNs : whole);
            }
        }

        return Percentile(times, 50) / 1e6;
    }

    private static double Percentile(List<long> times, int percent)
    {
        times.Sort();
        return times[Math.Min(times.Count - 1, times.Count * percent / 100)];
    }

    private void Line(string name, double milliseconds, long differing)
    {
        _differing += differing;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ours {name} {milliseconds:F4} {differing}"));
    }

    private static void Poison(ScenarioGridResult grid)
    {
        Array.Fill(grid.Marks, long.MinValue);
        Array.Fill(grid.Cells, 0x5A5A_5A5A);
        Array.Fill(grid.Status, (ContractStatus)(-1));
    }

    private static long Differing(MarginResult a, MarginResult b, int sets) =>
        Differing<long>(a.MarkValue, b.MarkValue, sets) + Differing<long>(a.WorstGrid, b.WorstGrid, sets)
        + Differing<long>(a.WorstAll, b.WorstAll, sets)
        + Differing<byte>(a.WorstGridColumn, b.WorstGridColumn, sets)
        + Differing<byte>(a.WorstAllColumn, b.WorstAllColumn, sets);

    private static long Differing<T>(T[] a, T[] b, int count)
    {
        long differing = 0;
        for (int i = 0; i < count; i++)
        {
            differing += EqualityComparer<T>.Default.Equals(a[i], b[i]) ? 0 : 1;
        }

        return differing;
    }
}
