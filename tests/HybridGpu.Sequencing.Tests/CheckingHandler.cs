namespace HybridGpu.Sequencing.Tests;

/// <summary>Checks each event whole, in sequence, each producer's own numbers in order; sums what it saw.</summary>
internal sealed class CheckingHandler(int producers = 1) : IEventHandler<TestEvent>
{
    private readonly long[] _nextNumber = new long[producers];
    private long _nextSequence;
    private long _count;

    public string? Error { get; private set; }

    public long Checksum { get; private set; }

    public long Batches { get; private set; }

    public long LongestBatch { get; private set; }

    private long BatchLength { get; set; }

    public long Count => Volatile.Read(ref _count);

    public void OnEvent(ref TestEvent data, long sequence, bool endOfBatch)
    {
        if (!data.IsWhole)
        {
            Error ??= $"Event {sequence} is torn or stale.";
        }
        else if (sequence != _nextSequence)
        {
            Error ??= $"Saw sequence {sequence}, wanted {_nextSequence}.";
        }
        else if (data.Number != _nextNumber[data.Producer]++)
        {
            Error ??= $"Producer {data.Producer}'s {data.Number} is out of order at {sequence}.";
        }

        _nextSequence = sequence + 1;
        Checksum += data.A;
        BatchLength++;
        LongestBatch = Math.Max(LongestBatch, BatchLength);
        if (endOfBatch)
        {
            Batches++;
            BatchLength = 0;
        }

        Volatile.Write(ref _count, _count + 1);
    }

    public static long ExpectedChecksum(int producers, long each)
    {
        long sum = 0;
        for (int producer = 0; producer < producers; producer++)
        {
            for (long number = 0; number < each; number++)
            {
                sum += TestEvent.Mix(producer, number, 1);
            }
        }

        return sum;
    }
}
