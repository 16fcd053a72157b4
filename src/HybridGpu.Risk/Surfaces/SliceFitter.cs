using System;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Fits one slice: raw SVI from eSSVI and other starts, and what keeps it free of arbitrage.</summary>
/// <remarks>
/// 1. eSSVI by least squares. 2. Raw SVI from there and from the best of a grid of (m, σ), each a linear least-squares
/// problem (Zeliade's quasi-explicit form). Free of arbitrage, that is the fit. 3. Else a refuge: eSSVI again, lifted
/// where an earlier slice asks for it, always free of arbitrage. 4. Raw SVI with stiffer and stiffer penalties, from
/// the free fit and from the refuge; if arbitrage is left, parameters are drawn towards the refuge until none is.
/// 5. The better of the two, or the refuge. Deterministic, no allocation once made. Thread: one.
/// Sources: Zeliade Systems, Quasi-explicit calibration of Gatheral's SVI model, 2009; Corbetta, Cohort, Laachir and
/// Martini, Robust calibration and arbitrage-free interpolation of SSVI slices, 2019.
/// </remarks>
internal sealed class SliceFitter
{
    private const int EssviSteps = 20;
    private const int SviSteps = 40;
    private const int PenalisedSteps = 25;
    private const int Halvings = 20;

    /// <summary>Quotes without which five parameters aren't fitted.</summary>
    private const int SviQuotesMin = 5;

    /// <summary>g's penalty in terms of the calendar's.</summary>
    private const double DurrlemanFactor = 10;

    private static readonly double[] StartTurns = [-2, -1, -0.5, 0, 0.5, 1, 2];
    private static readonly double[] StartWidths = [0.1, 0.3, 0.7, 1.5, 4];
    private static readonly double[] StartSkews = [-0.8, -0.4, -0.1, 0.1, 0.4, 0.8];
    private static readonly double[] StartShares = [0.1, 0.25, 0.5, 0.8];
    private static readonly double[] Stiffnesses = [1e1, 1e3, 1e5];

    private readonly SviSolver _solver = new();
    private readonly QuasiExplicit _quasi = new();

    /// <summary>Fits the problem's quotes.</summary>
    /// <param name="problem">Filled; its stiffnesses are this method's to set.</param>
    /// <param name="earlier">The slice not to fall below, free of butterflies; null for the first expiry.</param>
    /// <param name="warm">Where to start instead of searching for a start: the slice of a moment ago; null to search.
    /// It is searched all the same when what comes of it lies farther off than eSSVI.</param>
    /// <param name="slice">The fit, free of arbitrage.</param>
    /// <returns>One of the statuses that has a slice.</returns>
    public SurfaceStatus Fit(SliceProblem problem, SviSlice? earlier, SviSlice? warm, out SviSlice slice)
    {
        EssviSlice essvi = FitEssvi(problem);
        bool hasSvi = problem.Count >= SviQuotesMin;
        SviSlice free = default;
        if (hasSvi)
        {
            free = Free(problem, essvi.ToSvi(), warm);
            if (IsFree(in free, earlier))
            {
                slice = free;
                return SurfaceStatus.Svi;
            }
        }

        SurfaceStatus status = Refuge(problem, in essvi, earlier, out slice);
        if (!hasSvi)
        {
            return status;
        }

        SviSlice refuge = slice;
        slice = BestOf(
            problem,
            in refuge,
            BestOf(
                problem,
                Repair(problem, in free, in refuge, earlier),
                Repair(problem, in refuge, in refuge, earlier)));
        return slice == refuge ? status : SurfaceStatus.SviRepaired;
    }

    /// <summary>The best fit of all, arbitrage or not.</summary>
    private SviSlice Free(SliceProblem problem, in SviSlice essvi, SviSlice? warm)
    {
        if (warm is { } start)
        {
            SviSlice near = FitFree(problem, in start);
            if (problem.QuoteCost(in near) <= problem.QuoteCost(in essvi))
            {
                return near;
            }
        }

        return BestOf(problem, FitFree(problem, Start(problem)), FitFree(problem, in essvi));
    }

    private SviSlice FitFree(SliceProblem problem, in SviSlice start) =>
        _solver.Improve(problem, in start, null, SviSteps);

