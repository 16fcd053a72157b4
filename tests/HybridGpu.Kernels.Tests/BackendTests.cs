using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Tests.Ptx;

namespace HybridGpu.Kernels.Tests;

/// <summary>The same tests for every backend and vector width: one set of bits.</summary>
public sealed class BackendTests
{
    /// <summary>The NaN that x64 makes, and the one that cards make.</summary>
    private const ulong HostNan = 0xFFF8_0000_0000_0000;
    private const ulong CardNan = 0x7FFF_FFFF_FFFF_FFFF;

    public static IEnumerable<TestCaseData> Fast()
    {
        yield return new TestCaseData((Func<IKernelBackend>)(() => new SimdBackend(1, 128)))
            .SetArgDisplayNames("simd 128");
        yield return new TestCaseData((Func<IKernelBackend>)(() => new SimdBackend(1, 256)))
            .SetArgDisplayNames("simd 256");
        yield return new TestCaseData((Func<IKernelBackend>)(() => new SimdBackend(1, 512)))
            .SetArgDisplayNames("simd 512");
        yield return new TestCaseData((Func<IKernelBackend>)(() => new SimdBackend(3)))
            .SetArgDisplayNames("simd 3 threads");
    }

    public static IEnumerable<TestCaseData> All()
    {
        yield return new TestCaseData((Func<IKernelBackend>)(() => new ReferenceBackend()))
            .SetArgDisplayNames("reference");
        foreach (TestCaseData fast in Fast())
        {
            yield return fast;
        }

        yield return new TestCaseData((Func<IKernelBackend>)IlgpuBackend.CreateCpu)
            .SetArgDisplayNames("ilgpu-cpu");
        yield return new TestCaseData((Func<IKernelBackend>)(() => new PtxBackend(HostNan)))
            .SetArgDisplayNames("ptx");
    }

    [TestCaseSource(nameof(All))]
    public void Every_backend_has_the_golden_fingerprint(Func<IKernelBackend> create)
    {
        using IKernelBackend backend = create();

        byte[] hash = KernelFingerprint.Compute(backend);

        Assert.That(Convert.ToHexStringLower(hash), Is.EqualTo(KernelFingerprint.Golden));
    }

    [TestCaseSource(nameof(Fast))]
    public void Cells_marks_status_and_Greeks_are_the_reference_to_the_last_bit(Func<IKernelBackend> create)
    {
        AssertParity(create, contracts: 1_501, scenarios: 64);
        AssertParity(create, contracts: 13, scenarios: 24);
    }

    [Test]
    public void The_ILGPU_CPU_accelerator_gives_the_reference_to_the_last_bit()
    {
        AssertParity(IlgpuBackend.CreateCpu, contracts: 61, scenarios: 16);
    }

    [TestCase(HostNan, TestName = "PTX text gives the reference to the last bit with the host's NaN")]
    [TestCase(CardNan, TestName = "PTX text gives the reference to the last bit with a card's NaN")]
    public void PTX_text_gives_the_reference_to_the_last_bit(ulong nan) =>
        AssertParity(() => new PtxBackend(nan), contracts: 45, scenarios: 16);

    [Test]
    public void Margin_by_PTX_text_is_the_reference_exactly() =>
        AssertMargin(() => new PtxBackend(CardNan), sets: 24, contracts: 20);

    [TestCaseSource(nameof(Fast))]
    public void Margin_is_the_reference_exactly(Func<IKernelBackend> create)
    {
        AssertMargin(create, sets: 1_300, contracts: 300);
        AssertMargin(create, sets: 40, contracts: 17);
    }

    [Test]
    public void Margin_on_the_ILGPU_CPU_accelerator_is_the_reference_exactly() =>
        AssertMargin(IlgpuBackend.CreateCpu, sets: 24, contracts: 20);

    [TestCaseSource(nameof(All))]
    public void Margin_finds_the_grid_that_pricing_left_though_the_grid_has_room_for_more(Func<IKernelBackend> create)
    {
        Random random = Seed.NewRandom();
        (ContractColumns contracts, ShockTable shocks) = Books.Random(random, 20, 64, withBadInput: false);
        PositionColumns positions = Books.Positions(random, 12, 20, large: false);
        var grid = new ScenarioGridResult(200);
        var expected = new MarginResult(12);
        var actual = new MarginResult(12);
        using var reference = new ReferenceBackend();
        using IKernelBackend backend = create();

        backend.ScenarioGrid(contracts, shocks, grid);
        backend.Margin(positions, grid, actual);
        reference.Margin(positions, grid, expected);
        Assert.That(actual.WorstAll, Is.EqualTo(expected.WorstAll));
        Assert.That(actual.MarkValue, Is.EqualTo(expected.MarkValue));

        grid.Cells[0] += 1_000;
        grid.Marks[0] += 1_000;
        grid.MarkEdited();
        backend.Margin(positions, grid, actual);
        reference.Margin(positions, grid, expected);
        Assert.That(actual.MarkValue, Is.EqualTo(expected.MarkValue), "after an edit by hand");
    }

