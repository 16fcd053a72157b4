using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Risk.Tests.Surfaces;

/// <summary>The solver's analytic derivatives against differences.</summary>
public sealed class SurfaceDerivativeTests
{
    private static readonly SviSlice Slice = new(0.01, 0.2, -0.3, 0.05, 0.1);

    [Test]
    public void Variance_has_its_derivatives()
    {
        double[] d = new double[5];
        foreach (double k in new[] { -0.6, -0.05, 0.05, 0.3 })
        {
            double w = SviGradient.Variance(Slice, k, d);

            Assert.That(w, Is.EqualTo(Slice.TotalVariance(k)).Within(1e-15));
            AssertDerivatives(d, slice => slice.TotalVariance(k));
            double rise = (Slice.TotalVariance(k + 1e-6) - Slice.TotalVariance(k - 1e-6)) / 2e-6;
            Assert.That(Slice.Slope(k), Is.EqualTo(rise).Within(1e-8));
        }
    }

    [Test]
    public void Durrleman_has_its_derivatives_at_a_point_that_moves_with_the_slice()
    {
        double[] d = new double[5];
        foreach (double x in new[] { -20, -1.5, 0, 0.7, 300 })
        {
            SviGradient.Durrleman(Slice, x, d);

            AssertDerivatives(d, slice => slice.Durrleman(slice.M + (slice.Sigma * x)));
        }
    }

    [Test]
    public void Durrleman_is_the_density_of_prices()
    {
        // g(k) = density of ln K x sqrt(2 pi w) exp(d2^2 / 2); the density by second differences of Black prices.
        foreach (double k in new[] { -0.4, -0.1, 0.0, 0.2 })
        {
            const double Step = 1e-4;
            double strike = Math.Exp(k);
            double mass = Call(strike + Step) - (2 * Call(strike)) + Call(strike - Step);
            double w = Slice.TotalVariance(k);
            double d2 = (-k / Math.Sqrt(w)) - (Math.Sqrt(w) / 2);
            double g = mass / (Step * Step) * strike * Math.Sqrt(2 * Math.PI * w) * Math.Exp(d2 * d2 / 2);

            Assert.That(Slice.Durrleman(k), Is.EqualTo(g).Within(1e-5), $"k = {k}");
        }
    }

    [Test]
    public void Solved_parameters_and_SVI_are_the_same_slice_and_chain()
    {
        WingedSlice winged = WingedSlice.From(Slice);
        SviSlice back = winged.ToSvi();
        double[] chain = new double[25];
        winged.Chain(chain);

        Assert.That(back.TotalVariance(0.3), Is.EqualTo(Slice.TotalVariance(0.3)).Within(1e-15));
        for (int q = 0; q < 5; q++)
        {
            double[] step = new double[5];
            step[q] = 1e-6;
            double[] up = Parameters(winged.Moved(step).ToSvi());
            step[q] = -1e-6;
            double[] down = Parameters(winged.Moved(step).ToSvi());
            for (int p = 0; p < 5; p++)
            {
                Assert.That(chain[(p * 5) + q], Is.EqualTo((up[p] - down[p]) / 2e-6).Within(1e-7), $"{p} by {q}");
            }
        }
    }

    [Test]
    public void eSSVI_and_SVI_are_the_same_slice_and_chain()
    {
        var essvi = new EssviSlice(0.04, -0.3, 0.2);
        (double theta, double rho, double psi) = (essvi.Theta, essvi.Rho, essvi.Psi);
        foreach (double k in new[] { -0.7, 0, 0.2 })
        {
            double inner = (psi * k) + (rho * theta);
            double w = (theta + (rho * psi * k) + Math.Sqrt((inner * inner) + (theta * theta * (1 - (rho * rho))))) / 2;
            Assert.That(essvi.ToSvi().TotalVariance(k), Is.EqualTo(w).Within(1e-15));
        }

        double[] chain = new double[15];
        essvi.Chain(chain);
        for (int q = 0; q < 3; q++)
        {
            double[] up = Parameters(Shifted(essvi, q, 1e-6).ToSvi());
            double[] down = Parameters(Shifted(essvi, q, -1e-6).ToSvi());
            for (int p = 0; p < 5; p++)
            {
                Assert.That(chain[(p * 3) + q], Is.EqualTo((up[p] - down[p]) / 2e-6).Within(1e-6), $"{p} by {q}");
            }
        }
    }

    private static EssviSlice Shifted(EssviSlice slice, int parameter, double by) => parameter switch
    {
        0 => slice with { Theta = slice.Theta + by },
        1 => slice with { Rho = slice.Rho + by },
        _ => slice with { Psi = slice.Psi + by },
    };

    private static double Call(double strike)
    {
        double root = Math.Sqrt(Slice.TotalVariance(Math.Log(strike)));
        double d1 = (-Math.Log(strike) / root) + (root / 2);
        return Kernels.LaneMath.NormalCdf(d1) - (strike * Kernels.LaneMath.NormalCdf(d1 - root));
    }

    private static double[] Parameters(SviSlice slice) => [slice.A, slice.B, slice.Rho, slice.M, slice.Sigma];

    private static void AssertDerivatives(double[] derivatives, Func<SviSlice, double> value)
    {
        const double Step = 1e-6;
        for (int i = 0; i < 5; i++)
        {
            double[] up = Parameters(Slice);
            double[] down = Parameters(Slice);
            (up[i], down[i]) = (up[i] + Step, down[i] - Step);
            double difference = (value(Of(up)) - value(Of(down))) / (2 * Step);
            Assert.That(
                derivatives[i], Is.EqualTo(difference).Within(1e-6 * Math.Max(1, Math.Abs(difference))), $"{i}");
        }
    }

    private static SviSlice Of(double[] p) => new(p[0], p[1], p[2], p[3], p[4]);
}
