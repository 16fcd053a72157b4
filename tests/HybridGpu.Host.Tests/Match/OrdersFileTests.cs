using System.Globalization;
using System.IO.Compression;
using HybridGpu.Domain;
using HybridGpu.Host.Match;
using HybridGpu.Host.Tests.Support;

namespace HybridGpu.Host.Tests.Match;

/// <summary>Orders files: what counts, what is refused, and where it says so.</summary>
public sealed class OrdersFileTests
{
    private const string Header = "action,id,instrument,side,price,quantity,tif,account,new_id";

    private readonly TestFolder _directory = new();
    private InputFaults _faults = new();

    [SetUp]
    public void Begin() => _faults = new InputFaults();

    [OneTimeTearDown]
    public void Remove() => _directory.Remove();

    [Test]
    public void Columns_are_found_by_name_and_those_that_nobody_needs_may_lack()
    {
        string file = _directory.Write(
            "short.csv",
            "note,quantity,price,side,instrument,id,action",
            "first,5,100,buy,X,1,add",
            "",
            "second,2,100,sell,X,2,add",
            "third,,,,,1,cancel");

        MatchBooks books = Read(file).Apply(null);

        Assert.That(_faults.Count, Is.Zero);
        Assert.That((books.Commands, books.Quantity, books.Resting), Is.EqualTo((3L, 2L, 0)));
    }

    [TestCase("fly,1,X,buy,100,5", "action", "is no action")]
    [TestCase("add,0,X,buy,100,5", "id", "is no id")]
    [TestCase("add,x,X,buy,100,5", "id", "is no id")]
    [TestCase("add,1,,buy,100,5", "instrument", "an add needs one")]
    [TestCase("add,1,X,long,100,5", "side", "write buy or sell")]
    [TestCase("add,1,X,buy,100.5,5", "price", "--price-decimals")]
    [TestCase("add,1,X,buy,,5", "price", "is no price")]
    [TestCase("add,1,X,buy,100,0", "quantity", "is no quantity")]
    [TestCase("add,1,X,buy,100,-3", "quantity", "is no quantity")]
    [TestCase("add,1,X,buy,100,5,day", "tif", "gtc, ioc, fok, post")]
    [TestCase("add,1,X,buy,100,5,,-1", "account", "is no account")]
    [TestCase("replace,1,X,,101,5,,,z", "new_id", "is no id")]
    [TestCase("reduce,1,X,,,", "quantity", "is no quantity")]
    public void A_bad_row_is_named_with_line_and_column_and_the_good_ones_count(
        string row, string column, string problem)
    {
        string file = _directory.Write("bad.csv", Header, "add,8,X,buy,100,5", row, "add,9,X,sell,100,5");

        MatchBooks books = Read(file).Apply(null);

        InputFault fault = _faults.Kept.Single();
        Assert.That((fault.Line, fault.Column), Is.EqualTo((3L, column)));
        Assert.That(fault.Problem, Does.Contain(problem));
        Assert.That(fault.ToString(), Does.StartWith($"{file}:3, column {column}: "));
        Assert.That(books.Quantity, Is.EqualTo(5), "the rows around it were applied");
    }

    [Test]
    public void All_bad_rows_are_counted_and_the_first_kept()
    {
        string[] rows = [Header, "add,1,X,buy,100,5", .. Enumerable.Repeat("add,?,X,buy,100,5", 1_000)];

        Read(_directory.Write("many.csv", rows));

        Assert.That(_faults.Count, Is.EqualTo(1_000));
        Assert.That(_faults.Kept, Has.Count.EqualTo(InputFaults.KeptMax));
    }

    [Test]
    public void A_file_that_cannot_be_used_is_refused_whole()
    {
        string good = _directory.Write("good.csv", Header, "add,1,X,buy,100,5");
        byte[] zipped = Gzip(good);
        File.WriteAllBytes(_directory["cut.csv.gz"], zipped[..^12]);
        File.WriteAllBytes(_directory["footless.csv.gz"], zipped[..^4]);
        File.WriteAllBytes(_directory["two.csv.gz"], [.. zipped, .. zipped]);
        File.WriteAllBytes(_directory["latin.csv"], [.. "action,id\nadd,"u8, 0xE9, .. "\n"u8]);

        Assert.Multiple(() =>
        {
            AssertRefused(_directory["missing.csv"], "can't be read");
            AssertRefused(_directory.Path, "can't be read");
            AssertRefused(_directory.Write("empty.csv"), "a header line is expected");
            AssertRefused(_directory.Write("headless.csv", "action,id,side,price,quantity"), "column instrument");
            AssertRefused(_directory.Write("nothing.csv", Header), "no good row");
            AssertRefused(_directory.Write("long.csv", Header, new string('x', 20_000)), "longer than 16384");
            AssertRefused(_directory["latin.csv"], "damaged or cut short");
            AssertRefused(_directory["cut.csv.gz"], "damaged or cut short");
            AssertRefused(_directory["footless.csv.gz"], "damaged or cut short");
            AssertRefused(_directory["two.csv.gz"], "compress it as one");
        });
    }

