using System.Runtime.Intrinsics;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels.Tests;

/// <summary>
/// Every operation of every lane gives the scalar lane's bits, and the traps have the stated answers.
/// </summary>
public sealed class LaneTests
{
    private static readonly double[] Edges =
    [
        0.0, -0.0, 1.0, -1.0, 0.5, 1.5, -2.5, 3.0, 1e-300, -1e300, double.Epsilon, -double.Epsilon, double.MaxValue,
        double.MinValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 2.2250738585072014e-308,
        4503599627370497.5, 0.7071067811865475, 0.7071067811865476, 1.4142135623730951,
    ];

    public delegate double[] Program(double[] a, double[] b, double[] c);

    private static IEnumerable<TestCaseData> Lanes()
    {
        yield return new TestCaseData((Program)Run<Vector128<double>, Simd128Lane>)
            .SetArgDisplayNames("128");
        yield return new TestCaseData((Program)Run<Vector256<double>, Simd256Lane>)
            .SetArgDisplayNames("256");
        yield return new TestCaseData((Program)Run<Vector512<double>, Simd512Lane>)
            .SetArgDisplayNames("512");
    }

    [TestCaseSource(nameof(Lanes))]
    public void Every_operation_gives_the_bits_of_the_scalar_lane(Program lane)
    {
        Random random = Seed.NewRandom();
        var a = new List<double>();
        var b = new List<double>();
        foreach (double x in Edges)
        {
            foreach (double y in Edges)
            {
                a.Add(x);
                b.Add(y);
            }
        }

        while (a.Count < 8192)
        {
            a.Add(Math.ScaleB(random.NextDouble() - 0.5, random.Next(-40, 40)));
            b.Add(Math.ScaleB(random.NextDouble() - 0.5, random.Next(-40, 40)));
        }

        double[] c = [.. a.Select((x, i) => b[(i * 7) % b.Count])];

        double[] expected = RunScalar([.. a], [.. b], c);
        double[] actual = lane([.. a], [.. b], c);

        Assert.That(actual.Select(Bits), Is.EqualTo(expected.Select(Bits)));
    }

    [Test]
    public void Minimum_and_maximum_are_compare_and_select_so_the_second_wins_when_unordered()
    {
        Assert.Multiple(() =>
        {
            Assert.That(ScalarLane.Min(double.NaN, 1.0), Is.EqualTo(1.0));
            Assert.That(ScalarLane.Min(1.0, double.NaN), Is.NaN);
            Assert.That(ScalarLane.Max(double.NaN, 1.0), Is.EqualTo(1.0));
            Assert.That(ScalarLane.Max(1.0, double.NaN), Is.NaN);
            Assert.That(Bits(ScalarLane.Min(0.0, -0.0)), Is.EqualTo(Bits(-0.0)));
            Assert.That(Bits(ScalarLane.Max(-0.0, 0.0)), Is.EqualTo(Bits(0.0)));
            Assert.That(Bits(ScalarLane.Max(0.0, -0.0)), Is.EqualTo(Bits(-0.0)));
        });
    }

    [Test]
    public void A_number_splits_into_an_exponent_and_a_mantissa_between_the_roots_of_a_half_and_two()
    {
        Random random = Seed.NewRandom();
        for (int i = 0; i < 10_000; i++)
        {
            double x = Math.ScaleB(1.0 + random.NextDouble(), random.Next(-1022, 1023));
            double e = ScalarLane.SplitExponent(x);
            double m = ScalarLane.SplitMantissa(x);
            Assert.That(m, Is.InRange(0.70710678118654746, 1.4142135623730951));
            Assert.That(Math.ScaleB(m, (int)e), Is.EqualTo(x));
        }
    }

    [Test]
    public void Fused_multiply_add_rounds_once_on_every_lane()
    {
        double x = 1.0 + Math.ScaleB(1.0, -30);
        double exact = Math.ScaleB(1.0, -60);
        double rounded = x * x;

        Assert.Multiple(() =>
        {
            Assert.That(ScalarLane.Fma(x, x, -rounded), Is.EqualTo(exact));
            Assert.That(Simd128Lane.Fma(C128(x), C128(x), C128(-rounded))[1], Is.EqualTo(exact));
            Assert.That(Simd256Lane.NegFma(C256(x), C256(x), C256(rounded))[3], Is.EqualTo(-exact));
            Assert.That(Simd512Lane.Fma(C512(x), C512(x), C512(-rounded))[7], Is.EqualTo(exact));
        });
    }

    private static Vector128<double> C128(double x) => Vector128.Create(x);

    private static Vector256<double> C256(double x) => Vector256.Create(x);

    private static Vector512<double> C512(double x) => Vector512.Create(x);

    // Hardware differs in the payload and sign of the NaNs it makes: canonical is what may be compared.
    private static long Bits(double x) =>
        double.IsNaN(x) ? LaneBits.CanonicalNaN : BitConverter.DoubleToInt64Bits(x);

