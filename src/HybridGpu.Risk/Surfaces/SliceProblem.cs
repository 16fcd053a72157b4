using System;

namespace HybridGpu.Risk.Surfaces;

/// <summary>What one slice is fitted to: quotes in vol points, and the arbitrage that costs.</summary>
/// <remarks>
/// Residuals: a quote's is its weight x (fitted − quoted volatility) in vol points, the weights' squares summing to
/// one, so that the cost is a mean square. Butterflies add g below a small margin at the points of
/// <see cref="ArbitrageCheck.PenaltyGrid"/>, calendars what <see cref="CalendarFloor"/> says. A
/// weak pull on the wings' slopes keeps what no quote determines within reason. Filled once an expiry and
/// evaluated often. No allocation once made. Thread: one.
/// </remarks>
internal sealed class SliceProblem(int quotesMax)
{
    private const double VolPoints = 100;

    /// <summary>What g should at least be: then what is between grid points stays positive.</summary>
    private const double DurrlemanMargin = 2e-4;

    /// <summary>Slope, over the deviation at the money, that a wing is drawn to where no quote says otherwise. Recorded
    /// BTC and ETH slices have about that; short ones without it have slopes that no later one can follow.</summary>
    private const double WingSlope = 0.8;

    /// <summary>Weight of that, as of a quote <see cref="WingDeviations"/> out.</summary>
    private const double WingPull = 0.002;

    /// <summary>Deviations from the money at which a slope is turned into vol points.</summary>
    private const double WingDeviations = 3;

    private readonly double[] _k = new double[quotesMax];
    private readonly double[] _volatility = new double[quotesMax];
    private readonly double[] _weight = new double[quotesMax];
    private double _rootTime;
    private double _wingSlope;
    private double _wingScale;

    /// <summary>Quotes.</summary>
    public int Count { get; private set; }

    /// <summary>Years to expiry.</summary>
    public double TimeYears { get; private set; }

    /// <summary>Total variance at the money between the quotes there.</summary>
    public double AtmVariance { get; private set; }

    /// <summary>Factor of g's squared lack; 0 leaves butterflies out.</summary>
    public double DurrlemanStiffness { get; set; }

    /// <summary>The expiry before.</summary>
    public CalendarFloor Earlier { get; } = new();

    public ReadOnlySpan<double> Moneyness => _k.AsSpan(0, Count);

    public ReadOnlySpan<double> Volatilities => _volatility.AsSpan(0, Count);

    public ReadOnlySpan<double> Weights => _weight.AsSpan(0, Count);

    public void Begin(double timeYears, double atmVolatility)
    {
        TimeYears = timeYears;
        AtmVariance = atmVolatility * atmVolatility * timeYears;
        _rootTime = Math.Sqrt(timeYears);
        _wingSlope = WingSlope * Math.Sqrt(AtmVariance);
        _wingScale = WingPull * VolPoints * WingDeviations / (2 * _rootTime);
        Count = 0;
        SetFree();
    }

    public void Add(double k, double volatility, double weight)
    {
        (_k[Count], _volatility[Count], _weight[Count]) = (k, volatility, weight);
        Count++;
    }

    /// <summary>Scales the weights so that their squares sum to one.</summary>
    public void NormaliseWeights()
    {
        double sum = 0;
        foreach (double weight in Weights)
        {
            sum += weight * weight;
        }

        double scale = 1 / Math.Sqrt(sum);
        foreach (ref double weight in _weight.AsSpan(0, Count))
        {
            weight *= scale;
        }
    }

    /// <summary>Leaves every penalty out.</summary>
    public void SetFree() => (DurrlemanStiffness, Earlier.Stiffness) = (0, 0);

    /// <summary>Cost of the quotes alone, vol points squared.</summary>
    public double QuoteCost(in SviSlice slice)
    {
        double cost = 0;
        double scale = VolPoints / _rootTime;
        for (int i = 0; i < Count; i++)
        {
            double w = slice.TotalVariance(_k[i]);
            double residual = _weight[i] * ((scale * Math.Sqrt(w)) - (VolPoints * _volatility[i]));
            cost += residual * residual;
        }

        return cost;
    }

    /// <summary>Cost with its penalties.</summary>
    public double Cost(in SviSlice slice)
    {
        double cost = QuoteCost(in slice);
        if (DurrlemanStiffness > 0)
        {
            foreach (double x in ArbitrageCheck.PenaltyGrid)
            {
                double lack = DurrlemanMargin - slice.Durrleman(slice.M + (slice.Sigma * x));
                cost += lack > 0 ? DurrlemanStiffness * lack * lack : 0;
            }
        }

        double left = _wingScale * (slice.LeftSlope - _wingSlope);
        double right = _wingScale * (slice.RightSlope - _wingSlope);
        return cost + (left * left) + (right * right) + Earlier.Cost(in slice);
    }

    /// <summary>Sums of a step from a slice, in a, b, ρ, m, σ.</summary>
    public void Linearise(in SviSlice slice, NormalEquations sums)
    {
        sums.Reset();
        Span<double> d = stackalloc double[NormalEquations.ParametersMax];
        for (int i = 0; i < Count; i++)
        {
            double root = Math.Sqrt(SviGradient.Variance(in slice, _k[i], d));
            double scale = _weight[i] * VolPoints / _rootTime;
            Scale(d, scale / (2 * root));
            sums.Add((scale * root) - (_weight[i] * VolPoints * _volatility[i]), d);
        }

        if (DurrlemanStiffness > 0)
        {
            double stiffness = Math.Sqrt(DurrlemanStiffness);
            foreach (double x in ArbitrageCheck.PenaltyGrid)
            {
                double lack = DurrlemanMargin - slice.Durrleman(slice.M + (slice.Sigma * x));
                if (lack > 0)
                {
                    SviGradient.Durrleman(in slice, x, d);
                    Scale(d, -stiffness);
                    sums.Add(stiffness * lack, d);
                }
            }
        }

        AddWing(sums, in slice, -1);
        AddWing(sums, in slice, 1);
        Earlier.AddTo(sums, in slice);
    }

    private void AddWing(NormalEquations sums, in SviSlice slice, int wing)
    {
        double share = 1 + (wing * slice.Rho);
        sums.Add(
            _wingScale * ((slice.B * share) - _wingSlope),
            [0, _wingScale * share, _wingScale * wing * slice.B, 0, 0]);
    }

    private static void Scale(Span<double> d, double factor)
    {
        foreach (ref double value in d)
        {
            value *= factor;
        }
    }
}
