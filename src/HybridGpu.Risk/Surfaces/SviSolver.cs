using System;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Least squares of a slice: Levenberg–Marquardt with analytic derivatives and clamped parameters.</summary>
/// <remarks>Steps are counted, not timed, so the same quotes give the same slice. No allocation once made.
/// Thread: one.</remarks>
internal sealed class SviSolver
{
    private const double DampingFirst = 1e-3;
    private const double DampingMin = 1e-12;
    private const double DampingMax = 1e9;
    private const double Settled = 1e-7;
    private const double SlopeMin = 1e-7;

    /// <summary>A hair within the check's bound, so that rounding can't lead out of it.</summary>
    private const double SlopeMax = ArbitrageCheck.SlopeMax * (1 - 1e-9);

    private readonly NormalEquations _sums = new();
    private readonly NormalEquations _reduced = new();
    private double _leftMin;
    private double _rightMin;

    /// <summary>Improves a raw SVI slice; what comes back never costs more than the clamped start.</summary>
    /// <param name="problem">The quotes and penalties.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="earlier">The slice whose wings bound these from below, or null.</param>
    /// <param name="stepsMax">Most steps, tried ones included.</param>
    public SviSlice Improve(SliceProblem problem, in SviSlice start, SviSlice? earlier, int stepsMax)
    {
        const double Steeper = 1 + 1e-9;
        _leftMin = Math.Max(SlopeMin, (earlier?.LeftSlope ?? 0) * Steeper);
        _rightMin = Math.Max(SlopeMin, (earlier?.RightSlope ?? 0) * Steeper);
        WingedSlice best = Clamp(problem, WingedSlice.From(in start));
        double cost = problem.Cost(best.ToSvi());
        double damping = DampingFirst;
        Span<double> step = stackalloc double[NormalEquations.ParametersMax];
        bool isFresh = false;
        for (int i = 0; i < stepsMax && damping < DampingMax; i++)
        {
            if (!isFresh)
            {
                Linearise(problem, in best);
                isFresh = true;
            }

            if (!_reduced.TrySolve(damping, 5, step))
            {
                damping *= 10;
                continue;
            }

            WingedSlice trial = Clamp(problem, best.Moved(step));
            double trialCost = problem.Cost(trial.ToSvi());
            if (!(trialCost < cost))
            {
                damping *= 5;
                continue;
            }

            bool isSettled = cost - trialCost < Settled * cost;
            (best, cost, isFresh) = (trial, trialCost, false);
            damping = Math.Max(damping / 8, DampingMin);
            if (isSettled)
            {
                break;
            }
        }

        return best.ToSvi();
    }

    /// <summary>Improves an eSSVI slice, which stays free of butterfly arbitrage.</summary>
    public EssviSlice Improve(SliceProblem problem, in EssviSlice start, int stepsMax)
    {
        EssviSlice best = start.Clamped();
        double cost = problem.Cost(best.ToSvi());
        double damping = DampingFirst;
        Span<double> step = stackalloc double[NormalEquations.ParametersMax];
        Span<double> chain = stackalloc double[NormalEquations.ParametersMax * EssviSlice.Parameters];
        for (int i = 0; i < stepsMax && damping < DampingMax; i++)
        {
            problem.Linearise(best.ToSvi(), _sums);
            best.Chain(chain);
            _sums.Reduce(chain, EssviSlice.Parameters, _reduced);
            if (!_reduced.TrySolve(damping, EssviSlice.Parameters, step))
            {
                damping *= 10;
                continue;
            }

            EssviSlice trial =
                new EssviSlice(best.Theta + step[0], best.Rho + step[1], best.Psi + step[2]).Clamped();
            double trialCost = problem.Cost(trial.ToSvi());
            if (!(trialCost < cost))
            {
                damping *= 5;
                continue;
            }

            bool isSettled = cost - trialCost < Settled * cost;
            (best, cost) = (trial, trialCost);
            damping = Math.Max(damping / 8, DampingMin);
            if (isSettled)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Sums in the solved parameters; a wing at a bound that it would leave is held there.</summary>
    private void Linearise(SliceProblem problem, in WingedSlice at)
    {
        Span<double> chain = stackalloc double[NormalEquations.ParametersMax * NormalEquations.ParametersMax];
        problem.Linearise(at.ToSvi(), _sums);
        at.Chain(chain);
        _sums.Reduce(chain, NormalEquations.ParametersMax, _reduced);
        _reduced.HoldAtBounds(1, at.Left <= _leftMin, at.Left >= SlopeMax);
        _reduced.HoldAtBounds(2, at.Right <= _rightMin, at.Right >= SlopeMax);
    }

    /// <summary>Into the box where slices are sane: wings no steeper than Lee's bound, variance positive, and a turn
    /// neither sharper than what quotes can show nor so flat that the parameters lose their meaning.</summary>
    private WingedSlice Clamp(SliceProblem problem, in WingedSlice slice)
    {
        double deviation = Math.Sqrt(problem.AtmVariance);
        double left = Math.Clamp(slice.Left, _leftMin, Math.Max(_leftMin, SlopeMax));
        double right = Math.Clamp(slice.Right, _rightMin, Math.Max(_rightMin, SlopeMax));
        double turn = Math.Clamp(slice.Turn, -10 * deviation, 10 * deviation);
        double width = Math.Clamp(slice.Width, 0.02 * deviation, 20 * deviation);

        // The slice's least variance is level − (½(l + r) − √(lr))σ.
        double dip = (((left + right) / 2) - Math.Sqrt(left * right)) * width;
        double level = Math.Max(slice.Level, dip + (problem.AtmVariance * 1e-3) + ArbitrageCheck.VarianceMin);
        return new WingedSlice(level, left, right, turn, width);
    }
}
