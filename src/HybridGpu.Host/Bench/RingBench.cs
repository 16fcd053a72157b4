using System.Diagnostics;
using HdrHistogram;
using HybridGpu.Sequencing;

namespace HybridGpu.Host.Bench;

/// <summary>The workload <c>ring</c>: one producer and one consumer over the ring of HybridGpu.Sequencing.</summary>
/// <remarks>Throughput as fast as both can; latency with one event at a time far apart, so that no queue forms. Each
/// run checks that the consumer saw every event, whole and in order.</remarks>
internal sealed class RingBench
{
    private const int Slots = 1 << 14;
    private const int Batch = 32;
    private const int LargeBatch = 256;

    /// <summary>More than a core's own cache holds: slots have left the consumer's cache when their turn comes
    /// again.</summary>
    private const int WideSlots = 1 << 18;

    private const long WarmUpEventsMax = 1 << 20;
    private const long LatencyIntervalNs = 2_000;

    /// <summary>One event is timed for so many that are counted; a round trip takes longer than one way.</summary>
    private const long EventsPerLatency = 200;

    private const long EventsPerRoundTrip = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly int _runs;
    private readonly long _events;
    private readonly long _latencyEvents;
    private readonly long _roundTrips;

    /// <summary>A bench of so many runs, each of so many events.</summary>
    public RingBench(int runs, long events)
    {
        _runs = runs;
        _events = events;
        _latencyEvents = Math.Max(1, events / EventsPerLatency);
        _roundTrips = Math.Max(1, events / EventsPerRoundTrip);
    }

    /// <summary>Measures each wait strategy of the consumer.</summary>
    public BenchResult Run()
    {
        BenchRow[] rows =
        [
            Measure("busy-spin", default(BusySpinWait)),
            Measure("yielding", default(YieldingWait)),
            Measure("sleeping", default(SleepingWait)),
            Measure("blocking", default(BlockingWait)),
        ];
        return new BenchResult(
            "ring",
            rows,
            [
                $"One producer, one consumer, {Slots} slots of 64 bytes, all of which the producer writes; the "
                    + "consumer checks the number at both ends.",
                $"mevents_per_s: {_events} events published one by one; mevents_per_s_batch: claimed and published "
                    + $"{Batch} at a time, and {LargeBatch} at a time; wide: {LargeBatch} at a time over {WideSlots} "
                    + $"slots. Median of {_runs} runs in turns, best in the column beside it.",
                $"one_way: from the producer's clock reading to the consumer's, {_latencyEvents} events "
                    + $"{LatencyIntervalNs} ns apart. round_trip: over two rings and back, {_roundTrips} one after the "
                    + "other. Both include reading the clock. Medians of the runs' percentiles.",
                "With fewer free cores than two the waiting strategies give their core away and busy-spin doesn't: "
                    + "its figures then show the scheduler's time slice, and theirs a ring that never leaves one "
                    + "core's cache, which is faster than two cores are.",
            ]);
    }

    private BenchRow Measure<TWait>(string name, TWait wait)
        where TWait : struct, IWaitStrategy
    {
        long warmUp = Math.Min(WarmUpEventsMax, _events);
        (int Batch, int Slots)[] cases = [(1, Slots), (Batch, Slots), (LargeBatch, Slots), (LargeBatch, WideSlots)];
        foreach ((int size, int slots) in cases)
        {
            _ = Throughput(wait, warmUp, size, slots);
        }

        // In turns, so that a change of the machine under way meets all alike.
        double[][] rates = [.. cases.Select(_ => new double[_runs])];
        for (int run = 0; run < _runs; run++)
        {
            for (int i = 0; i < cases.Length; i++)
            {
                rates[i][run] = Throughput(wait, _events, cases[i].Batch, cases[i].Slots);
            }
        }

        var oneWay = new Percentiles();
        var roundTrip = new Percentiles();
        OneWay(wait, Percentiles.New());
        RoundTrip(wait, Percentiles.New());
        for (int run = 0; run < _runs; run++)
        {
            OneWay(wait, oneWay.AddRun());
            RoundTrip(wait, roundTrip.AddRun());
        }

        var row = new BenchRow().With("wait", name);
        string[] names = ["", "_batch", "_batch256", "_batch256_wide"];
        for (int i = 0; i < cases.Length; i++)
        {
            row.With($"mevents_per_s{names[i]}", Percentiles.Median(rates[i]))
                .With($"mevents_per_s{names[i]}_best", rates[i].Max());
        }

        return row
            .With("one_way_p50_ns", oneWay.MedianNs(50))
            .With("one_way_p99_ns", oneWay.MedianNs(99))
            .With("one_way_p999_ns", oneWay.MedianNs(99.9))
            .With("round_trip_p50_ns", roundTrip.MedianNs(50))
            .With("round_trip_p99_ns", roundTrip.MedianNs(99))
            .With("round_trip_p999_ns", roundTrip.MedianNs(99.9));
    }

