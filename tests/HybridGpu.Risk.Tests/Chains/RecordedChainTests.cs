using System.Globalization;
using HybridGpu.Domain.Instruments;
using HybridGpu.Kernels;
using HybridGpu.Risk.Chains;

namespace HybridGpu.Risk.Tests.Chains;

public sealed class RecordedChainTests
{
    [Test]
    public void Every_recorded_file_reads_whole_and_without_a_fault()
    {
        ChainDirectory directory = RecordedChains.OpenOrIgnore();
        Assert.That(directory.Problem, Is.Null);
        Assert.That(directory.Files, Has.Count.EqualTo(39));

        int rows = 0;
        long last = 0;
        foreach (ChainFileEntry file in directory.Files)
        {
            ChainSnapshot snapshot = ChainFile.Read(file.Path);
            Assert.That(snapshot.Faults, Is.Empty);
            Assert.That(snapshot.IsUsable, Is.True);
            Assert.That(snapshot.TakenNs, Is.GreaterThan(last));
            Assert.That(snapshot.Currencies.Select(c => c.Name), Is.EqualTo(new[] { "BTC", "ETH" }));
            Assert.That(snapshot.Currencies.All(c => c.Expiries.All(e => e.ParityStrikes > 0)), Is.True);
            Assert.That(snapshot.TakenNs - file.TakenNs, Is.InRange(0, 1_000_000_000));
            (rows, last) = (rows + snapshot.RowCount, snapshot.TakenNs);
        }

        Assert.That(rows, Is.EqualTo(64_718));
    }

    [Test]
    public void Marks_are_Black_76_of_the_mark_vol_on_the_parity_forward()
    {
        ChainDirectory directory = RecordedChains.OpenOrIgnore();
        Dictionary<(string, string), long> delays = FitDelays(directory);
        var errors = new List<double>();
        var tails = new List<double>();
        foreach (ChainFileEntry file in directory.Files)
        {
            ChainSnapshot snapshot = ChainFile.Read(file.Path);
            foreach (ChainCurrency currency in snapshot.Currencies)
            {
                var own = new List<double>();
                long pricedNs = snapshot.TakenNs + delays[(Path.GetFileName(file.Path), currency.Name)];
                Collect(pricedNs, currency, own);
                own.Sort();
                errors.AddRange(own);
                tails.Add(own[own.Count * 99 / 100]);
            }
        }

        // True value: the marks themselves. What is left is the rounding of the recorded vol to two decimals, and in
        // three
        // files a forward that moved while they were recorded; so the tail is judged by the median file.
        errors.Sort();
        tails.Sort();
        TestContext.Out.WriteLine($"median {errors[errors.Count / 2]:E2}, median file's 99 % {tails[tails.Count / 2]:E2} coin");
        Assert.That(errors[errors.Count / 2], Is.LessThan(1e-6));
        Assert.That(tails[tails.Count / 2], Is.LessThan(2.5e-5));
    }

    /// <summary>Seconds between the collector's start and the prices, by file and currency (the data's
    /// manifest).</summary>
    private static Dictionary<(string File, string Currency), long> FitDelays(ChainDirectory directory)
    {
        string manifest = Path.Combine(Path.GetDirectoryName(directory.Files[0].Path)!, "..", "manifest.csv");
        string[][] lines = [.. File.ReadLines(manifest).Select(line => line.Split(','))];
        int delay = Array.IndexOf(lines[0], "fit_delay_s");
        return lines.Skip(1).ToDictionary(
            line => (line[0], line[1]), line => long.Parse(line[delay], CultureInfo.InvariantCulture) * 1_000_000_000);
    }

    private static void Collect(long pricedNs, ChainCurrency currency, List<double> errors)
    {
        foreach (ChainExpiry expiry in currency.Expiries)
        {
            double timeYears = (expiry.ExpiryNs - pricedNs) / (365.0 * 86_400 * 1e9);
            foreach (ChainRow row in expiry.Rows)
            {
                PayoffKind kind = row.Kind == InstrumentKind.Call ? PayoffKind.Call : PayoffKind.Put;
                double usd = BlackPricer.Price(kind, expiry.ForwardUsd, row.StrikeUsd, timeYears, row.MarkVol, 0);
                errors.Add(Math.Abs((usd - expiry.ToUsd(row.MarkCoin!.Value)) / expiry.ForwardUsd));
            }
        }
    }
}