    [Test]
    public void A_scenario_that_changes_nothing_costs_exactly_nothing()
    {
        (ContractColumns contracts, ShockTable shocks) = Books.Random(Seed.NewRandom(), 500, 8, withBadInput: false);
        Array.Fill(shocks.SpotFactor, 1.0);
        Array.Fill(shocks.VolFactor, 1.0);
        Array.Clear(shocks.VolFloor);
        Array.Clear(shocks.TimeShiftYears);
        var result = new ScenarioGridResult(500, 8);
        using var backend = new SimdBackend(1);

        backend.ScenarioGrid(contracts, shocks, result);

        Assert.That(result.Cells.AsSpan(0, 4000).ToArray(), Is.All.Zero);
    }

    [TestCaseSource(nameof(All))]
    public void A_slot_and_nothing_hoisted_give_the_same_cells(Func<IKernelBackend> create)
    {
        // Row 0 has four slots; row 1 repeats it and adds a fifth volatility in its last column, so it is general.
        using IKernelBackend backend = create();
        (ContractColumns contracts, ShockTable shocks) = Books.Random(Seed.NewRandom(), 40, 16, withBadInput: false);
        for (int s = 0; s < 16; s++)
        {
            shocks.SpotFactor[16 + s] = shocks.SpotFactor[s];
            shocks.VolFactor[16 + s] = s == 15 ? 0.123 : shocks.VolFactor[s];
            shocks.VolFloor[16 + s] = shocks.VolFloor[s];
            shocks.TimeShiftYears[16 + s] = shocks.TimeShiftYears[s];
            shocks.Weight[16 + s] = shocks.Weight[s];
        }

        int[][] cells = new int[2][];
        for (int row = 0; row < 2; row++)
        {
            Array.Fill(contracts.ShockRow, row);
            var grid = new ScenarioGridResult(40, 16);
            backend.ScenarioGrid(contracts, shocks, grid);
            cells[row] = [.. grid.Cells.Where((_, at) => at % 16 != 15)];
        }

        Assert.That(cells[1], Is.EqualTo(cells[0]));
    }

    [TestCaseSource(nameof(All))]
    public void Bad_input_is_flagged_for_its_contract_alone(Func<IKernelBackend> create)
    {
        using IKernelBackend backend = create();
        (ContractColumns contracts, ShockTable shocks) = OneGoodContractThrice();
        contracts.Volatility[1] = double.NaN;
        var result = new ScenarioGridResult(3, 8);
        var greeks = new GreekColumns(3);

        backend.ScenarioGrid(contracts, shocks, result);
        backend.Greeks(contracts, greeks);

        Assert.Multiple(() =>
        {
            Assert.That(result.Status[..3], Is.EqualTo(
                new[] { ContractStatus.Ok, ContractStatus.BadInput, ContractStatus.Ok }));
            Assert.That(result.Cells[8..16], Is.All.EqualTo(KernelLimits.BadCell));
            Assert.That(result.Marks[1], Is.Zero);
            Assert.That(result.Marks[2], Is.EqualTo(result.Marks[0]).And.GreaterThan(0));
            Assert.That(result.Cells[16..24], Is.EqualTo(result.Cells[..8]));
            Assert.That(greeks.Status[1], Is.EqualTo(ContractStatus.BadInput));
            Assert.That(greeks.Delta[1], Is.Zero);
            Assert.That(greeks.Delta[0], Is.EqualTo(greeks.Delta[2]).And.GreaterThan(0));
        });
    }

