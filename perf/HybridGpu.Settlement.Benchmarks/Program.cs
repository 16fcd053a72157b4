using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Hashing;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Benchmarks;

/// <summary>What settlement costs: hashes, records, leaves. One thread.</summary>
/// <remarks>Hashes are the best of many short rounds by the wall clock; batches are the best of a few by processor time
/// of the whole process, so that a shared machine doesn't count against them. The state is small and warm: 2,000
/// accounts with four pages. Posting and disks are not in it.</remarks>
internal static class Program
{
    private const int Rounds = 5;
    private const int ShortRounds = 500;
    private const int Accounts = 2_000;
    private const uint Groups = 4;
    private const int Records = 4_000;

    private static int Main()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, "
            + $"{Environment.ProcessorCount} processors");
        Keccak(65);
        Keccak(128);
        PoseidonHash();
        TradesAndSeals();
        return 0;
    }

    private static void Keccak(int length)
    {
        const int hashes = 1_000;
        byte[] message = new byte[length];
        double seconds = Best(() =>
        {
            for (int i = 0; i < hashes; i++)
            {
                Keccak256.Hash(message, message);
            }
        });
        Console.WriteLine($"Keccak-256 of {length} bytes: {seconds / hashes * 1e6:F3} us");
    }

    private static void PoseidonHash()
    {
        const int hashes = 20;
        FieldElement element = default;
        double seconds = Best(() =>
        {
            for (int i = 0; i < hashes; i++)
            {
                element = Poseidon.Hash(in element, in element);
            }
        });
        Console.WriteLine($"Poseidon: {seconds / hashes * 1e6:F2} us ({element.ToString()[..10]})");
    }

    private static void TradesAndSeals()
    {
        var parameters = new SettlementParameters(10_000_000, 0, 500_000, 0);
        var builder = new BatchBuilder(new SettlementState(parameters));
        var replay = new BatchReplay(parameters);
        List<SettlementBatch> batches = [.. Open(builder)];
        var random = new Random(1);
        double build = double.MaxValue;
        double seal = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            Operation[] trades = [.. Enumerable.Range(0, Records).Select(_ => Trade(random))];
            TimeSpan start = Environment.CpuUsage.TotalTime;
            foreach (Operation trade in trades)
            {
                Add(builder, trade);
            }

            TimeSpan built = Environment.CpuUsage.TotalTime;
            batches.Add(builder.Seal());
            build = Math.Min(build, (built - start).TotalSeconds);
            seal = Math.Min(seal, (Environment.CpuUsage.TotalTime - built).TotalSeconds);
        }

        SettlementBatch last = batches[^1];
        Console.WriteLine($"Trades: {Records / build:F0} records/s built ({build / Records * 1e6:F2} us each)");
        Console.WriteLine($"Seal: {last.Header.TouchCount} leaves, {last.Header.PageCount} pages in "
            + $"{seal * 1e3:F0} ms, {seal * 1e3 / last.Header.TouchCount:F3} ms a touched account, "
            + $"{last.PostedBytes} bytes posted");
        TimeSpan began = Environment.CpuUsage.TotalTime;
        foreach (SettlementBatch batch in batches)
        {
            if (replay.Apply(batch) is { } fault)
            {
                throw new InvalidOperationException(fault.ToString());
            }
        }

        double replayed = (Environment.CpuUsage.TotalTime - began).TotalSeconds;
        long records = batches.Sum(batch => batch.Header.RecordCount);
        Console.WriteLine($"Replay: {records / replayed:F0} records/s checked, {batches.Count} batches "
            + $"in {replayed:F2} s");
    }

    private static IEnumerable<SettlementBatch> Open(BatchBuilder builder)
    {
        for (uint group = 0; group < Groups; group++)
        {
            Add(builder, new Operation
            {
                Kind = OperationKind.ListInstrument,
                Terms = new InstrumentTerms
                {
                    Instrument = group * Page.Instruments,
                    Underlying = 0,
                    Payoff = InstrumentTerms.Perpetual,
                    ExpiryNs = InstrumentTerms.EndlessNs,
                    TickSize = 100_000,
                    LotSize = 1_000,
                },
            });
        }

        for (uint account = 16; account < 16 + Accounts; account++)
        {
            byte[] owner = new byte[Address.Size];
            owner[0] = 1;
            Add(builder, new Operation
            {
                Kind = OperationKind.OpenAccount,
                Account = account,
                Owner = new Address(owner),
            });
        }

        yield return builder.Seal();
    }

    private static Operation Trade(Random random)
    {
        uint maker = 16 + (uint)random.Next(Accounts);
        uint group = (uint)random.Next((int)Groups);
        return new Operation
        {
            Kind = OperationKind.Trade,
            Instrument = group * Page.Instruments,
            TakerSide = (byte)random.Next(1, 3),
            PriceTicks = (ulong)random.Next(1, 10_000),
            Lots = (ulong)random.Next(1, 100),
            Maker = maker,
            Taker = maker == 16 ? 17 : maker - 1,
            MakerPage = (byte)group,
            TakerPage = (byte)group,
            MakerOrder = Operation.NoOrder,
            TakerOrder = Operation.NoOrder,
        };
    }

    private static void Add(BatchBuilder builder, in Operation operation)
    {
        TransitionError error = builder.Add(in operation, 1);
        if (error != TransitionError.None)
        {
            throw new InvalidOperationException($"{error}: {operation}");
        }
    }

    private static double Best(Action action)
    {
        double best = double.MaxValue;
        for (int round = 0; round < ShortRounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
