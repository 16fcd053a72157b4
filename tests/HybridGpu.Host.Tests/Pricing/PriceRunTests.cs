using System.Globalization;
using System.Text;
using HybridGpu.Host.Pricing;
using HybridGpu.Host.Tests.Support;
using HybridGpu.Kernels;

namespace HybridGpu.Host.Tests.Pricing;

public sealed class PriceRunTests
{
    private const string Header = "style,type,forward,strike,t_years,vol,rate";
    private const string Good = "european,call,100,105,0.5,0.4,0.03";

    private readonly TestFolder _directory = new();

    [OneTimeTearDown]
    public void Remove() => _directory.Remove();

    [Test]
    public void A_row_comes_out_with_its_own_text_and_nine_outputs_that_read_back_to_the_pricers_bits()
    {
        (int status, string[] output, string errors) = Price(Header, Good);

        OptionPricer.Price(
            new OptionTerms
            {
                IsForward = true,
                Underlying = 100,
                Strike = 105,
                TimeYears = 0.5,
                Volatility = 0.4,
                Rate = 0.03,
            },
            out OptionSensitivities s);
        double[] expected = [s.Price, s.Delta, s.Gamma, s.Vega, s.Theta, s.Rho, s.Vanna, s.Volga, s.Charm];
        Assert.Multiple(() =>
        {
            Assert.That((status, errors), Is.EqualTo((0, "")));
            Assert.That(output[0], Is.EqualTo(Header + ",price,delta,gamma,vega,theta,rho,vanna,volga,charm"));
            Assert.That(output[1], Does.StartWith(Good + ","));
            Assert.That(Numbers(output[1], 7), Is.EqualTo(expected));
            Assert.That(output, Has.Length.EqualTo(2));
        });
    }

