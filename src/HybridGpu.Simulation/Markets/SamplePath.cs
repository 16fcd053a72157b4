using System;
using HybridGpu.Kernels;

namespace HybridGpu.Simulation.Markets;

/// <summary>The random walk of the sample market: correlated prices, occasional jumps, volatility that
/// breathes.</summary>
/// <remarks>
/// Advances in quanta of 50 ms, so that the path depends on the seed and the elapsed time alone, not on how steps fall.
/// Prices: geometric, annual volatility <see cref="BaseVol"/> times e^level, correlation 0.85, normal jumps that hit
/// both assets about once in 45 s. Level: mean-reverting over 5 minutes; a jump lifts it. Prices are held between a
/// quarter and three times the first, which keeps a lot inside the venue's bound. Arithmetic is the kernels', hence the
/// same on every machine. Thread: one.
/// </remarks>
internal sealed class SamplePath
{
    public const long QuantumNs = 50_000_000;

    public const double LowestFactor = 0.25;
    public const double HighestFactor = 3.0;
    public const double LevelBound = 0.7;

    private const double Correlation = 0.85;
    private const double JumpsPerSecond = 1.0 / 45;
    private const double JumpDeviation = 0.004;
    private const double LevelLiftPerDeviation = 0.05;
    private const double LevelReversionPerSecond = 1.0 / 300;
    private const double LevelDeviationPerRootSecond = 0.008;
    private const double QuantumSeconds = QuantumNs / 1e9;

    private readonly Random _random;
    private readonly double[] _firstUsd;
    private readonly double[] _indexUsd;
    private readonly double[] _baseVol;

    public SamplePath(int seed, double[] firstUsd, double[] baseVol)
    {
        _random = new Random(seed);
        _firstUsd = firstUsd;
        _indexUsd = [.. firstUsd];
        _baseVol = baseVol;
    }

    /// <summary>Logarithm of the volatility level.</summary>
    public double Level { get; private set; }

    public double IndexUsd(int asset) => _indexUsd[asset];

    /// <summary>Long-run annual volatility of an asset.</summary>
    public double BaseVol(int asset) => _baseVol[asset];

    /// <summary>One quantum.</summary>
    public void Advance()
    {
        double rootYears = Math.Sqrt(MarketTime.YearsBetween(0, QuantumNs));
        double jump = _random.NextDouble() < JumpsPerSecond * QuantumSeconds ? NextNormal() : 0;
        double common = NextNormal();
        double ownShare = Math.Sqrt(1 - (Correlation * Correlation));
        for (int asset = 0; asset < _indexUsd.Length; asset++)
        {
            double shock = (Correlation * common) + (ownShare * NextNormal());
            double vol = _baseVol[asset] * LaneMath.Exp(Level);
            double factor = LaneMath.Exp((vol * rootYears * shock) + (JumpDeviation * jump));
            _indexUsd[asset] = Math.Clamp(
                _indexUsd[asset] * factor, _firstUsd[asset] * LowestFactor, _firstUsd[asset] * HighestFactor);
        }

        double level = Level * (1 - (LevelReversionPerSecond * QuantumSeconds));
        level += (LevelDeviationPerRootSecond * Math.Sqrt(QuantumSeconds) * NextNormal())
            + (LevelLiftPerDeviation * Math.Abs(jump));
        Level = Math.Clamp(level, -LevelBound, LevelBound);
    }

    /// <summary>A standard normal number (Marsaglia's polar method: only logarithm and root).</summary>
    private double NextNormal()
    {
        while (true)
        {
            double x = (2 * _random.NextDouble()) - 1;
            double y = (2 * _random.NextDouble()) - 1;
            double square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * LaneMath.Log(square) / square);
            }
        }
    }
}