    private static double[] RunScalar(double[] a, double[] b, double[] c)
    {
        var results = new List<double>();
        for (int i = 0; i < a.Length; i++)
        {
            results.AddRange(Operations<double, ScalarLane>(a[i], b[i], c[i]));
        }

        return [.. results];
    }

    private static double[] Run<T, L>(double[] a, double[] b, double[] c)
        where T : struct
        where L : struct, ISimdLane<T>
    {
        int operations = Operations<T, L>(L.C(1.0), L.C(1.0), L.C(1.0)).Length;
        var results = new double[a.Length * operations];
        var buffer = new double[L.Width];
        for (int i = 0; i < a.Length; i += L.Width)
        {
            T[] outputs = Operations<T, L>(L.Load(a, i), L.Load(b, i), L.Load(c, i));
            for (int op = 0; op < operations; op++)
            {
                L.Store(outputs[op], buffer, 0);
                for (int lane = 0; lane < L.Width; lane++)
                {
                    results[((i + lane) * operations) + op] = buffer[lane];
                }
            }
        }

        return results;
    }

    private static T[] Operations<T, L>(T a, T b, T c)
        where T : struct
        where L : struct, ILane<T>
    {
        T positive = L.Max(L.Abs(a), L.C(1e-300));
        T magic = L.Add(L.Floor(L.Min(L.Max(b, L.C(-500.0)), L.C(500.0))), L.C(LaneBits.Magic));
        T forward = L.Min(L.Max(L.Abs(b), L.C(1e-3)), L.C(1e9));
        T strike = L.Min(L.Max(L.Abs(c), L.C(0.0)), L.C(1e9));
        Black76<T, L>.Greeks(
            L.C(-1.0), forward, strike, L.Min(L.Abs(a), L.C(9.0)), L.C(0.4), L.C(0.03), L.C(0.99),
            out T price, out T delta, out T gamma, out T vega, out T theta, out T rho);
        return
        [
            .. Options<T, L>(a, b, c),
            ElementaryFunctions<T, L>.Exp(a), ElementaryFunctions<T, L>.Log(a),
            ElementaryFunctions<T, L>.NormalCdf(a), ElementaryFunctions<T, L>.NormalPdf(a),
            OffsetFunctions<T, L>.Expm1(a), OffsetFunctions<T, L>.Log1p(a), InverseNormal<T, L>.Quantile(a),
            NormalTail<T, L>.Scaled(L.Min(L.Abs(a), L.C(46.0))), NormalTail<T, L>.Slope(L.Min(L.Abs(a), L.C(46.0))),
            price, delta, gamma, vega, theta, rho,
            L.Add(a, b), L.Sub(a, b), L.Mul(a, b), L.Fma(a, b, c), L.NegFma(a, b, c), L.Div(a, b), L.Sqrt(a),
            L.Floor(a), L.Neg(a), L.Abs(a), L.SelectLess(a, b, c, a), L.SelectEqual(a, b, c, a), L.Min(a, b),
            L.Max(a, b), L.SplitExponent(positive), L.SplitMantissa(positive), L.AddExponent(L.C(1.5), magic),
        ];
    }

    private static T[] Options<T, L>(T a, T b, T c)
        where T : struct
        where L : struct, ILane<T>
    {
        var option = new OptionLanes<T>
        {
            Sign = L.SelectLess(a, b, L.C(1.0), L.C(-1.0)),
            Underlying = L.Min(L.Max(L.Abs(b), L.C(1e-3)), L.C(1e9)),
            Strike = L.Min(L.Max(L.Abs(c), L.C(1e-3)), L.C(1e9)),
            Time = L.Min(L.Max(L.Abs(a), L.C(1e-6)), L.C(9.0)),
            Volatility = L.Min(L.Max(L.Abs(b), L.C(0.01)), L.C(2.0)),
            Rate = L.Min(L.Max(c, L.C(-0.1)), L.C(0.3)),
            Yield = L.Min(L.Max(a, L.C(-0.1)), L.C(0.3)),
            SpotFlag = L.SelectLess(b, c, L.C(1.0), L.C(0.0)),
        };
        T level = L.Mul(option.Underlying, L.C(0.97));
        GeneralisedBlack<T, L>.Evaluate(option, option.Sign, b, out GreekLanes<T> digital);
        EuropeanFormula<T, L>.Evaluate(option, out GreekLanes<T> plain);
        BarrierFormula<T, L>.Barrier(
            option, L.C(1.0), option.SpotFlag, level, L.C(3.0), out GreekLanes<T> barrier);
        BarrierFormula<T, L>.Touch(option, L.C(1.0), level, L.C(5.0), out GreekLanes<T> touch);
        T status = PricingDomain<T, L>.StatusOf(option with { Strike = c, Rate = a }, 0.01);
        return [status, .. Outputs(plain), .. Outputs(digital), .. Outputs(barrier), .. Outputs(touch)];
    }

    private static T[] Outputs<T>(GreekLanes<T> greeks)
        where T : struct =>
        [
            greeks.Price, greeks.Delta, greeks.Gamma, greeks.Vega, greeks.Theta, greeks.Rho,
            greeks.Vanna, greeks.Volga, greeks.Charm,
        ];
}
