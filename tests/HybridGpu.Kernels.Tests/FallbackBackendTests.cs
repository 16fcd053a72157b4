using HybridGpu.Kernels.Backends;

namespace HybridGpu.Kernels.Tests;

/// <summary>A device that is lost in the middle of a call.</summary>
public sealed class FallbackBackendTests
{
    [TestCase(0, TestName = "A device lost while pricing is replaced within the call")]
    [TestCase(1, TestName = "A device lost while summing margin is replaced within the call")]
    [TestCase(2, TestName = "A device lost in its second tick is replaced within the call")]
    public void A_lost_device_is_replaced_within_the_call_and_nobody_can_tell(int failingCall)
    {
        Random random = Seed.NewRandom();
        (ContractColumns contracts, ShockTable shocks) = Books.Random(random, 60, 64, withBadInput: false);
        PositionColumns positions = Books.Positions(random, 20, 60, large: false);
        using var device = new LosableBackend(failingCall);
        using var backend = new FallbackBackend(device, () => new SimdBackend(1));
        using var reference = new ReferenceBackend();
        var expected = new MarginResult(20);
        var actual = new MarginResult(20);
        var expectedGrid = new ScenarioGridResult(60);
        var grid = new ScenarioGridResult(60);

        for (int tick = 0; tick < 2; tick++)
        {
            reference.ScenarioGrid(contracts, shocks, expectedGrid);
            reference.Margin(positions, expectedGrid, expected);
            backend.ScenarioGrid(contracts, shocks, grid);
            backend.Margin(positions, grid, actual);

            Assert.That(grid.Cells[..(60 * 64)], Is.EqualTo(expectedGrid.Cells[..(60 * 64)]), $"tick {tick}");
            Assert.That(actual.WorstAll, Is.EqualTo(expected.WorstAll), $"tick {tick}");
        }

        Assert.That(backend.Fallback, Does.Contain("card fell off the bus").And.Contain("simd"));
        Assert.That(backend.Name, Is.EqualTo("simd"));
        Assert.That(device.IsDisposed, Is.True);
    }

    [Test]
    public void A_wrong_shape_is_the_callers_and_loses_no_device()
    {
        using var device = new SimdBackend(1);
        using var backend = new FallbackBackend(device, () => new SimdBackend(1));

        Assert.That(
            () => backend.ScenarioGrid(
                new ContractColumns(8) { Count = 8 }, new ShockTable(1), new ScenarioGridResult(0)),
            Throws.ArgumentException);
        Assert.That(backend.Fallback, Is.Null);
    }

    /// <summary>Spoils its results and fails at a given call, and again when it is disposed of, as a lost card
    /// does.</summary>
    private sealed class LosableBackend(int failingCall) : IKernelBackend
    {
        private readonly SimdBackend _inner = new(1);
        private int _calls;

        public bool IsDisposed { get; private set; }

        public string Name => "losable";

        public string Description => "losable";

        public void ScenarioGrid(
            ContractColumns contracts, ShockTable shocks, ScenarioGridResult result, GreekColumns? greeks = null)
        {
            Array.Fill(result.Cells, 12_345);
            Fail();
            _inner.ScenarioGrid(contracts, shocks, result, greeks);
        }

        public void Greeks(ContractColumns contracts, GreekColumns result) => _inner.Greeks(contracts, result);

        public void Margin(PositionColumns positions, ScenarioGridResult grid, MarginResult result)
        {
            Array.Fill(result.WorstAll, 12_345);
            Fail();
            _inner.Margin(positions, grid, result);
        }

        public void Dispose()
        {
            _inner.Dispose();
            if (!IsDisposed)
            {
                IsDisposed = true;
                throw new InvalidOperationException("and its context is gone");
            }
        }

        private void Fail()
        {
            if (_calls++ == failingCall)
            {
                throw new InvalidOperationException("card fell off the bus");
            }
        }
    }
}
