using HybridGpu.Risk;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Positions;
using HybridGpu.Risk.Tick;
using HybridGpu.Sequencing;

namespace HybridGpu.Venue.Tests;

public sealed class RiskLoopTests
{
    private const int Turns = 50;

    [Test]
    public void Before_every_tick_at_least_10_ms_pass_even_when_there_is_always_something_new()
    {
        var limits = new RiskLimits
        {
            ContractCapacity = 16,
            InstrumentCapacity = 16,
            ExpiryCapacity = 4,
            AccountCapacity = 16,
            PositionCapacity = 64,
            EpochsInFlight = 2,
        };
        var catalog = new InstrumentCatalog(limits);
        var state = new MarketState(limits, catalog);
        var mailbox = new InputsMailbox(limits);
        using RiskTick tick = RiskTick.Create(
            new RiskTickOptions { Backend = "reference" }, limits, catalog, new PositionBook(limits, catalog), mailbox,
            new RiskArraysPool(limits), out string problem) ?? throw new InvalidOperationException(problem);
        var gate = new CommandGate(RingBuffer<InboundSlot>.CreateMultiProducer(64), new TestClock(), 1);
        var pauses = new List<(TimeSpan Length, long TicksBefore)>();
        Exception? fault = null;
        using var ended = new ManualResetEventSlim();

        // Time that is asked for and not waited for: new inputs come in every pause.
        bool Pause(TimeSpan length)
        {
            pauses.Add((length, tick.Statistics.TickCount));
            state.Publish(1_770_000_000_000_000_000 + pauses.Count, mailbox);
            bool isEnd = pauses.Count > Turns;
            if (isEnd)
            {
                ended.Set();
            }

            return isEnd;
        }

        using var loop = new RiskLoop(tick, gate, new DurabilityGate(), problem => fault = problem, Pause);
        loop.Start();
        Assert.That(ended.Wait(TimeSpan.FromSeconds(30)), $"the loop stands: {fault}");
        loop.Stop();

        Assert.That(fault, Is.Null);
        Assert.That(pauses.Select(pause => pause.Length), Is.All.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(10)));
        Assert.That(
            pauses.Select(pause => pause.TicksBefore), Is.EqualTo(Enumerable.Range(0, Turns + 1)),
            "one tick between two pauses");
    }
}
