using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence.Files;
using HybridGpu.Persistence.Journal;

namespace HybridGpu.Persistence.Benchmarks;

/// <summary>Measures the journal beside the least that durability can cost on this disk: a bare preallocated file with
/// a write and an fdatasync a batch.</summary>
/// <remarks>The two take turns in short rounds, each going first every other time, so that what else the machine does
/// meets both; rates and ratio are medians over the rounds. Both write each block once, after it was zeroed off the
/// clock: a journal that keeps its history never overwrites. One thread.</remarks>
public static class JournalBench
{
    /// <summary>Rounds of one measurement.</summary>
    public const int Rounds = 9;

    private const long JournalBytesMax = 2L << 30;
    private const int BatchCommandsMax = 1 << 16;
    private const string BareName = "bare.bin";

    /// <summary>Measures one batch size.</summary>
    /// <param name="directory">An empty directory, or one to be made, on the disk in question; what is written there
    /// is deleted again, up to 2.5 GiB.</param>
    /// <param name="batchCommands">Commands of a batch, 1 to 65,536.</param>
    /// <param name="duration">Time for both sides together, without preparations. A side that has written 2 GiB ends
    /// earlier.</param>
    /// <param name="options">Sizes of the journal; null for the venue's own. Its durability is
    /// <see cref="Durability.Sync"/> whatever they say.</param>
    /// <exception cref="ArgumentException">The directory holds something.</exception>
    /// <exception cref="IOException">The disk failed or is full.</exception>
    public static JournalBenchResult Run(
        string directory, int batchCommands, TimeSpan duration, JournalOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchCommands, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batchCommands, BatchCommandsMax);
        if (Directory.Exists(directory) && Directory.GetFileSystemEntries(directory).Length > 0)
        {
            throw new ArgumentException($"{directory} is not empty.", nameof(directory));
        }

        var files = new DirectoryFileSystem(directory);
        try
        {
            return Measure(
                files, batchCommands, duration, (options ?? new JournalOptions()) with { Durability = Durability.Sync });
        }
        finally
        {
            foreach (string name in files.List())
            {
                files.Delete(name);
            }
        }
    }

    private static JournalBenchResult Measure(
        DirectoryFileSystem files, int batchCommands, TimeSpan duration, JournalOptions options)
    {
        using IJournalFile file = files.Create(BareName);
        using JournalWriter writer = JournalWriter.Open(files, options);
        var bare = new BareSide(file, options.SegmentBytes, batchCommands);
        var journal = new JournalSide(writer, batchCommands);
        TimeSpan slice = duration / (2 * Rounds);
        long batchBytes = (long)batchCommands * Command.WireSize;
        int batchesMax = (int)Math.Max(1, JournalBytesMax / Rounds / batchBytes);

        bare.Prepare();
        journal.Prepare();

        // The first of everything pays for faults and compilation.
        _ = bare.RunSlice(slice / 4, batchesMax);
        _ = journal.RunSlice(slice / 4, batchesMax);
        bare.Forget();
        journal.Forget();
        double[] ratios = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            bool isBareFirst = (round & 1) == 0;
            double bareRate = isBareFirst ? bare.RunSlice(slice, batchesMax) : 0;
            double journalRate = journal.RunSlice(slice, batchesMax);
            bareRate = isBareFirst ? bareRate : bare.RunSlice(slice, batchesMax);
            ratios[round] = journalRate / bareRate;
        }

        return new JournalBenchResult(
            batchCommands, Rounds, bare.Figures(), journal.Figures(), Percentile([.. ratios], 0.5),
            journal.PreparationSeconds);
    }

    private static double Percentile(List<double> values, double share)
    {
        values.Sort();
        return values[(int)((values.Count - 1) * share)];
    }

    private static Command[] MakeCommands(int count)
    {
        var commands = new Command[count];
        for (int i = 0; i < count; i++)
        {
            commands[i] = Command.Of(CommandKind.NewOrder);
            commands[i].NewOrder.PriceTicks = i * 7919L;
        }

        return commands;
    }

    /// <summary>Times batches of one side.</summary>
    private abstract class Side(int batchCommands)
    {
        private readonly List<double> _batchMicros = [];
        private readonly List<double> _rates = [];

        internal double RunSlice(TimeSpan duration, int batchesMax)
        {
            double micros = 0;
            int batches = 0;
            do
            {
                long start = Stopwatch.GetTimestamp();
                WriteBatch();
                double batchMicros = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                _batchMicros.Add(batchMicros);
                micros += batchMicros;
                batches++;
                Prepare();
            }
            while (micros < duration.TotalMicroseconds && batches < batchesMax);

            double rate = (double)batches * batchCommands / micros * 1e6;
            _rates.Add(rate);
            return rate;
        }

        internal void Forget()
        {
            _batchMicros.Clear();
            _rates.Clear();
        }

        internal JournalBenchFigures Figures() => new(
            Percentile(_rates, 0.5), Percentile(_batchMicros, 0.5), Percentile(_batchMicros, 0.99),
            _batchMicros.Count);

        protected abstract void WriteBatch();

        /// <summary>What other threads do beside, off the clock: zeros ahead, and numbers for the commands.</summary>
        internal abstract void Prepare();
    }

    private sealed class BareSide : Side
    {
        private readonly IJournalFile _file;
        private readonly long _stepBytes;
        private readonly byte[] _batch;
        private long _at;
        private long _allocated;

        internal BareSide(IJournalFile file, long stepBytes, int batchCommands)
            : base(batchCommands)
        {
            _file = file;
            _stepBytes = stepBytes;
            _batch = MakeBatch(batchCommands);
        }

        protected override void WriteBatch()
        {
            FileIo.WriteAll(_file, _at, _batch);
            _file.Flush();
            _at += _batch.Length;
        }

        // As far ahead as the journal has its segments, so that both write to blocks zeroed a moment ago.
        internal override void Prepare()
        {
            if (_at + _stepBytes > _allocated)
            {
                _allocated += 2 * _stepBytes;
                _file.Allocate(_allocated);
                _file.Flush();
            }
        }

        private static byte[] MakeBatch(int batchCommands)
        {
            byte[] batch = GC.AllocateArray<byte>(batchCommands * Command.WireSize, pinned: true);
            MemoryMarshal.AsBytes(MakeCommands(batchCommands).AsSpan()).CopyTo(batch);
            return batch;
        }
    }

    private sealed class JournalSide(JournalWriter writer, int batchCommands) : Side(batchCommands)
    {
        private readonly Command[] _commands = MakeCommands(batchCommands);

        internal double PreparationSeconds { get; private set; }

        protected override void WriteBatch()
        {
            foreach (ref readonly Command command in _commands.AsSpan())
            {
                if (writer.Append(in command, default) != JournalStatus.Ok)
                {
                    throw new JournalDiskFullException();
                }
            }

            writer.Commit();
        }

        internal override void Prepare()
        {
            long start = Stopwatch.GetTimestamp();
            _ = writer.PrepareSpare();
            PreparationSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            ulong sequence = writer.NextSequence;
            foreach (ref Command command in _commands.AsSpan())
            {
                command.Header.Sequence = sequence++;
            }
        }
    }
}
