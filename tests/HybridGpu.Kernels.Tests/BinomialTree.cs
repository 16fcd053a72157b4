namespace HybridGpu.Kernels.Tests;

/// <summary>American options on a tree: Cox, Ross and Rubinstein with Black-Scholes in the last step, extrapolated from
/// two sizes (Broadie and Detemple 1996). Slow and simple: the oracle.</summary>
internal static class BinomialTree
{
    public static double Price(OptionTerms terms, int steps) =>
        (2 * Tree(terms, steps)) - Tree(terms, steps / 2);

    private static double Tree(OptionTerms terms, int steps)
    {
        double step = terms.TimeYears / steps;
        double up = Math.Exp(terms.Volatility * Math.Sqrt(step));
        double growth = Math.Exp((terms.Rate - terms.DividendYield) * step);
        double discount = Math.Exp(-terms.Rate * step);
        double p = discount * (growth - (1 / up)) / (up - (1 / up));
        double rest = discount - p;
        double sign = terms.Kind == PayoffKind.Call ? 1.0 : -1.0;
        int last = steps - 1;
        var spots = new double[(2 * last) + 1];
        for (int j = 0; j < spots.Length; j++)
        {
            spots[j] = terms.Underlying * Math.Pow(up, j - last);
        }

        var values = new double[last + 1];
        for (int j = 0; j <= last; j++)
        {
            OptionPricer.Price(
                terms with { Style = OptionStyle.European, Underlying = spots[2 * j], TimeYears = step },
                out OptionSensitivities european);
            values[j] = Math.Max(european.Price, sign * (spots[2 * j] - terms.Strike));
        }

        for (int level = last - 1; level >= 0; level--)
        {
            for (int j = 0; j <= level; j++)
            {
                double exercised = sign * (spots[(2 * j) + last - level] - terms.Strike);
                values[j] = Math.Max(exercised, (p * values[j + 1]) + (rest * values[j]));
            }
        }

        return values[0];
    }
}
