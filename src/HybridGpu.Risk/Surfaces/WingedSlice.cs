using System;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Raw SVI in the parameters in which it is solved: level at the turn, both wings' slopes, turn,
/// width.</summary>
/// <remarks>
/// w(k) = v + ½(r − l)y + ½(r + l)(√(y² + σ²) − σ) with y = k − m: linear in v, l and r; bounds on a wing's slope,
/// which is what calendar arbitrage far out comes to, are bounds on one parameter. Thread: immutable.
/// </remarks>
internal readonly record struct WingedSlice(double Level, double Left, double Right, double Turn, double Width)
{
    /// <summary>From a, b, ρ, m, σ.</summary>
    public static WingedSlice From(in SviSlice slice) => new(
        slice.A + (slice.B * slice.Sigma), slice.LeftSlope, slice.RightSlope, slice.M, slice.Sigma);

    public SviSlice ToSvi()
    {
        double half = (Left + Right) / 2;
        return new SviSlice(Level - (half * Width), half, (Right - Left) / (Right + Left), Turn, Width);
    }

    /// <summary>Moved by a step in (v, l, r, m, ln σ); a step changes the width at most e-fold.</summary>
    public WingedSlice Moved(ReadOnlySpan<double> step) => new(
        Level + step[0],
        Left + step[1],
        Right + step[2],
        Turn + step[3],
        Width * Kernels.LaneMath.Exp(Math.Clamp(step[4], -1, 1)));

    /// <summary>∂(a, b, ρ, m, σ)/∂(v, l, r, m, ln σ), five rows of five.</summary>
    public void Chain(Span<double> chain)
    {
        double sum = Left + Right;
        chain.Clear();
        chain[0] = 1;
        chain[1] = chain[2] = -Width / 2;
        chain[4] = -sum / 2 * Width;
        chain[6] = chain[7] = 0.5;
        chain[11] = -2 * Right / (sum * sum);
        chain[12] = 2 * Left / (sum * sum);
        chain[18] = 1;
        chain[24] = Width;
    }
}
