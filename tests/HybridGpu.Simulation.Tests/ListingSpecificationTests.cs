using System.Text;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Simulation.Listing;

namespace HybridGpu.Simulation.Tests;

public sealed class ListingSpecificationTests
{
    private const string Small = """
        {
          "version": 1,
          "underlyings": [
            {
              "number": 3,
              "symbol": "SOL",
              "lotSize": 0.1,
              "scanRange": 0.2,
              "sample": { "price": 150, "volatility": 0.9 },
              "products": [
                {
                  "kind": "perpetual",
                  "tickSize": 0.01,
                  "orderLotsMax": 5000,
                  "fundingIntervalMinutes": 30,
                  "rules": { "tickTable": [{ "from": 0, "step": 0.01 }] }
                },
                {
                  "kind": "option",
                  "tickSize": 0.01,
                  "orderLotsMax": 700,
                  "expiries": [{ "rule": "weekly", "count": 1 }],
                  "strikes": {
                    "eachSide": 2,
                    "wingEachSide": 1,
                    "wingTimes": 3,
                    "smallestStep": 1,
                    "steps": [{ "daysAtMost": 2, "percent": 1 }, { "percent": 4 }]
                  },
                  "rules": {
                    "tickTable": [{ "from": 0, "step": 0.01 }, { "from": 5, "step": 0.05 }],
                    "band": { "usd": 2, "percent": 12.5 },
                    "notionalMax": 250000,
                    "allocation": "proRata"
                  }
                },
                {
                  "kind": "future",
                  "tickSize": 0.02,
                  "orderLotsMax": 9,
                  "expiries": [{ "rule": "monthly", "count": 2 }],
                  "rules": { "tickTable": [{ "from": 0, "step": 0.02 }] }
                }
              ]
            }
          ]
        }
        """;

    [Test]
    public void A_specification_is_read_into_the_venues_units()
    {
        ListingUnderlying underlying = Read(Small).Underlyings.Single();
        ListingProduct option = underlying.Products[1];
        SetTradingRules put = option.Rules[1];

        Assert.Multiple(() =>
        {
            Assert.That(underlying.Market.Id.Value, Is.EqualTo(3));
            Assert.That(underlying.Market.LotSizeMicros, Is.EqualTo(100_000));
            Assert.That(underlying.Market.OptionTickMicros, Is.EqualTo(10_000));
            Assert.That(underlying.Market.FundingIntervalNs, Is.EqualTo(1_800_000_000_000));
            Assert.That(
                option.Rules.Select(rules => rules.Kind), Is.EqualTo([InstrumentKind.Call, InstrumentKind.Put]));
            Assert.That((put.Scope, put.Underlying.Value), Is.EqualTo((TradingScope.Class, (byte)3)));
            Assert.That((put.Step0, put.From1, put.Step1, put.From2), Is.EqualTo((1L, 500L, 5L, 0L)));
            Assert.That((put.BandTicks, put.BandNano), Is.EqualTo((200L, 125_000_000L)));
            Assert.That(put.NotionalMaxMicros, Is.EqualTo(250_000_000_000));
            Assert.That(put.Allocation, Is.EqualTo(MatchAllocation.ProRata));
            Assert.That(option.Strikes!.Of(151, 10), Is.EqualTo([125L, 140, 145, 150, 155, 160, 175]));
            Assert.That(option.Strikes!.Of(151, 1), Is.EqualTo([146L, 149, 150, 151, 152, 153, 156]));
        });
    }

    // The line is that of the field, from 1.
    [TestCase("\"scanRange\"", "\"scanRanges\"", 8, "'scanRanges' isn't known")]
    [TestCase("\"count\": 1", "\"count\": 1, \"Count\": 2", 22, "'Count' isn't known")]
    [TestCase("\"number\": 3,", "\"number\": 3, \"number\": 4,", 5, "uplicate")]
    [TestCase("\"number\": 3,", "\"number\": \"3\",", 5, "")]
    [TestCase("\"number\": 3,", "\"number\": 3.5,", 5, "")]
    [TestCase("\"symbol\": \"SOL\",", "", 31, "symbol")]
    [TestCase("\"version\": 1,", "\"version\": 1,,", 2, "")]
    public void What_is_no_specification_is_refused_with_field_and_line(
        string from, string to, int line, string says)
    {
        string problem = Refused(Small.Replace(from, to, StringComparison.Ordinal));

        Assert.That(problem, Does.StartWith("test.json, line "));
        Assert.That(problem, Does.Contain(says));
        if (says != "symbol")
        {
            Assert.That(problem, Does.StartWith($"test.json, line {line}"));
        }
    }

