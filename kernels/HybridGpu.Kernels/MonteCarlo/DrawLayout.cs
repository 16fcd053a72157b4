namespace HybridGpu.Kernels.MonteCarlo;

/// <summary>Which column of the draws is what: factors, then the chi-square's normals, then jumps; each stream has an
/// even number of columns, as draws come in pairs.</summary>
/// <remarks>Fields, for devices. Of the jumps, column 0 is uniform and decides; 1 + u is underlying u's
/// normal.</remarks>
internal struct DrawLayout
{
    /// <summary>Pairs of factors, U.</summary>
    public int FactorPairs;

    /// <summary>Pairs of the chi-square, ⌈ν/2⌉.</summary>
    public int ChiPairs;

    /// <summary>Pairs of jumps: ⌈(1 + U)/2⌉, or 0 without jumps.</summary>
    public int JumpPairs;

    /// <summary>ν.</summary>
    public int DegreesOfFreedom;

    /// <summary>The layout of a model.</summary>
    public static DrawLayout Of(MonteCarloModel model) => new()
    {
        FactorPairs = model.UnderlyingCount,
        ChiPairs = (model.DegreesOfFreedom + 1) / 2,
        JumpPairs = model.JumpProbability > 0.0 ? (model.UnderlyingCount + 2) / 2 : 0,
        DegreesOfFreedom = model.DegreesOfFreedom,
    };

    /// <summary>Pairs in all.</summary>
    public readonly int Pairs() => FactorPairs + ChiPairs + JumpPairs;

    /// <summary>The chi-square's first column.</summary>
    public readonly int ChiColumn() => 2 * FactorPairs;

    /// <summary>The jumps' first column.</summary>
    public readonly int JumpColumn() => 2 * (FactorPairs + ChiPairs);

    /// <summary>The stream of a pair.</summary>
    public readonly uint StreamOf(int pair) => pair < FactorPairs
        ? DrawStream.Factors
        : pair < FactorPairs + ChiPairs ? DrawStream.ChiSquare : DrawStream.Jumps;

    /// <summary>The number of a pair within its stream.</summary>
    public readonly int NumberOf(int pair) => pair < FactorPairs
        ? pair
        : pair < FactorPairs + ChiPairs ? pair - FactorPairs : pair - FactorPairs - ChiPairs;
}