    [Test]
    public void A_file_with_more_rows_than_the_bound_is_refused_at_that_row()
    {
        string[] rows = [Header, "add,1,X,buy,100,5", "add,?,X,buy,100,5", "add,2,X,buy,100,5", "cancel,1,,,,"];
        string full = _directory.Write("full.csv", rows);
        string over = _directory.Write("over.csv", [.. rows, "cancel,2,,,,"]);

        Assert.That(OrdersFile.Read(full, 0, 0, _faults, rowsMax: 3).Commands, Is.EqualTo(3), "bad rows don't count");
        Assert.That(
            () => OrdersFile.Read(over, 0, 0, _faults, rowsMax: 3),
            Throws.TypeOf<MatchInputException>().With.Message.Contain("more than 3 rows: split the file")
                .And.Message.StartWith($"{over}:6"));
        Assert.That(Read(over).Commands, Is.EqualTo(4));
        Assert.That(OrdersFile.RowsMax, Is.EqualTo(50_000_000), "the bound that limits.md states");
    }

    [Test]
    public void A_row_that_names_one_instrument_more_than_65536_is_bad_and_the_others_count()
    {
        string[] first = [.. Enumerable.Range(0, 65_536).Select(i => $"add,{i + 1},I{i},buy,100,5")];
        string file = _directory.Write(
            "instruments.csv", [Header, .. first, "add,70000,ONE-MORE,buy,100,5", "add,70001,I65535,sell,100,5"]);

        OrdersReplay replay = Read(file);
        MatchBooks books = replay.Apply(null);

        InputFault fault = _faults.Kept.Single();
        Assert.That((fault.Line, fault.Column), Is.EqualTo((65_538L, "instrument")));
        Assert.That(fault.Problem, Does.Contain("one instrument more than 65536"));
        Assert.That((replay.Instruments.Count, books.Count), Is.EqualTo((65_536, 65_536)));
        Assert.That((books.Quantity, books.Resting), Is.EqualTo((5L, 65_535)), "the last instrument still trades");
    }

    [Test]
    public void Decimals_are_scaled_exactly()
    {
        string file = _directory.Write("decimals.csv", Header, "add,1,X,buy,100.25,0.5", "add,2,X,sell,100.2,0.125");

        OrdersReplay replay = OrdersFile.Read(file, priceDecimals: 2, quantityDecimals: 3, _faults);
        var tape = new List<TradeRow>();
        replay.Apply(tape);

        Assert.That(_faults.Count, Is.Zero);
        Assert.That(tape, Is.EqualTo(new[] { new TradeRow(2, 0, 1, 2, 10_025, 125) }));
    }

    [TestCase(42UL, 0x58dbc9140f155180UL)]
    [TestCase(7UL, 0x7306b67d7ed8cbb4UL)]
    public void The_standard_workload_written_as_a_gzip_file_makes_the_published_trades(ulong seed, ulong digest)
    {
        var workload = new HgOb1Replay(seed);
        string file = _directory[$"hg-ob-1-{seed}.csv.gz"];
        using (var text = new StreamWriter(new GZipStream(File.Create(file), CompressionLevel.Fastest)))
        {
            text.WriteLine(Header);
            foreach (OrderAction action in workload.Actions)
            {
                text.WriteLine(Row(action));
            }
        }

        MatchBooks books = Read(file).Apply(null);

        Assert.That(_faults.Count, Is.Zero);
        Assert.That(books.Digest, Is.EqualTo(digest));
        Assert.That(
            (books.Trades, books.Quantity, books.Resting),
            Is.EqualTo((workload.Expected.Trades, workload.Expected.Quantity, workload.Expected.Resting)));
    }

    private static string Row(OrderAction action) => action.Kind == OrderActionKind.Cancel
        ? string.Create(CultureInfo.InvariantCulture, $"cancel,{action.Id},{action.Book},,,")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"add,{action.Id},{action.Book},{(action.Side == Side.Buy ? "buy" : "sell")},{action.Price},")
            + string.Create(CultureInfo.InvariantCulture, $"{action.Quantity},")
            + (action.TimeInForce == TimeInForceKind.ImmediateOrCancel ? "ioc" : "")
            + string.Create(CultureInfo.InvariantCulture, $",{action.Account}");

    private static byte[] Gzip(string file)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            zip.Write(File.ReadAllBytes(file));
        }

        return bytes.ToArray();
    }

    private OrdersReplay Read(string file) => OrdersFile.Read(file, 0, 0, _faults);

    private void AssertRefused(string file, string problem) => Assert.That(
        () => Read(file),
        Throws.TypeOf<MatchInputException>().With.Message.Contain(problem).And.Message.StartWith(file));
}