    [TestCaseSource(nameof(All))]
    public void Extreme_rates_over_extreme_times_overflow_nothing(Func<IKernelBackend> create)
    {
        using IKernelBackend backend = create();
        (ContractColumns contracts, ShockTable shocks) = OneGoodContractThrice();
        Array.Fill(contracts.TimeYears, KernelLimits.MaxTimeYears);
        Array.Fill(shocks.TimeShiftYears, -KernelLimits.MaxTimeYears);
        contracts.Rate[0] = -1.0;
        contracts.Rate[1] = -0.05;
        contracts.Rate[2] = 0.05;
        var result = new ScenarioGridResult(3, 8);
        var greeks = new GreekColumns(3);

        backend.ScenarioGrid(contracts, shocks, result, greeks);

        Assert.Multiple(() =>
        {
            Assert.That(result.Status[0], Is.EqualTo(ContractStatus.BadInput), "e^1000");
            Assert.That(greeks.Status[0], Is.EqualTo(ContractStatus.BadInput));
            Assert.That(result.Status[1], Is.EqualTo(ContractStatus.CellSaturated | ContractStatus.MarkSaturated));
            Assert.That(result.Status[2], Is.EqualTo(ContractStatus.Ok));
        });
    }

    [TestCaseSource(nameof(All))]
    public void A_cell_and_a_mark_that_do_not_fit_saturate_and_say_so(Func<IKernelBackend> create)
    {
        using IKernelBackend backend = create();
        (ContractColumns contracts, ShockTable shocks) = OneGoodContractThrice();
        contracts.LotScale[1] = 1e12;
        var result = new ScenarioGridResult(3, 8);

        backend.ScenarioGrid(contracts, shocks, result);

        Assert.Multiple(() =>
        {
            Assert.That(result.Status[1], Is.EqualTo(ContractStatus.CellSaturated | ContractStatus.MarkSaturated));
            Assert.That(result.Marks[1], Is.EqualTo(KernelLimits.LongBound));
            Assert.That(result.Cells[8], Is.EqualTo(-KernelLimits.CellBound));
            Assert.That(result.Cells[15], Is.EqualTo(KernelLimits.CellBound));
        });
    }

