using System.IO.Compression;
using System.Text;
using HybridGpu.Risk.Chains;

namespace HybridGpu.Risk.Tests.Chains;

public sealed class ChainFileTests
{
    private const string Header =
        "snapshot_utc,currency,instrument,expiry_utc,strike,type,forward,index,"
        + "bid,ask,mark,mark_iv_pct,open_interest,volume_24h";

    private const string Call =
        "2026-02-05T09:36:47.100Z,BTC,BTC-27MAR26-70000-C,2026-03-27T08:00:00Z,70000.0,C,71000,70900,"
        + "0.05,0.06,0.055,60.5,1.5,2";

    private const string Put =
        "2026-02-05T09:36:47.100Z,BTC,BTC-27MAR26-70000-P,2026-03-27T08:00:00Z,70000.0,P,71000,70800,"
        + ",,0.045,60.5,0,0";

    [Test]
    public void Good_rows_are_read_and_the_forward_follows_from_parity()
    {
        ChainSnapshot snapshot = Read(Header, Call, Put);

        Assert.That(snapshot.IsUsable, Is.True);
        ChainCurrency btc = snapshot.Find("BTC")!;
        Assert.That(btc.IndexUsd, Is.EqualTo(70_900));
        Assert.That(btc.Expiries[0].ForwardUsd, Is.EqualTo(70_000 / (1 - 0.01)).Within(1e-9));
        Assert.That(btc.Expiries[0].ParityStrikes, Is.EqualTo(1));
        Assert.That(btc.Rows[1].BidCoin, Is.Null);
        Assert.That(btc.Rows[0].StrikeMicros, Is.EqualTo(70_000_000_000));
    }

    [Test]
    public void Without_a_pair_of_marks_the_quoted_forward_stands_in()
    {
        ChainExpiry expiry = Read(Header, Call).Find("BTC")!.Expiries[0];

        Assert.That(expiry.ForwardUsd, Is.EqualTo(71_000));
        Assert.That(expiry.ParityStrikes, Is.Zero);
    }

    [TestCase("0.055", "x", "mark")]
    [TestCase("0.055", "NaN", "mark")]
    [TestCase("60.5", "-1", "mark_iv_pct")]
    [TestCase("60.5", "", "mark_iv_pct")]
    [TestCase("71000", "1e400", "forward")]
    [TestCase("0.05,", "0.07,", "bid")]
    [TestCase(",C,", ",X,", "type")]
    [TestCase("70000.0", "70000.0000001", "strike")]
    [TestCase("2026-03-27T08", "2026-01-27T08", "expiry_utc")]
    [TestCase("2026-02-05T09", "2026-02-35T09", "snapshot_utc")]
    [TestCase("BTC-27MAR26-70000-C", "ETH-27MAR26-70000-C", "instrument")]
    [TestCase(",1.5,2", ",1.5", "")]
    [TestCase(",1.5,2", ",1.5,2,3", "")]
    public void A_bad_row_is_named_by_line_and_column_and_the_good_one_survives(string old, string bad, string column)
    {
        ChainSnapshot snapshot = Read(Header, Call.Replace(old, bad, StringComparison.Ordinal), Put);

        Assert.That(snapshot.IsUsable, Is.True);
        Assert.That(snapshot.RowCount, Is.EqualTo(1));
        Assert.That(snapshot.Faults.Single().Line, Is.EqualTo(2));
        Assert.That(snapshot.Faults.Single().Column, Is.EqualTo(column));
        Assert.That(snapshot.Faults.Single().File, Is.EqualTo("chain.csv.gz"));
    }

    [Test]
    public void A_repeated_instrument_is_skipped()
    {
        ChainSnapshot snapshot = Read(Header, Call, Call, Put);

        Assert.That(snapshot.RowCount, Is.EqualTo(2));
        Assert.That(snapshot.Faults.Single().Line, Is.EqualTo(3));
    }

    [Test]
    public void A_file_without_a_column_or_a_good_row_is_refused()
    {
        Assert.That(Read(Header.Replace("mark_iv_pct", "iv", StringComparison.Ordinal), Call).IsUsable, Is.False);
        Assert.That(Read(Header).IsUsable, Is.False);
        Assert.That(Read().IsUsable, Is.False);
        Assert.That(Read(Header, new string('a', ChainFile.LineCharsMax + 1)).IsUsable, Is.False);
        Assert.That(ChainFile.Read("/nowhere/chain.csv.gz").IsUsable, Is.False);
    }

    [Test]
    public void A_file_cut_short_anywhere_is_refused_however_many_good_rows_are_before_the_cut()
    {
        string[] rows = [.. Enumerable.Range(1, 900).Select(
            i => Call.Replace("70000", $"{10_000 + i}", StringComparison.Ordinal))];
        byte[] whole = Gzip([Header, .. rows]);
        Assert.That(ChainFile.Read(new MemoryStream(whole), "c").Currencies.Single().Rows, Has.Count.EqualTo(900));
        int withRows = 0;
        for (int length = 0; length < whole.Length; length += Math.Max(whole.Length / 97, 1))
        {
            ChainSnapshot cut = ChainFile.Read(new MemoryStream(whole[..length]), "c");

            Assert.That(cut.IsUsable, Is.False, $"{length} of {whole.Length} bytes");
            Assert.That(cut.Faults[^1].Problem, Does.Contain("damaged or cut short").Or.Contain("empty"));
            withRows += cut.Currencies.Count;
        }

        Assert.That(withRows, Is.GreaterThan(40), "most of the cuts lie behind good rows");
    }

    [Test]
    public void A_file_cut_short_or_not_gzip_is_refused()
    {
        byte[] whole = Gzip([Header, Call, Put]);
        byte[] corrupt = [.. whole];
        corrupt[^5] ^= 0xFF;

        Assert.That(ChainFile.Read(new MemoryStream(whole[..(whole.Length / 2)]), "c").IsUsable, Is.False);
        Assert.That(ChainFile.Read(new MemoryStream(corrupt), "c").IsUsable, Is.False);
        Assert.That(ChainFile.Read(new MemoryStream(Encoding.ASCII.GetBytes("plain text")), "c").IsUsable, Is.False);
    }

    [Test]
    public void Faults_past_the_bound_are_only_counted()
    {
        string[] lines = [Header, Call, .. Enumerable.Repeat("bad", ChainSnapshot.FaultsKept + 7)];

        ChainSnapshot snapshot = Read(lines);

        Assert.That(snapshot.Faults, Has.Count.EqualTo(ChainSnapshot.FaultsKept));
        Assert.That(snapshot.FaultCount, Is.EqualTo(ChainSnapshot.FaultsKept + 7));
    }

    private static ChainSnapshot Read(params string[] lines) =>
        ChainFile.Read(new MemoryStream(Gzip(lines)), "/data/chain.csv.gz");

    private static byte[] Gzip(string[] lines)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        }

        return bytes.ToArray();
    }
}
