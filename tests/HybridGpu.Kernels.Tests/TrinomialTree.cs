namespace HybridGpu.Kernels.Tests;

/// <summary>American options with a barrier, or with two exercise boundaries, on a trinomial tree with nodes on barrier
/// and spot, extrapolated from two sizes. Slow and simple: the oracle.</summary>
/// <remarks>
/// P. Boyle's tree (1986) in ln S, placed as P. Ritchken (1995) does; exercise is asked for at each node and step.
/// Branches further out than nine standard deviations are left out. The node next to the strike begins with the
/// payoff's mean over its surroundings. Halving the distance between nodes takes four times the steps, and a third of
/// the difference takes out the leading error.
/// </remarks>
internal static class TrinomialTree
{
    private const double Deviations = 9.0;

    /// <summary>The price.</summary>
    /// <param name="terms">An American option of any kind; a knock-out whose barrier isn't reached.</param>
    /// <param name="nodes">Nodes to a standard deviation in the smaller tree.</param>
    public static double Price(OptionTerms terms, double nodes)
    {
        if (terms.Style == OptionStyle.AmericanDownAndIn && terms.Barrier >= terms.Underlying)
        {
            terms = terms with { Style = OptionStyle.American };
        }

        double deviation = terms.Volatility * Math.Sqrt(terms.TimeYears);
        double distance = terms.Style == OptionStyle.American
            ? deviation
            : Math.Abs(Math.Log(terms.Underlying / terms.Barrier));
        int count = (int)Math.Ceiling(distance * nodes / deviation);
        double spacing = distance / count;
        double variance = deviation * deviation;
        int steps = (int)Math.Ceiling(3.0 * variance / (spacing * spacing));
        double coarse = Tree(terms, count, spacing, steps);
        double fine = Tree(terms, 2 * count, spacing / 2, 4 * steps);
        return fine + ((fine - coarse) / 3);
    }

    private static double Tree(OptionTerms terms, int toBarrier, double spacing, int steps)
    {
        bool isDown = terms.Style is OptionStyle.AmericanDownAndIn or OptionStyle.AmericanDownAndOut;
        bool isUp = terms.Style is OptionStyle.AmericanUpAndIn or OptionStyle.AmericanUpAndOut;
        bool isIn = terms.Style is OptionStyle.AmericanDownAndIn or OptionStyle.AmericanUpAndIn;
        bool isOut = (isDown || isUp) && !isIn;
        double step = terms.TimeYears / steps;
        double drift = terms.Rate - terms.DividendYield - (terms.Volatility * terms.Volatility / 2);
        double square = ((terms.Volatility * terms.Volatility * step) + (drift * drift * step * step))
            / (spacing * spacing);
        double discount = Math.Exp(-terms.Rate * step);
        double up = discount * (square + (drift * step / spacing)) / 2;
        double down = discount * (square - (drift * step / spacing)) / 2;
        double stay = discount * (1 - square);

        double reach = (Deviations * terms.Volatility * Math.Sqrt(terms.TimeYears)) + Math.Abs(drift * terms.TimeYears);
        int wide = (int)Math.Ceiling(reach / spacing);
        int barrier = isDown ? -toBarrier : toBarrier;
        int low = isOut && isDown ? barrier : -wide - (isIn ? toBarrier : 0);
        int high = isOut && isUp ? barrier : wide + (isIn ? toBarrier : 0);
        double sign = terms.Kind == PayoffKind.Call ? 1.0 : -1.0;
        var spots = new double[high - low + 1];
        var exercise = new double[spots.Length];
        var values = new double[spots.Length];
        var waiting = new double[spots.Length];
        for (int i = 0; i < spots.Length; i++)
        {
            double log = Math.Log(terms.Underlying) + ((i + low) * spacing);
            spots[i] = Math.Exp(log);
            exercise[i] = Math.Max(sign * (spots[i] - terms.Strike), 0.0);
            double off = sign * (log - Math.Log(terms.Strike));
            values[i] = Math.Abs(off) < spacing / 2
                ? terms.Strike * (off + (spacing / 2)) * (off + (spacing / 2)) / (2 * spacing)
                : exercise[i];
            waiting[i] = terms.Rebate;
        }

        double atBarrier = isOut ? Math.Max(terms.Rebate, exercise[barrier - low]) : 0.0;
        if (isOut)
        {
            values[barrier - low] = atBarrier;
        }

        var next = new double[spots.Length];
        for (int level = steps - 1; level >= 0; level--)
        {
            double time = (steps - level) * step;
            for (int i = 1; i < spots.Length - 1; i++)
            {
                next[i] = Math.Max(
                    exercise[i], (up * values[i + 1]) + (stay * values[i]) + (down * values[i - 1]));
            }

            foreach (int end in (ReadOnlySpan<int>)[0, spots.Length - 1])
            {
                double forward = sign * ((spots[end] * Math.Exp(-terms.DividendYield * time))
                    - (terms.Strike * Math.Exp(-terms.Rate * time)));
                next[end] = isOut && end == barrier - low ? atBarrier : Math.Max(exercise[end], forward);
            }

            (values, next) = (next, values);
            if (isIn)
            {
                Wait(waiting, next, values[barrier - low], barrier - low, isDown, up, stay, down);
                (waiting, next) = (next, waiting);
            }
        }

        return isIn ? waiting[-low] : values[-low];
    }

    // One step of an option that isn't in yet; far from the barrier it is the rebate at expiry.
    private static void Wait(
        double[] waiting, double[] next, double plain, int barrier, bool isDown, double up, double stay, double down)
    {
        for (int i = 1; i < waiting.Length - 1; i++)
        {
            next[i] = (up * waiting[i + 1]) + (stay * waiting[i]) + (down * waiting[i - 1]);
        }

        double discount = up + stay + down;
        next[0] = waiting[0] * discount;
        next[^1] = waiting[^1] * discount;
        int from = isDown ? 0 : barrier;
        int to = isDown ? barrier : waiting.Length - 1;
        for (int i = from; i <= to; i++)
        {
            next[i] = plain;
        }
    }
}