    [Test]
    public void A_tick_allocates_nothing([Values("reference", "simd")] string name)
    {
        using IKernelBackend backend = KernelBackends.Select(name, threads: 1).Backend!;
        Random random = Seed.NewRandom();
        (ContractColumns contracts, ShockTable shocks) = Books.Random(random, 200, 64, withBadInput: false);
        PositionColumns positions = Books.Positions(random, 50, 200, large: false);
        var grid = new ScenarioGridResult(200);
        var greeks = new GreekColumns(200);
        var margin = new MarginResult(50);

        void Tick()
        {
            backend.ScenarioGrid(contracts, shocks, grid);
            backend.Greeks(contracts, greeks);
            backend.Margin(positions, grid, margin);
        }

        Tick();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Tick();
        Tick();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void An_unknown_backend_and_a_missing_card_are_errors_that_say_what_to_do()
    {
        BackendSelection unknown = KernelBackends.Select("tpu");
        BackendSelection cuda = KernelBackends.Select("cuda");
        using IKernelBackend auto = KernelBackends.Select("auto").Backend!;

        Assert.That(unknown.Backend, Is.Null);
        Assert.That(unknown.Error, Does.Contain("tpu").And.Contain("simd"));
        Assert.That(cuda.Backend is null, Is.EqualTo(cuda.Error is not null));
        Assert.That(auto.Name, Is.EqualTo(cuda.Backend is null ? "simd" : "cuda"));
        cuda.Backend?.Dispose();
    }

    [Test]
    public void A_result_of_the_wrong_shape_is_refused()
    {
        using var backend = new SimdBackend(1);
        (ContractColumns contracts, ShockTable shocks) = OneGoodContractThrice();

        Assert.That(
            () => backend.ScenarioGrid(contracts, shocks, new ScenarioGridResult(3, 16)), Throws.ArgumentException);
        Assert.That(
            () => backend.ScenarioGrid(contracts, shocks, new ScenarioGridResult(0, 8)), Throws.ArgumentException);
        Assert.That(() => new ShockTable(1, 12), Throws.ArgumentException);
    }

    private static (ContractColumns Contracts, ShockTable Shocks) OneGoodContractThrice()
    {
        var contracts = new ContractColumns(3) { Count = 3 };
        for (int c = 0; c < 3; c++)
        {
            contracts.Forward[c] = 70_000.0;
            contracts.Strike[c] = 65_000.0;
            contracts.TimeYears[c] = 0.25;
            contracts.Volatility[c] = 0.6;
            contracts.LotScale[c] = 1_000.0;
        }

        var shocks = new ShockTable(1, 8) { RowCount = 1 };
        for (int s = 0; s < 8; s++)
        {
            shocks.SpotFactor[s] = 0.65 + (0.1 * s);
            shocks.VolFactor[s] = 1.0;
            shocks.Weight[s] = 1.0;
        }

        return (contracts, shocks);
    }

    private static void AssertParity(Func<IKernelBackend> create, int contracts, int scenarios)
    {
        (ContractColumns book, ShockTable shocks) =
            Books.Random(Seed.NewRandom(), contracts, scenarios, withBadInput: true);
        var expected = new ScenarioGridResult(contracts, scenarios);
        var actual = new ScenarioGridResult(contracts, scenarios);
        var expectedGreeks = new GreekColumns(contracts);
        var actualGreeks = new GreekColumns(contracts);
        using var reference = new ReferenceBackend();
        using IKernelBackend backend = create();

        reference.ScenarioGrid(book, shocks, expected, expectedGreeks);
        backend.ScenarioGrid(book, shocks, actual, actualGreeks);

        Assert.Multiple(() =>
        {
            Assert.That(actual.Status[..contracts], Is.EqualTo(expected.Status[..contracts]), "status");
            Assert.That(actual.Marks[..contracts], Is.EqualTo(expected.Marks[..contracts]), "marks");
            Assert.That(
                actual.Cells.AsSpan(0, contracts * scenarios).SequenceEqual(
                    expected.Cells.AsSpan(0, contracts * scenarios)), Is.True, "cells");
            Assert.That(actualGreeks.Status[..contracts], Is.EqualTo(expectedGreeks.Status[..contracts]), "of Greeks");
            Assert.That(actualGreeks.Delta[..contracts], Is.EqualTo(expectedGreeks.Delta[..contracts]), "delta");
            Assert.That(actualGreeks.Gamma[..contracts], Is.EqualTo(expectedGreeks.Gamma[..contracts]), "gamma");
            Assert.That(actualGreeks.Vega[..contracts], Is.EqualTo(expectedGreeks.Vega[..contracts]), "vega");
            Assert.That(actualGreeks.Theta[..contracts], Is.EqualTo(expectedGreeks.Theta[..contracts]), "theta");
            Assert.That(actualGreeks.Rho[..contracts], Is.EqualTo(expectedGreeks.Rho[..contracts]), "rho");
        });
    }

    private static void AssertMargin(Func<IKernelBackend> create, int sets, int contracts)
    {
        Random random = Seed.NewRandom();
        PositionColumns positions = Books.Positions(random, sets, contracts, large: true);
        var grid = new ScenarioGridResult(contracts);
        for (int i = 0; i < grid.Cells.Length; i++)
        {
            // Few distinct values: equal columns must go to the lowest on every backend.
            grid.Cells[i] = random.Next(6) == 0 ? random.Next(-50_000_000, 50_000_000) : random.Next(-2, 3);
        }

        for (int c = 0; c < contracts; c++)
        {
            grid.Marks[c] = random.NextInt64(-1_000_000_000, 1_000_000_000);
        }

        var expected = new MarginResult(sets);
        var actual = new MarginResult(sets);
        using var reference = new ReferenceBackend();
        using IKernelBackend backend = create();

        // Once whole, then with single changes, which a device takes over into the copy that it keeps; the last time
        // more sets change than are sent one by one.
        foreach (int changes in (int[])[0, 1, sets / 5, sets])
        {
            for (int i = 0; i < changes; i++)
            {
                Change(random, positions, contracts);
            }

            reference.Margin(positions, grid, expected);
            backend.Margin(positions, grid, actual);

            Assert.Multiple(() =>
            {
                Assert.That(actual.MarkValue, Is.EqualTo(expected.MarkValue), $"mark value after {changes} changes");
                Assert.That(actual.WorstGrid, Is.EqualTo(expected.WorstGrid));
                Assert.That(actual.WorstGridColumn, Is.EqualTo(expected.WorstGridColumn));
                Assert.That(actual.WorstAll, Is.EqualTo(expected.WorstAll));
                Assert.That(actual.WorstAllColumn, Is.EqualTo(expected.WorstAllColumn));
            });
        }
    }

    /// <summary>A position of a set grows, comes or goes.</summary>
    private static void Change(Random random, PositionColumns positions, int contracts)
    {
        int set = random.Next(positions.SetCount);
        int start = positions.SetStart[set];
        int end = set + 1 == positions.SetCount ? positions.PositionCapacity : positions.SetStart[set + 1];
        positions.SetLength[set] = Math.Clamp(positions.SetLength[set] + random.Next(-1, 2), 0, end - start);
        if (positions.SetLength[set] > 0)
        {
            int at = start + random.Next(positions.SetLength[set]);
            positions.ContractIndex[at] = random.Next(contracts);
            positions.Quantity[at] = Books.Quantity(random, large: true);
        }

        positions.MarkChanged(set);
    }
}
