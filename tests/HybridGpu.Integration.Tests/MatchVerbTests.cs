using System.Text.Json;

namespace HybridGpu.Integration.Tests;

/// <summary><c>hybridgpu match</c> and <c>hybridgpu bench</c> as their user has them.</summary>
[TestFixture]
public sealed class MatchVerbTests
{
    private static readonly string[] Orders =
    [
        "action,id,instrument,side,price,quantity,tif",
        "add,1,X,sell,101,5,",
        "add,2,X,buy,100,5,",
        "add,3,X,buy,101,8,ioc",
        "cancel,9,X,,,,",
    ];

    [Test]
    public void An_orders_file_gives_trades_and_books_as_json_and_as_files()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllLines(directory["orders.csv"], Orders);

        (int status, string output, string errors) = VenueProcess.RunToEnd(
            "match", directory["orders.csv"], "--json", "--trades", directory["trades.csv"],
            "--book", directory["book.csv"]);

        Assert.That(status, Is.Zero, errors);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.That(json.GetProperty("trades").GetInt64(), Is.EqualTo(1));
        Assert.That(json.GetProperty("refused").GetProperty("unknown_order").GetInt64(), Is.EqualTo(1));
        Assert.That(
            json.GetProperty("books")[0].GetProperty("bids")[0].GetProperty("price").GetDecimal(), Is.EqualTo(100));
        Assert.That(
            File.ReadAllLines(directory["trades.csv"]),
            Is.EqualTo(new[] { "command,instrument,maker_id,taker_id,price,quantity", "3,X,1,3,101,5" }));
        Assert.That(
            File.ReadAllLines(directory["book.csv"]),
            Is.EqualTo(new[] { "instrument,side,level,price,quantity,orders", "X,bid,1,100,5,1" }));
    }

    [Test]
    public void Decimals_are_allowed_without_naming_the_format_that_is_the_default()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllLines(directory["orders.csv"], [Orders[0], "add,1,X,sell,101.25,5.5,"]);

        (int status, string output, string errors) = VenueProcess.RunToEnd(
            "match", directory["orders.csv"], "--price-decimals", "2", "--quantity-decimals", "1");

        Assert.That(status, Is.Zero, errors);
        Assert.That(output, Does.Contain("101.25"));
    }

    [Test]
    public void A_bad_row_is_reported_the_rest_is_matched_and_the_exit_status_says_so()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllLines(directory["orders.csv"], [.. Orders, "add,4,X,buy,cheap,5,"]);

        (int status, string output, string errors) = VenueProcess.RunToEnd("match", directory["orders.csv"]);

        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("orders.csv:6, column price: 'cheap'"));
        Assert.That(output, Does.Contain("trades        1, quantity 5").And.Contain("1 left out"));
    }

    [TestCase("INPUT is missing", "match", TestName = "A match without input is refused")]
    [TestCase("leave INPUT out", "match", "x", "--format", "hg-ob-1", TestName = "Input for hg-ob-1 is refused")]
    [TestCase("--verify goes with --format lobster", "match", "x", "--verify", "y", TestName = "Verify needs LOBSTER")]
    [TestCase("--levels must be from", "match", "x", "--levels", "-1", TestName = "Negative levels are refused")]
    [TestCase("must be different files", "match", "x", "--trades", "x", TestName = "Output over input is refused")]
    [TestCase("must be different files", "match", "x", "--trades", "y", "--book", "./y",
        TestName = "Two outputs in one file are refused")]
    [TestCase("--rate goes with --workload pipeline", "bench", "--workload", "ring", "--rate", "5",
        TestName = "An option of another workload is refused")]
    [TestCase("can't be read", "match", "no-such-file.csv", TestName = "A missing file is refused")]
    [TestCase("choose one", "bench", "--json", "--csv", TestName = "Two ways to print are refused")]
    [TestCase("is no rate", "bench", "--rate", "fast", TestName = "A bad rate is refused")]
    [TestCase("--runs must be from", "bench", "--runs", "0", TestName = "No runs are refused")]
    public void What_cannot_be_done_is_said_in_a_sentence(string sentence, params string[] arguments)
    {
        (int status, string output, string errors) = VenueProcess.RunToEnd(arguments);

        Assert.That(status, Is.Not.Zero);
        Assert.That(errors, Does.Contain(sentence));
        Assert.That(errors + output, Does.Not.Contain("   at "), "a sentence, not a stack trace");
    }

    [Test]
    public void A_bench_starts_itself_again_with_steady_code_and_passes_its_output_on()
    {
        (int status, string output, string errors) = VenueProcess.RunToEnd(
            "bench", "--workload", "hg-ob-1", "--seed", "7", "--runs", "1", "--json");

        Assert.That(status, Is.Zero, errors);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.That(json.GetProperty("digest").GetString(), Is.EqualTo("7306b67d7ed8cbb4"));
        Assert.That(
            json.GetProperty("conditions").GetProperty("jit").GetString(),
            Is.EqualTo("tiered compilation and precompiled code off"));
    }

    [Test]
    public void The_seed_of_the_standard_workload_is_free()
    {
        (int status, string output, string errors) = VenueProcess.RunToEnd(
            "match", "--format", "hg-ob-1", "--seed", "7", "--repeat", "1", "--levels", "1", "--json");

        Assert.That(status, Is.Zero, errors);
        Assert.That(JsonDocument.Parse(output).RootElement.GetProperty("digest").GetString(),
            Is.EqualTo("7306b67d7ed8cbb4"));
    }
}