    /// <summary>Millions of events a second, from the first claim until the consumer has passed the last.</summary>
    private static double Throughput<TWait>(TWait wait, long events, int batch, int slots)
        where TWait : struct, IWaitStrategy
    {
        var ring = RingBuffer<RingBenchEvent>.CreateSingleProducer(slots);
        var disruptor = new Disruptor<RingBenchEvent>(ring, _ => { });
        EventConsumer<RingBenchEvent> consumer = disruptor.Consumer("ring-bench", default(CountingHandler), wait);
        disruptor.HandleEventsWith(consumer);
        disruptor.Start();
        long start = Stopwatch.GetTimestamp();
        long last = batch == 1 ? PublishOneByOne(ring, events) : PublishBatches(ring, events, batch);
        WaitFor(disruptor, consumer.Sequence, last);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        End(disruptor);
        return (last + 1) / seconds / 1e6;
    }

    private static long PublishOneByOne(RingBuffer<RingBenchEvent> ring, long events)
    {
        for (long i = 0; i < events; i++)
        {
            long sequence = ring.Next();
            ring[sequence] = new RingBenchEvent(sequence, check: sequence);
            ring.Publish(sequence);
        }

        return events - 1;
    }

    private static long PublishBatches(RingBuffer<RingBenchEvent> ring, long events, int batch)
    {
        long high = -1;
        while (high + 1 < events)
        {
            high = ring.Next(batch);
            long low = high - batch + 1;
            for (long sequence = low; sequence <= high; sequence++)
            {
                ring[sequence] = new RingBenchEvent(sequence, check: sequence);
            }

            ring.Publish(low, high);
        }

        return high;
    }

    private void OneWay<TWait>(TWait wait, LongHistogram latencies)
        where TWait : struct, IWaitStrategy
    {
        var ring = RingBuffer<RingBenchEvent>.CreateSingleProducer(Slots);
        var disruptor = new Disruptor<RingBenchEvent>(ring, _ => { });
        EventConsumer<RingBenchEvent> consumer =
            disruptor.Consumer("ring-bench", new LatencyHandler(latencies), wait);
        disruptor.HandleEventsWith(consumer);
        disruptor.Start();
        long due = Stopwatch.GetTimestamp();
        for (long i = 0; i < _latencyEvents; i++)
        {
            due += LatencyIntervalNs;
            long now;
            while ((now = Stopwatch.GetTimestamp()) < due)
            {
                Thread.SpinWait(1);
            }

            long sequence = ring.Next();
            ring[sequence] = new RingBenchEvent(now);
            ring.Publish(sequence);
        }

        WaitFor(disruptor, consumer.Sequence, _latencyEvents - 1);
        End(disruptor);
    }

    private void RoundTrip<TWait>(TWait wait, LongHistogram latencies)
        where TWait : struct, IWaitStrategy
    {
        var there = RingBuffer<RingBenchEvent>.CreateSingleProducer(Slots);
        var back = RingBuffer<RingBenchEvent>.CreateSingleProducer(Slots);
        var disruptor = new Disruptor<RingBenchEvent>(there, _ => { });
        disruptor.HandleEventsWith(disruptor.Consumer("ring-bench", new EchoHandler(back), wait));
        var arrived = new Sequence();
        back.AddGatingSequences(arrived);
        SequenceBarrier barrier = back.NewBarrier();
        disruptor.Start();
        for (long i = 0; i < _roundTrips; i++)
        {
            long sequence = there.Next();
            there[sequence] = new RingBenchEvent(Stopwatch.GetTimestamp());
            there.Publish(sequence);
            long available = wait.WaitFor(sequence, barrier);
            latencies.RecordValue(Math.Max(1, Stopwatch.GetTimestamp() - back[available].Stamp));
            arrived.SetValue(available);
        }

        End(disruptor);
    }

    private static void WaitFor(Disruptor<RingBenchEvent> disruptor, Sequence consumer, long last)
    {
        long start = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        while (consumer.Value < last)
        {
            spin.SpinOnce(sleep1Threshold: -1);
            if (disruptor.IsHalted || Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new BenchFailedException(
                    $"The ring's consumer stopped at event {consumer.Value} of {last}: "
                    + (disruptor.Fault?.Exception.Message ?? "it doesn't get on."));
            }
        }
    }

    private static void End(Disruptor<RingBenchEvent> disruptor)
    {
        if (!disruptor.Shutdown(Patience))
        {
            throw new BenchFailedException(disruptor.Fault?.Exception.Message ?? "The ring's consumer doesn't end.");
        }
    }

    private struct CountingHandler : IEventHandler<RingBenchEvent>
    {
        private long _next;

        public void OnEvent(ref RingBenchEvent data, long sequence, bool endOfBatch)
        {
            if (data.Stamp != _next || data.Check != _next)
            {
                ThrowTorn(_next, in data);
            }

            _next++;
        }

        private static void ThrowTorn(long expected, in RingBenchEvent data) => throw new BenchFailedException(
            $"The ring gave event {data.Stamp} with {data.Check} at its end where {expected} was due.");
    }

    private readonly struct LatencyHandler(LongHistogram latencies) : IEventHandler<RingBenchEvent>
    {
        public void OnEvent(ref RingBenchEvent data, long sequence, bool endOfBatch) =>
            latencies.RecordValue(Math.Max(1, Stopwatch.GetTimestamp() - data.Stamp));
    }

    private readonly struct EchoHandler(RingBuffer<RingBenchEvent> back) : IEventHandler<RingBenchEvent>
    {
        public void OnEvent(ref RingBenchEvent data, long sequence, bool endOfBatch)
        {
            long slot = back.Next();
            back[slot] = data;
            back.Publish(slot);
        }
    }
}
