using HybridGpu.Kernels.Backends;

namespace HybridGpu.Kernels.Tests;

public sealed class WorkerCrewTests
{
    [Test]
    public void Every_item_is_done_exactly_once_however_often_the_crew_runs()
    {
        using var crew = new WorkerCrew(4);
        var work = new Counting(10_001);
        for (int round = 1; round <= 200; round++)
        {
            crew.Run(work, 10_001, 64);
            Assert.That(work.Done, Is.All.EqualTo(round));
        }
    }

    [Test]
    public void A_failure_in_any_thread_reaches_the_caller_and_the_crew_lives_on()
    {
        using var crew = new WorkerCrew(3);

        Assert.That(() => crew.Run(new Failing(), 1_000, 10), Throws.TypeOf<InvalidDataException>());
        var work = new Counting(1_000);
        crew.Run(work, 1_000, 10);
        Assert.That(work.Done, Is.All.EqualTo(1));
    }

    private sealed class Counting(int count) : IRangeWork
    {
        public readonly int[] Done = new int[count];

        public void Run(int from, int to, int worker)
        {
            for (int i = from; i < to; i++)
            {
                Done[i]++;
            }
        }
    }

    private sealed class Failing : IRangeWork
    {
        public void Run(int from, int to, int worker) => throw new InvalidDataException("bad item");
    }
}
