using System.Globalization;
using System.IO.Compression;
using System.Text;
using HybridGpu.Kernels;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Host.Tests.Surfaces;

/// <summary>A chain file as a collector would have written it for markets that quote given slices exactly.</summary>
internal sealed class RecordedChain(string snapshot)
{
    private const string Header =
        "snapshot_utc,currency,instrument,expiry_utc,strike,type,forward,index,bid,ask,mark,mark_iv_pct,"
        + "open_interest,volume_24h";

    private readonly List<string> _rows = [Header];

    /// <summary>Adds calls and puts at strikes each 2 % around the forward, quoted 1 % around their value.</summary>
    public RecordedChain With(string currency, string expiry, double forward, SviSlice slice, int strikesEachSide = 10)
    {
        double years = (Time(expiry) - Time(snapshot)).TotalDays / 365;
        for (int i = -strikesEachSide; i <= strikesEachSide; i++)
        {
            double strike = Math.Round(forward * (1 + (0.02 * i)));
            double volatility = slice.Volatility(Math.Log(strike / forward), years);
            foreach ((PayoffKind kind, string letter) in new[] { (PayoffKind.Call, "C"), (PayoffKind.Put, "P") })
            {
                double coin = BlackPricer.Price(kind, forward, strike, years, volatility, 0) / forward;
                _rows.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{snapshot},{currency},{currency}-{expiry[..10]}-{strike}-{letter},{expiry},{strike},{letter},"
                    + $"{forward},{forward},{coin * 0.99:F8},{coin * 1.01:F8},{coin:F8},{100 * volatility:F4},0,0"));
            }
        }

        return this;
    }

    /// <summary>Adds a line as it is.</summary>
    public RecordedChain With(string row)
    {
        _rows.Add(row);
        return this;
    }

    public string WriteTo(string path)
    {
        using var gzip = new GZipStream(File.Create(path), CompressionMode.Compress);
        gzip.Write(Encoding.UTF8.GetBytes(string.Join('\n', _rows) + "\n"));
        return path;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
