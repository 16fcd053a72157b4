using System;

namespace HybridGpu.Kernels.Pricing;

/// <summary>How fine the grid of <see cref="FreeBoundarySolver{T,L}"/> is: places, and steps of time.</summary>
/// <remarks>
/// Time to expiry is cut into blocks, each ending at four times the end of the one before, with equal steps inside:
/// close to expiry, where the exercise boundary moves as √τ, steps are short, and a block needs one factorisation.
/// </remarks>
internal sealed class FreeBoundaryScheme
{
    private const double Ratio = 4.0;

    /// <summary>The scheme in use. Its errors stand in docs/numerics.md.</summary>
    public static readonly FreeBoundaryScheme Standard = new(480, [16, 24, 48, 96, 160]);

    private readonly int[] _steps;

    /// <summary>A scheme.</summary>
    /// <param name="intervals">Intervals between places; even.</param>
    /// <param name="steps">Steps of each block from expiry, the first of at least two.</param>
    public FreeBoundaryScheme(int intervals, int[] steps)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(intervals % 2, 0);
        Intervals = intervals;
        _steps = steps;
    }

    /// <summary>Intervals between places: one less than there are places.</summary>
    public int Intervals { get; }

    /// <summary>Blocks of equal steps.</summary>
    public int Blocks => _steps.Length;

    /// <summary>Steps of a block.</summary>
    public int StepsOf(int block) => _steps[block];

    /// <summary>Time to expiry at the beginning of a block, as a share of the whole.</summary>
    public double StartOf(int block)
    {
        double share = block == 0 ? 0.0 : 1.0;
        for (int later = Blocks; later > block && share > 0.0; later--)
        {
            share /= Ratio;
        }

        return share;
    }

    /// <summary>One step of a block, as a share of the whole time.</summary>
    public double StepOf(int block) =>
        ((block + 1 == Blocks ? 1.0 : StartOf(block + 1)) - StartOf(block)) / _steps[block];
}
