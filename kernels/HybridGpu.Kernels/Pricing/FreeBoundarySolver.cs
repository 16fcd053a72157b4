using System;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Values of options exercised early on a grid of ln S, stepped back from expiry, on lanes.</summary>
/// <remarks>
/// Crank and Nicolson's steps, the first two as four implicit half steps (R. Rannacher 1984), which damp the payoff's
/// kink and have the same matrix. The exercise right is a source term that is corrected after each linear solve (S.
/// Ikonen and J. Toivanen, "Operator splitting methods for American option pricing", 2004), so that the exercise region
/// may have any shape and each option takes the same operations. The European option is solved beside it: what early
/// exercise adds is their difference, from which the grid's own error has gone. A knock-in is worth that much more than
/// the European one at its barrier, and the linear equation carries it to the spot.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class FreeBoundarySolver<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    // No value is below this. What decays along the grid would else become subnormal, which machines are slow at.
    private const double Least = 1e-150;

    /// <summary>Leaves all values at the present time in the scratch.</summary>
    public static void Solve(
        in FreeBoundaryOption<T> option, in FreeBoundaryLayout<T, L> layout, FreeBoundaryScratch<T> scratch)
    {
        FreeBoundaryScheme scheme = scratch.Scheme;
        var ends = FreeBoundaryEnds<T, L>.Of(option, layout, scheme.Intervals);
        Begin(option, layout, ends, scratch);
        for (int block = 0; block < scheme.Blocks; block++)
        {
            T step = L.Mul(option.Plain.Time, L.C(scheme.StepOf(block)));
            var row = FreeBoundaryRow<T, L>.Of(layout, option.Plain.Rate, L.Mul(step, L.C(0.5)));
            Factorise(row, scratch);
            for (int i = 0; i < scheme.StepsOf(block); i++)
            {
                double start = scheme.StartOf(block) + (i * scheme.StepOf(block));
                if (block == 0 && i < 2)
                {
                    Step(option, row, ends, start + (0.5 * scheme.StepOf(block)), isImplicit: true, scratch);
                    Step(option, row, ends, start + scheme.StepOf(block), isImplicit: true, scratch);
                }
                else
                {
                    Step(option, row, ends, start + scheme.StepOf(block), isImplicit: false, scratch);
                }
            }
        }
    }

    private static void Begin(
        in FreeBoundaryOption<T> option, in FreeBoundaryLayout<T, L> layout, in FreeBoundaryEnds<T, L> ends,
        FreeBoundaryScratch<T> scratch)
    {
        T zero = L.C(0.0);
        T least = L.C(Least);
        T sign = option.Plain.Sign;
        T half = L.Mul(layout.Spacing, L.C(0.5));
        T perTwice = L.Div(L.C(0.5), layout.Spacing);
        for (int i = 0; i <= scratch.Scheme.Intervals; i++)
        {
            T log = L.Mul(layout.Way, layout.At(i));
            T paid = L.Max(L.Mul(sign, L.Sub(ElementaryFunctions<T, L>.ExpBounded(log), L.C(1.0))), least);

            // The place next to the strike gets the payoff's mean over its surroundings, else the kink's place between
            // places would be lost.
            T over = L.Fma(sign, log, half);
            T mean = L.Mul(L.Mul(over, over), perTwice);
            T start = L.SelectLess(L.Abs(log), half, mean, paid);
            scratch.Exercise[i] = paid;
            scratch.American[i] = start;
            scratch.European[i] = start;
            scratch.Push[i] = zero;
            scratch.KnockIn[i] = least;
        }

        scratch.American[0] = L.SelectEqual(layout.BeginsAtBarrier, L.C(1.0), ends.AtBarrier, scratch.American[0]);
        scratch.European[0] = L.SelectEqual(layout.BeginsAtBarrier, L.C(1.0), ends.AtBarrier, scratch.European[0]);
    }

    private static void Factorise(in FreeBoundaryRow<T, L> row, FreeBoundaryScratch<T> scratch)
    {
        T ratio = L.C(0.0);
        for (int i = 1; i < scratch.Scheme.Intervals; i++)
        {
            T pivot = L.Div(L.C(1.0), L.NegFma(row.Lower, ratio, row.Diagonal));
            ratio = L.Mul(row.Upper, pivot);
            scratch.Pivot[i] = pivot;
            scratch.Ratio[i] = ratio;
        }
    }

    private static void Step(
        in FreeBoundaryOption<T> option, in FreeBoundaryRow<T, L> row, in FreeBoundaryEnds<T, L> ends, double share,
        bool isImplicit, FreeBoundaryScratch<T> scratch)
    {
        T source = isImplicit ? row.HalfStep : L.Add(row.HalfStep, row.HalfStep);
        ends.At(option, share, out FreeBoundaryEnds<T, L>.Values values);
        if (isImplicit)
        {
            ImplicitSides(row, source, values, scratch);
        }
        else
        {
            CentredSides(row, source, values, scratch);
        }

        Substitute(source, values, scratch);
        CarryKnockIn(row, isImplicit, scratch);
    }

    // Eliminates from the first place up. The arrays are taken out of the scratch first: a store into one would else
    // make the runtime look all of them up again.
    private static void ImplicitSides(
        in FreeBoundaryRow<T, L> row, T source, in FreeBoundaryEnds<T, L>.Values values, FreeBoundaryScratch<T> scratch)
    {
        T american = values.AmericanFirst;
        T european = values.EuropeanFirst;
        T lower = row.Lower;
        int last = scratch.Scheme.Intervals;
        Span<T> americanSides = scratch.AmericanSide.AsSpan(0, last);
        Span<T> europeanSides = scratch.EuropeanSide.AsSpan(0, last);
        ReadOnlySpan<T> americans = scratch.American.AsSpan(0, last);
        ReadOnlySpan<T> europeans = scratch.European.AsSpan(0, last);
        ReadOnlySpan<T> pushes = scratch.Push.AsSpan(0, last);
        ReadOnlySpan<T> pivots = scratch.Pivot.AsSpan(0, last);
        for (int i = 1; i < americanSides.Length; i++)
        {
            T side = L.Fma(source, pushes[i], americans[i]);
            american = L.Mul(L.NegFma(lower, american, side), pivots[i]);
            european = L.Mul(L.NegFma(lower, european, europeans[i]), pivots[i]);
            americanSides[i] = american;
            europeanSides[i] = european;
        }
    }

    private static void CentredSides(
        in FreeBoundaryRow<T, L> row, T source, in FreeBoundaryEnds<T, L>.Values values, FreeBoundaryScratch<T> scratch)
    {
        T american = values.AmericanFirst;
        T european = values.EuropeanFirst;
        FreeBoundaryRow<T, L> local = row;
        int last = scratch.Scheme.Intervals;
        Span<T> americanSides = scratch.AmericanSide.AsSpan(0, last);
        Span<T> europeanSides = scratch.EuropeanSide.AsSpan(0, last);
        ReadOnlySpan<T> americans = scratch.American;
        ReadOnlySpan<T> europeans = scratch.European;
        ReadOnlySpan<T> pushes = scratch.Push.AsSpan(0, last);
        ReadOnlySpan<T> pivots = scratch.Pivot.AsSpan(0, last);
        T americanBelow = americans[0];
        T europeanBelow = europeans[0];
        T americanHere = americans[1];
        T europeanHere = europeans[1];
        for (int i = 1; i < americanSides.Length; i++)
        {
            T americanAbove = americans[i + 1];
            T europeanAbove = europeans[i + 1];
            T side = local.Explicit(americanBelow, americanHere, americanAbove);
            T plain = local.Explicit(europeanBelow, europeanHere, europeanAbove);
            side = L.Fma(source, pushes[i], side);
            american = L.Mul(L.NegFma(local.Lower, american, side), pivots[i]);
            european = L.Mul(L.NegFma(local.Lower, european, plain), pivots[i]);
            americanSides[i] = american;
            europeanSides[i] = european;
            (americanBelow, americanHere) = (americanHere, americanAbove);
            (europeanBelow, europeanHere) = (europeanHere, europeanAbove);
        }
    }

    // Back from the last place. The solve took the last step's push; the one that keeps the value at or above exercise
    // is this step's.
    private static void Substitute(T source, in FreeBoundaryEnds<T, L>.Values values, FreeBoundaryScratch<T> scratch)
    {
        T least = L.C(Least);
        T perSource = L.Div(L.C(1.0), source);
        T american = values.AmericanLast;
        T european = values.EuropeanLast;
        int last = scratch.Scheme.Intervals;
        ReadOnlySpan<T> americanSides = scratch.AmericanSide.AsSpan(0, last);
        ReadOnlySpan<T> europeanSides = scratch.EuropeanSide.AsSpan(0, last);
        ReadOnlySpan<T> exercises = scratch.Exercise.AsSpan(0, last);
        ReadOnlySpan<T> ratios = scratch.Ratio.AsSpan(0, last);
        Span<T> americans = scratch.American;
        Span<T> europeans = scratch.European;
        Span<T> pushes = scratch.Push.AsSpan(0, last);
        americans[0] = values.AmericanFirst;
        europeans[0] = values.EuropeanFirst;
        americans[last] = american;
        europeans[last] = european;
        for (int i = last - 1; i > 0; i--)
        {
            american = L.NegFma(ratios[i], american, americanSides[i]);
            european = L.Max(L.NegFma(ratios[i], european, europeanSides[i]), least);
            T push = pushes[i];
            T value = L.Max(L.NegFma(source, push, american), exercises[i]);
            pushes[i] = L.Fma(L.Sub(value, american), perSource, push);
            americans[i] = value;
            europeans[i] = european;
        }
    }

    // From the middle place, where the premium is the plain option's, up: nothing at expiry, nothing at the far end.
    private static void CarryKnockIn(
        in FreeBoundaryRow<T, L> row, bool isImplicit, FreeBoundaryScratch<T> scratch)
    {
        int middle = scratch.Scheme.Intervals / 2;
        T least = L.C(Least);
        T premium = L.Max(L.Sub(scratch.American[middle], scratch.European[middle]), least);
        FreeBoundaryRow<T, L> local = row;
        Span<T> values = scratch.KnockIn.AsSpan(middle);
        Span<T> sides = scratch.EuropeanSide.AsSpan(0, values.Length - 1);
        ReadOnlySpan<T> pivots = scratch.Pivot.AsSpan(0, sides.Length);
        ReadOnlySpan<T> ratios = scratch.Ratio.AsSpan(0, sides.Length);
        T eliminated = premium;
        T below = values[0];
        T here = values[1];
        for (int i = 1; i < sides.Length; i++)
        {
            T above = values[i + 1];
            T side = isImplicit ? here : local.Explicit(below, here, above);
            eliminated = L.Mul(L.NegFma(local.Lower, eliminated, side), pivots[i]);
            sides[i] = eliminated;
            (below, here) = (here, above);
        }

        values[0] = premium;
        T value = least;
        for (int i = sides.Length - 1; i > 0; i--)
        {
            value = L.Max(L.NegFma(ratios[i], value, sides[i]), least);
            values[i] = value;
        }
    }
}
