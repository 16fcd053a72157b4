using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using HybridGpu.Risk.Recordings;

namespace HybridGpu.Risk.Margin.Backtests;

/// <summary>Closes of hourly bars: gzip around CSV with the columns ts_utc and close (docs/margin.md).</summary>
/// <remarks>Rows that are no bar are left out and counted. Immutable. Thread: any.</remarks>
public sealed class HourlyCloses
{
    private readonly Dictionary<long, double> _byHour;

    private HourlyCloses(string name, string underlying, Dictionary<long, double> byHour, int badRows)
    {
        (Name, Underlying, _byHour, BadRows) = (name, underlying, byHour, badRows);
        Hours = [.. byHour.Keys];
    }

    /// <summary>Name of the file without its folder.</summary>
    public string Name { get; }

    /// <summary>Upper-case symbol that the file's name begins with, without "USDT" or "USD".</summary>
    public string Underlying { get; }

    /// <summary>Rows that were left out.</summary>
    public int BadRows { get; }

    /// <summary>Hours since the epoch that have a close, in the order of the file.</summary>
    public IReadOnlyList<long> Hours { get; }

    /// <summary>The close of the bar that begins in an hour.</summary>
    public bool TryClose(long hour, out double close) => _byHour.TryGetValue(hour, out close);

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It can't be read (or <see cref="UnauthorizedAccessException"/>), or lacks a
    /// column.</exception>
    /// <exception cref="InvalidDataException">It is no gzip, is damaged or cut short.</exception>
    public static HourlyCloses Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            using var text = new StreamReader(new WholeGzipStream(file, leaveOpen: true));
            return Read(text, path);
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"{path} is damaged or cut short: {fault.Message}", fault);
        }
    }

    private static HourlyCloses Read(StreamReader text, string path)
    {
        string[] header = (text.ReadLine() ?? string.Empty).Split(',');
        int time = Array.IndexOf(header, "ts_utc");
        int close = Array.IndexOf(header, "close");
        if (time < 0 || close < 0)
        {
            throw new IOException($"{path}: the columns ts_utc and close are needed.");
        }

        var byHour = new Dictionary<long, double>();
        int bad = 0;
        while (text.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            if (fields.Length > Math.Max(time, close)
                && DateTimeOffset.TryParse(
                    fields[time], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
                && double.TryParse(fields[close], NumberStyles.Float, CultureInfo.InvariantCulture, out double price)
                && price is > 0 and < 1e9)
            {
                byHour[at.UtcTicks / TimeSpan.TicksPerHour] = price;
            }
            else
            {
                bad++;
            }
        }

        string name = Path.GetFileName(path);
        string symbol = name.Split('_')[0].ToUpperInvariant();
        string underlying = symbol.EndsWith("USDT", StringComparison.Ordinal) ? symbol[..^4]
            : symbol.EndsWith("USD", StringComparison.Ordinal) ? symbol[..^3]
            : symbol;
        return new HourlyCloses(name, underlying, byHour, bad);
    }
}