    private static bool IsFree(in SviSlice slice, SviSlice? earlier) =>
        ArbitrageCheck.IsButterflyFree(in slice)
        && (earlier is not { } floor || ArbitrageCheck.IsCalendarFree(in floor, in slice));

    /// <summary>The one nearer the quotes, the first when equal or when the other's cost is no number.</summary>
    private static SviSlice BestOf(SliceProblem problem, in SviSlice one, in SviSlice other) =>
        problem.QuoteCost(in other) < problem.QuoteCost(in one) ? other : one;

    private SviSlice Start(SliceProblem problem)
    {
        double deviation = Math.Sqrt(problem.AtmVariance);
        SviSlice best = default;
        double least = double.PositiveInfinity;
        foreach (double turn in StartTurns)
        {
            foreach (double width in StartWidths)
            {
                SviSlice trial = _quasi.Solve(problem, turn * deviation, width * deviation);
                double cost = problem.QuoteCost(in trial);
                if (cost < least || least == double.PositiveInfinity)
                {
                    (best, least) = (trial, double.IsNaN(cost) ? double.PositiveInfinity : cost);
                }
            }
        }

        return best;
    }

    private EssviSlice FitEssvi(SliceProblem problem)
    {
        EssviSlice start = default;
        double least = double.PositiveInfinity;
        foreach (double rho in StartSkews)
        {
            foreach (double share in StartShares)
            {
                double psi = share * EssviSlice.PsiMax(problem.AtmVariance, rho);
                EssviSlice trial = new EssviSlice(problem.AtmVariance, rho, psi).Clamped();
                double cost = problem.QuoteCost(trial.ToSvi());
                if (cost < least)
                {
                    (start, least) = (trial, cost);
                }
            }
        }

        return _solver.Improve(problem, in start, EssviSteps);
    }

    private SurfaceStatus Refuge(
        SliceProblem problem, in EssviSlice essvi, SviSlice? earlier, out SviSlice slice)
    {
        EssviSlice raised = essvi;
        if (earlier is { } floor)
        {
            problem.Earlier.Set(in floor, problem.TimeYears);
            problem.Earlier.Stiffness = 1;
            raised = _solver.Improve(problem, in essvi, EssviSteps);
            problem.SetFree();
        }

        if (EssviLift.Above(in raised, earlier) is { } lifted)
        {
            slice = lifted;
            return SurfaceStatus.Essvi;
        }

        // Total variance that doesn't grow is as free of arbitrage as the earlier slice is; and so is a flat one.
        slice = earlier ?? new SviSlice(Math.Max(problem.AtmVariance, 2 * ArbitrageCheck.VarianceMin), 0, 0, 0, 1);
        return SurfaceStatus.Carried;
    }

    /// <summary>Penalised fits of growing stiffness, then the way to a slice known to be free, halved.</summary>
    private SviSlice Repair(SliceProblem problem, in SviSlice start, in SviSlice refuge, SviSlice? earlier)
    {
        SviSlice at = start;
        foreach (double stiffness in Stiffnesses)
        {
            problem.DurrlemanStiffness = stiffness * DurrlemanFactor;
            problem.Earlier.Stiffness = earlier is null ? 0 : stiffness;
            at = _solver.Improve(problem, in at, earlier, PenalisedSteps);
            if (IsFree(in at, earlier))
            {
                break;
            }
        }

        problem.SetFree();
        if (IsFree(in at, earlier))
        {
            return at;
        }

        double bad = 0;
        double good = 1;
        for (int i = 0; i < Halvings; i++)
        {
            double share = (bad + good) / 2;
            SviSlice between = Between(in at, in refuge, share);
            (bad, good) = IsFree(in between, earlier) ? (bad, share) : (share, good);
        }

        return good == 1 ? refuge : Between(in at, in refuge, good);
    }

    private static SviSlice Between(in SviSlice from, in SviSlice to, double share) => new(
        from.A + (share * (to.A - from.A)),
        from.B + (share * (to.B - from.B)),
        from.Rho + (share * (to.Rho - from.Rho)),
        from.M + (share * (to.M - from.M)),
        from.Sigma + (share * (to.Sigma - from.Sigma)));
}