    [Test]
    public void The_example_in_the_README_is_what_is_printed()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root(), "README.md"));
        string input = page.Split("$ cat options.csv\n")[1].Split("\n$ ")[0];
        string example = page.Split("$ hybridgpu price options.csv\n")[1].Split("\n```")[0];

        (int status, string[] output, string errors) = Price(input.Split('\n'));

        Assert.That((status, errors), Is.EqualTo((0, "")));
        Assert.That(output, Is.EqualTo(example.Split('\n')));
    }

    [Test]
    public void Prices_in_give_implied_volatilities_out_to_the_last_digits()
    {
        (_, string[] priced, _) = Price(
            "type,style,spot,strike,t_years,vol,rate,div_yield,id",
            "put,european,100,90,0.25,0.55,0.04,0.01,a",
            "call,european,100,140,1.5,0.2,-0.01,,b");
        string[] given = [.. priced.Skip(1).Select(line => line.Split(',')).Select(f =>
            $"{f[0]},{f[1]},{f[2]},{f[3]},{f[4]},{f[9]},{f[6]},{f[7]},{f[8]}")];

        (int status, string[] output, _) = Price(
            ["type,style,spot,strike,t_years,price,rate,div_yield,id", .. given]);

        Assert.That(status, Is.Zero);
        Assert.That(output[0], Does.EndWith(",id,implied_vol"));
        Assert.That(Numbers(output[1], 9)[0], Is.EqualTo(0.55).Within(1e-14));
        Assert.That(Numbers(output[2], 9)[0], Is.EqualTo(0.2).Within(1e-13));
    }

    [Test]
    public void Every_style_is_priced_from_its_name()
    {
        (int status, string[] output, string errors) = Price(
            "style,type,spot,strike,t_years,vol,rate,div_yield,barrier,barrier_type,rebate,payout,payoff_strike",
            "digital,put,100,80,0.75,0.35,0.06,0.06,,,,10,",
            "asset_or_nothing,put,70,65,0.5,0.27,0.07,0.05,,,,,",
            "gap,call,50,50,0.5,0.2,0.09,,,,,,57",
            "cash_at_hit,put,105,100,0.5,0.2,0.1,,,,,15,",
            "barrier,call,100,90,0.5,0.25,0.08,0.04,95,DownOut,3,,",
            "down-in,call,100,110,0.5,0.25,0.08,0.04,95,,3,,",
            "UP_OUT,put,100,90,0.5,0.25,0.08,0.04,105,,,,",
            "european,call,60,65,0.25,0.3,0.08,,,,,,");

        Assert.That((status, errors), Is.EqualTo((0, "")));
        double[] prices = [.. output.Skip(1).Select(line => Numbers(line, 13)[0])];

        // E. G. Haug, "Option Pricing Formulas" (1998), four decimals; an up-and-out put with a live strike is below
        // it.
        Assert.That(prices[0], Is.EqualTo(2.6710).Within(1e-4));
        Assert.That(prices[1], Is.EqualTo(20.2069).Within(1e-4));
        Assert.That(prices[2], Is.EqualTo(-0.0053).Within(1e-4));
        Assert.That(prices[3], Is.EqualTo(9.7264).Within(1e-4));
        Assert.That(prices[4], Is.EqualTo(9.0246).Within(1e-4));
        Assert.That(prices[5], Is.EqualTo(2.0576).Within(1e-4));
        Assert.That(prices[6], Is.InRange(0.5, 4.0));
        Assert.That(prices[7], Is.EqualTo(2.1334).Within(1e-4));
    }

    [Test]
    public void Barrier_options_exercised_early_are_named_in_two_ways()
    {
        (int status, string[] output, string errors) = Price(
            "style,type,spot,strike,t_years,vol,rate,div_yield,barrier,barrier_type,rebate",
            "american_barrier,put,100,110,0.5,0.25,0.08,0.04,95,DownOut,1",
            "AmericanDownOut,put,100,110,0.5,0.25,0.08,0.04,95,,1",
            "american-up-in,call,100,90,0.5,0.25,0.02,0.08,120,,",
            "up_in,call,100,90,0.5,0.25,0.02,0.08,120,,",
            "american,put,100,110,0.5,0.25,-0.01,-0.03,,,");

        Assert.That((status, errors), Is.EqualTo((0, "")));
        double[] prices = [.. output.Skip(1).Select(line => Numbers(line, 11)[0])];
        OptionPricer.Price(
            new OptionTerms
            {
                Style = OptionStyle.AmericanDownAndOut,
                Kind = PayoffKind.Put,
                Underlying = 100,
                Strike = 110,
                TimeYears = 0.5,
                Volatility = 0.25,
                Rate = 0.08,
                DividendYield = 0.04,
                Barrier = 95,
                Rebate = 1,
            },
            out OptionSensitivities s);
        Assert.That(prices[0], Is.EqualTo(s.Price));
        Assert.That(prices[1], Is.EqualTo(s.Price));
        Assert.That(prices[2], Is.GreaterThan(prices[3]));
        Assert.That(prices[4], Is.GreaterThan(10.0));
    }

    [Test]
    public void American_prices_give_their_volatility_and_what_no_volatility_gives_is_said()
    {
        (_, string[] priced, _) = Price(
            "style,type,spot,strike,t_years,vol,rate,div_yield",
            "american,put,100,105,0.5,0.4,0.03,0.01",
            "american,call,100,120,1.5,0.25,0.01,0.05");
        double[] prices = [.. priced.Skip(1).Select(line => Numbers(line, 8)[0])];

        (int status, string[] output, string errors) = Price(
            "style,type,spot,strike,t_years,price,rate,div_yield,barrier",
            string.Create(CultureInfo.InvariantCulture, $"american,put,100,105,0.5,{prices[0]:G17},0.03,0.01,"),
            string.Create(CultureInfo.InvariantCulture, $"american,call,100,120,1.5,{prices[1]:G17},0.01,0.05,"),
            "american,put,100,105,0.5,4.9,0.03,0.01,",
            "american,put,100,105,0.5,106,0.03,0.01,",
            "american_up_out,put,100,105,0.5,5,0.03,0.01,120");

        Assert.That(status, Is.EqualTo(1));
        Assert.That(Numbers(output[1], 9)[0], Is.EqualTo(0.4).Within(1e-9));
        Assert.That(Numbers(output[2], 9)[0], Is.EqualTo(0.25).Within(1e-9));
        Assert.That(output, Has.Length.EqualTo(3));
        Assert.That(errors, Does.Contain(":4, column price: is below what exercise pays"));
        Assert.That(errors, Does.Contain(":5, column price: is above what a volatility of 100 gives"));
        Assert.That(errors, Does.Contain(":6, column style: only european and american have an implied volatility"));
    }

    [TestCase("european,call,100,105,0.5,nan,0.03", "column vol: 'nan' is not a finite number")]
    [TestCase("european,call,1e400,105,0.5,0.4,0.03", "column forward: '1e400' is not a finite number")]
    [TestCase("european,call,100,105,0.5,-0.4,0.03", "column vol: must be from 0 to 100")]
    [TestCase("european,call,100,105,0,0.4,0.03", "column t_years: must be from 1E-09 to 1000")]
    [TestCase("european,call,100,0,0.5,0.4,0.03", "column strike: must be from 1E-12 to 1E+12")]
    [TestCase("european,call,100,105,0.5,0.4,12", "column rate: must be from -10 to 10")]
    [TestCase("european,call,,105,0.5,0.4,0.03", "column forward: it is empty")]
    [TestCase("european,call,100,105,0.5,0.4,0x1", "column rate: '0x1' is no number")]
    [TestCase("european,both,100,105,0.5,0.4,0.03", "column type: 'both' is neither call nor put")]
    [TestCase("asian,call,100,105,0.5,0.4,0.03", "column style: 'asian' is none of european")]
    [TestCase("barrier,call,100,105,0.5,0.4,0.03", "column barrier_type: '' is none of down_in")]
    [TestCase("down_in,call,100,105,0.5,0.4,0.03", "column barrier: the header has no such column")]
    [TestCase("european,call,100,105,0.5,0.4", "column rate: the row has 6 fields, the header 7")]
    [TestCase("european,call,100,105,0.5,0.4,0.03,9", "the row has 8 fields, the header 7")]
    [TestCase("european,\"call,100,105,0.5,0.4,0.03", "field 2: the quote is not closed on its line")]
    [TestCase("european,ca\"ll,100,105,0.5,0.4,0.03", "field 2: a quote stands inside a field without quotes")]
    public void A_bad_row_is_reported_with_line_and_column_and_the_others_still_come_out(string row, string problem)
    {
        (int status, string[] output, string errors) = Price(Header, Good, "", row, Good);

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(1));
            Assert.That(errors, Does.Contain(":4").And.Contain(problem));
            Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
            Assert.That(output, Has.Length.EqualTo(3));
            Assert.That(output[2], Is.EqualTo(output[1]));
        });
    }

    [TestCase("style,type,forward,strike,t_years,rate", "vol|price")]
    [TestCase("style,type,forward,strike,t_years,vol,price,rate", "vol|price")]
    [TestCase("style,type,strike,t_years,vol,rate", "forward|spot")]
    [TestCase("style,type,forward,strike,t_years,vol", "column rate: the header has no such column")]
    [TestCase("style,type,spot,strike,t_years,vol,rate,div_yeild", "column div_yeild: no such column")]
    [TestCase("style,type,spot,spot,strike,t_years,vol,rate", "column spot: the column is there twice")]
    [TestCase("style,type,spot,strike,t_years,vol,rate,", "column number 8: no such column")]
    [TestCase("style,type,spot,\"strike,t_years,vol,rate", "the quote is not closed")]
    public void A_header_that_cant_be_used_refuses_the_file(string header, string problem)
    {
        (int status, string[] output, string errors) = Price(header, Good);

        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(":1").And.Contain(problem));
        Assert.That(output, Is.Empty);
    }

    [Test]
    public void Below_intrinsic_and_above_the_maximum_are_bad_prices()
    {
        (int status, string[] output, string errors) = Price(
            "style,type,forward,strike,t_years,price,rate",
            "european,call,110,100,1,9,0",
            "european,call,110,100,1,110,0",
            "european,call,110,100,1,-1,0",
            "digital,call,110,100,1,12,0",
            "european,call,110,100,1,12,0");

        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(4));
        Assert.That(errors, Does.Contain(":2, column price: is below").And.Contain(":3, column price: is not below"));
        Assert.That(errors, Does.Contain(":4, column price: must not").And.Contain(":5, column style: "));
        Assert.That(output, Has.Length.EqualTo(2));
    }

    [Test]
    public void Byte_order_mark_carriage_returns_quotes_and_spaces_are_read_and_kept()
    {
        string file = _directory["windows.csv"];
        File.WriteAllText(
            file,
            "note," + Header + "\r\n\"a \"\"b\"\", c\"," + Good.Replace(",", " , ") + "\r\n",
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        (int status, string[] output, string errors) = Run(file, null);

        Assert.That((status, errors), Is.EqualTo((0, "")));
        Assert.That(output[0], Does.StartWith("note,style"));
        Assert.That(output[1], Does.StartWith("\"a \"\"b\"\", c\",european , call"));
    }

    [Test]
    public void Empty_missing_overlong_and_binary_input_each_say_what_is_wrong()
    {
        string empty = _directory.Write("empty.csv");
        File.WriteAllText(empty, "");
        Assert.That(Run(empty, null).Errors, Does.Contain("the file is empty"));
        Assert.That(Run(_directory["none.csv"], null).Errors, Does.Contain("can't be read"));
        (int status, string[] output, string errors) = Price(Header, new string('9', 20_000), Good);
        Assert.That((status, output.Length), Is.EqualTo((1, 2)));
        Assert.That(errors, Does.Contain(":2: the line is longer than 16384 characters"));
        string binary = _directory["binary.csv"];
        File.WriteAllBytes(binary, [.. Encoding.UTF8.GetBytes(Header + "\n"), 0xFF, 0xFE, 0x00, 0x0A]);
        Assert.That(Run(binary, null).Errors, Does.Contain(":2: the line is not UTF-8"));
    }

    [Test]
    public void The_first_thousand_faults_are_printed_and_the_rest_is_counted()
    {
        (int status, string[] output, string errors) = Price(
            [Header, .. Enumerable.Repeat("european,call,100,105,0.5,x,0.03", 1_005), Good]);

        string[] lines = errors.Trim().Split('\n');
        Assert.That((status, output.Length, lines.Length), Is.EqualTo((1, 2, 1_001)));
        Assert.That(lines[999], Does.Contain(":1001, column vol"));
        Assert.That(lines[1_000].Trim(), Is.EqualTo("... and 5 more faults."));
    }

    [Test]
    public void A_file_is_written_whole_or_not_at_all()
    {
        string input = _directory.Write("in.csv", Header, Good, "european,call,1,1,1,1,x");
        string result = _directory["out.csv"];
        (int status, string[] output, _) = Run(input, result);
        string[] written = File.ReadAllLines(result);
        (int refused, _, string errors) = Run(input, Path.Combine(_directory.Path, "no", "such", "out.csv"));
        string bad = _directory.Write("bad.csv", "a,b");
        File.Delete(result);
        int badStatus = Run(bad, result).Status;

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(1));
            Assert.That(output[0], Does.Contain("1 rows to").And.Contain("1 bad ones left out"));
            Assert.That(written, Has.Length.EqualTo(2));
            Assert.That(refused, Is.EqualTo(1));
            Assert.That(errors, Does.Contain("can't be written"));
            Assert.That(badStatus, Is.EqualTo(1));
            Assert.That(File.Exists(result), Is.False);
            Assert.That(Directory.GetFiles(_directory.Path, "*.partial"), Is.Empty);
        });
    }

    private static double[] Numbers(string line, int from) =>
        [.. line.Split(',').Skip(from).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    private (int Status, string[] Output, string Errors) Price(params string[] lines) =>
        Run(_directory.Write("options.csv", lines), null);

    private static (int Status, string[] Output, string Errors) Run(string input, string? file)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int status = PriceRun.Run(new PriceRunOptions { Input = input, Output = file }, output, errors);
        return (
            status,
            output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries),
            errors.ToString());
    }
}
