using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using HybridGpu.Risk.Recordings;

namespace HybridGpu.Risk.Chains;

/// <summary>Reads recorded option chains: gzip, CSV, one header line, one option a line (docs/formats.md).</summary>
/// <remarks>A bad row is reported and skipped, the good ones survive. The file is refused as a whole when it can't be
/// opened, is damaged or cut short, lacks a column, holds more than <see cref="RowsMax"/> rows or a line over
/// <see cref="LineCharsMax"/> characters, or has no good row. Thread: any.</remarks>
public static class ChainFile
{
    /// <summary>Most rows in a file.</summary>
    public const int RowsMax = 65_536;

    /// <summary>Longest line.</summary>
    public const int LineCharsMax = 4_096;

    /// <summary>Reads a file.</summary>
    /// <returns>Never null; look at <see cref="ChainSnapshot.IsUsable"/> first.</returns>
    public static ChainSnapshot Read(string path)
    {
        var reading = new Reading(path);
        try
        {
            using FileStream file = File.OpenRead(path);
            return Read(file, reading);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return reading.Refuse(0, $"the file can't be read: {e.Message}");
        }
    }

    /// <summary>Reads from a stream of gzip bytes that can seek; the path only names it in faults.</summary>
    public static ChainSnapshot Read(Stream gzip, string path) => Read(gzip, new Reading(path));

    private static ChainSnapshot Read(Stream gzip, Reading reading)
    {
        int line = 0;
        try
        {
            using var inflated = new WholeGzipStream(gzip, leaveOpen: true);
            using var text = new StreamReader(inflated, new UTF8Encoding(false, throwOnInvalidBytes: true));
            var lines = new BoundedLineReader(text, LineCharsMax);
            if (lines.Read() is not { } first)
            {
                return reading.Refuse(1, "the file is empty");
            }

            line = 1;
            ChainHeader? header = ChainHeader.Parse(first, out string missing);
            if (header is null)
            {
                return reading.Refuse(1, $"the header has no column {missing}");
            }

            var parser = new ChainRowParser(header);
            while (lines.Read() is { } row)
            {
                line++;
                if (line > RowsMax + 1)
                {
                    return reading.Refuse(line, $"more than {RowsMax} rows");
                }

                reading.Take(parser, row, line);
            }

            return reading.Finish();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or DecoderFallbackException)
        {
            return reading.Refuse(line + 1, $"the file is damaged or cut short: {e.Message}");
        }
    }

    /// <summary>What has been gathered from a file so far.</summary>
    private sealed class Reading(string path)
    {
        private readonly string _name = Path.GetFileName(path);
        private readonly List<ChainFault> _faults = [];
        private readonly HashSet<string> _instruments = new(StringComparer.Ordinal);
        private readonly List<(string Currency, List<ChainRow> Rows)> _groups = [];
        private int _faultCount;
        private long _takenNs;

        public void Take(ChainRowParser parser, string text, int line)
        {
            ChainRow? row = parser.Parse(text, out long takenNs, out string currency);
            if (row is null)
            {
                Fault(line, parser.FaultColumn, parser.Problem);
                return;
            }

            if (_takenNs != 0 && takenNs != _takenNs)
            {
                Fault(
                    line,
                    ChainHeader.NameOf(ChainColumn.SnapshotUtc),
                    "another snapshot's time than the rows above; row skipped");
                return;
            }

            if (!_instruments.Add(row.Instrument))
            {
                Fault(
                    line, ChainHeader.NameOf(ChainColumn.Instrument), $"'{row.Instrument}' came before; row skipped");
                return;
            }

            _takenNs = takenNs;
            RowsOf(currency).Add(row);
        }

        public ChainSnapshot Refuse(int line, string problem)
        {
            Fault(line, string.Empty, problem);
            return Snapshot(isUsable: false);
        }

        public ChainSnapshot Finish() =>
            _groups.Count == 0 ? Refuse(0, "the file has no good row") : Snapshot(isUsable: true);

        private ChainSnapshot Snapshot(bool isUsable)
        {
            var currencies = new List<ChainCurrency>(_groups.Count);
            foreach ((string currency, List<ChainRow> rows) in _groups)
            {
                currencies.Add(new ChainCurrency(currency, rows));
            }

            return new ChainSnapshot(path, _takenNs, isUsable, currencies, _faults, _faultCount);
        }

        private List<ChainRow> RowsOf(string currency)
        {
            foreach ((string name, List<ChainRow> rows) in _groups)
            {
                if (name == currency)
                {
                    return rows;
                }
            }

            List<ChainRow> added = [];
            _groups.Add((currency, added));
            return added;
        }

        private void Fault(int line, string column, string problem)
        {
            _faultCount++;
            if (_faults.Count < ChainSnapshot.FaultsKept)
            {
                _faults.Add(new ChainFault(_name, line, column, problem));
            }
        }
    }
}