    [TestCase("\"version\": 1", "\"version\": 2", "version")]
    [TestCase("\"number\": 3", "\"number\": 16", "underlyings[0].number")]
    [TestCase("\"SOL\"", "\"sol\"", "underlyings[0].symbol")]
    [TestCase("0.1,", "0.0000001,", "underlyings[0].lotSize")]
    [TestCase("0.1,", "-1,", "underlyings[0].lotSize")]
    [TestCase("0.1,", "79228162514264337593543950335,", "underlyings[0].lotSize")]
    [TestCase("\"scanRange\": 0.2", "\"scanRange\": 0.33", "underlyings[0].scanRange")]
    [TestCase("\"price\": 150", "\"price\": 0", "underlyings[0].sample")]
    [TestCase("\"perpetual\"", "\"swap\"", "underlyings[0].products[0].kind")]
    [TestCase("\"perpetual\"", "\"future\"", "underlyings[0].products[0].fundingIntervalMinutes")]
    [TestCase("\"fundingIntervalMinutes\": 30", "\"fundingIntervalMinutes\": 0", "products[0].fundingIntervalMinutes")]
    [TestCase("0.02,", "0.000003,", "products[2].tickSize")]
    [TestCase("\"orderLotsMax\": 9", "\"orderLotsMax\": 0", "products[2].orderLotsMax")]
    [TestCase("\"weekly\"", "\"yearly\"", "products[1].expiries[0]")]
    [TestCase("\"count\": 1", "\"count\": 65", "products[1].expiries[0]")]
    [TestCase("[{ \"rule\": \"monthly\", \"count\": 2 }]", "[]", "products[2].expiries")]
    [TestCase("\"eachSide\": 2", "\"eachSide\": 100", "products[1].strikes")]
    [TestCase("\"daysAtMost\": 2, ", "", "products[1].strikes.steps")]
    [TestCase("\"percent\": 4 ", "\"percent\": 0 ", "products[1].strikes.steps")]
    [TestCase("\"from\": 5,", "\"from\": 5.001,", "tickTable[1].from")]
    [TestCase("\"from\": 5,", "\"from\": 0,", "tickTable[1]")]
    [TestCase("\"step\": 0.05", "\"step\": 0", "tickTable[1]")]
    [TestCase("\"usd\": 2", "\"usd\": 2.005", "band.usd")]
    [TestCase("12.5", "-1", "band.percent")]
    [TestCase("250000", "0", "notionalMax")]
    [TestCase("\"proRata\"", "\"lottery\"", "allocation")]
    public void A_number_or_name_out_of_range_is_refused_with_its_place(string from, string to, string place) =>
        Assert.That(Refused(Small.Replace(from, to, StringComparison.Ordinal)), Does.Contain(place + ": "));

    [Test]
    public void A_file_that_is_not_there_is_refused()
    {
        Assert.That(ListingSpecification.Read("nowhere/listing.json", out string problem), Is.Null);
        Assert.That(problem, Does.Contain("nowhere/listing.json"));
    }

    [Test]
    public void The_embedded_specification_has_bitcoin_and_ether()
    {
        Assert.That(
            ListingSpecification.Default.Underlyings.Select(underlying => underlying.Market.Symbol),
            Is.EqualTo(["BTC", "ETH"]));
        Assert.That(
            ListingSpecification.Default.Underlyings.Select(
                underlying => underlying.Products.Sum(product => product.Rules.Count)),
            Is.EqualTo([3, 3]));
    }

    [Test]
    public void Whatever_bytes_are_changed_the_answer_is_a_specification_or_a_sentence()
    {
        int seed = int.Parse(Environment.GetEnvironmentVariable("HYBRIDGPU_SEED") ?? "20260304", null);
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={seed}");
        var random = new Random(seed);
        for (int i = 0; i < 3_000; i++)
        {
            byte[] json = Encoding.UTF8.GetBytes(Small);
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                json[random.Next(json.Length)] = (byte)"0123456789-.{}[]\",: eE\0\u007f"[random.Next(24)];
            }

            ListingSpecification? read = ListingSpecification.Parse(json, "test.json", out string problem);
            Assert.That(read is null, Is.EqualTo(problem.Length > 0), problem);
        }
    }

    internal static ListingSpecification Read(string json)
    {
        ListingSpecification? read =
            ListingSpecification.Parse(Encoding.UTF8.GetBytes(json), "test.json", out string problem);
        Assert.That(problem, Is.Empty);
        return read!;
    }

    internal static ListingSpecification ReadSmall() => Read(Small);

    private static string Refused(string json)
    {
        Assert.That(json, Is.Not.EqualTo(Small), "the case changes something");
        Assert.That(ListingSpecification.Parse(Encoding.UTF8.GetBytes(json), "test.json", out string problem), Is.Null);
        return problem;
    }
}
