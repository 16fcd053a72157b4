using System.Globalization;

namespace HybridGpu.Kernels.Tests;

/// <summary>The published values of American barrier options, which are themselves from a binomial tree, and which of
/// them can be right.</summary>
public sealed class AmericanBarrierReferenceTests
{
    // Printed value less the exact one, USD, where it isn't exact to its last digit: a coarse tree can't exercise right
    // above the barrier, and rounds the barrier to its nodes.
    private static readonly Dictionary<string, double> ErrorOfPrint = new()
    {
        ["DownOut Call 90 at 95"] = -0.0790,
        ["DownOut Call 100 at 95"] = 0.0033,
        ["DownOut Call 110 at 95"] = 0.0011,
        ["DownOut Put 90 at 95"] = -0.0003,
        ["DownOut Put 100 at 95"] = -0.4635,
        ["DownOut Put 110 at 95"] = -0.1719,
        ["DownIn Call 90 at 95"] = -0.0012,
        ["DownIn Call 100 at 95"] = 0.0009,
        ["DownIn Call 110 at 95"] = -0.0032,
        ["DownIn Call 90 at 100"] = -0.0025,
    };

    [Test]
    public void Every_printed_value_lies_as_far_from_ours_as_from_a_fine_trees()
    {
        int count = 0;
        foreach (var row in Rows())
        {
            OptionTerms terms = Terms(row);
            string name = Name(row);
            double ours = Price(terms);
            double printed = row.Number("value");
            double error = ErrorOfPrint.GetValueOrDefault(name);
            double tree = IsAlive(terms) ? TrinomialTree.Price(terms, 30) : ours;
            TestContext.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}, rebate {terms.Rebate}: printed {printed:F4}, ours {ours:F6}, tree {tree:F6}"));

            Assert.That(ours, Is.EqualTo(tree).Within(1e-4), name);
            Assert.That(printed - ours, Is.EqualTo(error).Within(1.5e-4), name);
            count++;
        }

        Assert.That(count, Is.EqualTo(16));
    }

    [Test]
    public void Printed_knock_ins_below_the_European_ones_cant_be_right()
    {
        int impossible = 0;
        foreach (var row in Rows().Where(row => row["barrierType"] == "DownIn"))
        {
            OptionTerms terms = Terms(row);
            double european = Price(terms with { Style = OptionStyle.DownAndIn });

            Assert.That(Price(terms), Is.GreaterThanOrEqualTo(european - 1e-12), Name(row));
            impossible += row.Number("value") < european - 5e-5 ? 1 : 0;
        }

        Assert.That(impossible, Is.EqualTo(3));
    }

    [Test]
    public void Who_exercises_a_cent_above_the_barrier_gets_more_than_the_print_says()
    {
        int beaten = 0;
        foreach (var row in Rows().Where(row => row["barrierType"] == "DownOut"))
        {
            OptionTerms terms = Terms(row);
            double sign = terms.Kind == PayoffKind.Call ? 1.0 : -1.0;
            double level = terms.Barrier + 0.01;
            double paid = sign * (level - terms.Strike);
            if (!IsAlive(terms) || paid <= terms.Rebate)
            {
                continue;
            }

            // To exercise there at once or else at expiry is one way to use the option: a European knock-out at that
            // level, which pays the exercise, has a closed form and is worth no more than the American one.
            double strategy = Price(terms with { Style = OptionStyle.DownAndOut, Barrier = level, Rebate = paid });

            Assert.That(Price(terms), Is.GreaterThanOrEqualTo(strategy - 1e-5), Name(row));
            beaten += row.Number("value") < strategy ? 1 : 0;
        }

        Assert.That(beaten, Is.EqualTo(3));
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> Rows() =>
        ReferenceData.Read("barrier_haug_down.csv").Where(row => row["exType"] == "american");

    private static string Name(IReadOnlyDictionary<string, string> row) =>
        $"{row["barrierType"]} {row["type"]} {row["strike"]} at {row.Number("barrier")}";

    private static bool IsAlive(OptionTerms terms) => terms.Underlying > terms.Barrier
        || terms.Style == OptionStyle.AmericanDownAndIn;

    private static OptionTerms Terms(IReadOnlyDictionary<string, string> row) => new()
    {
        Style = row["barrierType"] == "DownIn" ? OptionStyle.AmericanDownAndIn : OptionStyle.AmericanDownAndOut,
        Kind = Enum.Parse<PayoffKind>(row["type"]),
        Underlying = row.Number("spot"),
        Strike = row.Number("strike"),
        TimeYears = row.Number("t_years"),
        Volatility = row.Number("vol"),
        Rate = row.Number("rate"),
        DividendYield = row.Number("div_yield"),
        Barrier = row.Number("barrier"),
        Rebate = row.Number("rebate"),
    };

    private static double Price(OptionTerms terms)
    {
        Assert.That(OptionPricer.Price(terms, out OptionSensitivities s), Is.EqualTo(PricingStatus.Ok), $"{terms}");
        return s.Price;
    }
}
