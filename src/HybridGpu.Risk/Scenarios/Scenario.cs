using System;
using System.Diagnostics;
using System.Globalization;

namespace HybridGpu.Risk.Scenarios;

/// <summary>One column of the risk arrays: what happens to price, volatility and time, and how much of it
/// counts.</summary>
/// <remarks>Evaluates to integers (1e-9), so that the column is the same number everywhere.</remarks>
/// <param name="MoveNumerator">Move as a fraction of <paramref name="MoveUnit"/>: numerator.</param>
/// <param name="MoveDenominator">Denominator, positive.</param>
/// <param name="MoveUnit">What the move is a multiple of.</param>
/// <param name="Vol">What happens to volatility.</param>
/// <param name="WeightRule">How its weight comes about.</param>
/// <param name="StatedWeightNano">Weight in 1e-9 where stated.</param>
/// <param name="DaysPassed">Days that pass.</param>
public readonly record struct Scenario(
    int MoveNumerator,
    int MoveDenominator,
    ScenarioMoveUnit MoveUnit,
    VolRule Vol,
    WeightRule WeightRule,
    long StatedWeightNano,
    int DaysPassed)
{
    private const long One = 1_000_000_000;

    /// <summary>Share of the price that no move goes below, in 1e-9.</summary>
    private const long SpotFactorNanoMin = 10_000_000;

    /// <summary>Display text, for example "+2/3 R, vol down" or "-66 %, vol up".</summary>
    public string Name
    {
        get
        {
            if (DaysPassed > 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{DaysPassed} d passes");
            }

            string vol = Vol switch { VolRule.Up => "vol up", VolRule.Down => "vol down", _ => "vol unchanged" };
            string sign = MoveNumerator > 0 ? "+" : string.Empty;
            string fraction = MoveDenominator == 1 ? string.Empty : $"/{MoveDenominator}";
            string move = MoveUnit == ScenarioMoveUnit.Spot
                ? string.Create(CultureInfo.InvariantCulture, $"{sign}{MoveNumerator * 100 / MoveDenominator} %")
                : MoveNumerator == 0
                    ? "0"
                    : string.Create(CultureInfo.InvariantCulture, $"{sign}{MoveNumerator}{fraction} R");
            return $"{move}, {vol}";
        }
    }

    /// <summary>The move in 1e-9 of the price, half to even.</summary>
    public long MoveNano(long scanRangeNano)
    {
        long unit = MoveUnit == ScenarioMoveUnit.Spot ? One : scanRangeNano;
        return DivideHalfToEven(unit * MoveNumerator, MoveDenominator);
    }

    /// <summary>Price after the move over price before it, in 1e-9; never below 1 %.</summary>
    public long SpotFactorNano(long scanRangeNano) => Math.Max(One + MoveNano(scanRangeNano), SpotFactorNanoMin);

    /// <summary>Share of the P&amp;L that counts, in 1e-9, rounded half to even.</summary>
    public long WeightNano(long scanRangeNano)
    {
        if (WeightRule == WeightRule.Stated)
        {
            return StatedWeightNano;
        }

        long move = Math.Abs(MoveNano(scanRangeNano));
        return move <= scanRangeNano ? One : DivideHalfToEven((Int128)scanRangeNano * One, move);
    }

    private static long DivideHalfToEven(Int128 numerator, long denominator)
    {
        Debug.Assert(denominator > 0, "Denominators of moves are positive.");
        Int128 magnitude = Int128.Abs(numerator);
        (Int128 quotient, Int128 remainder) = Int128.DivRem(magnitude, denominator);
        Int128 twice = remainder * 2;
        if (twice > denominator || (twice == denominator && Int128.IsOddInteger(quotient)))
        {
            quotient++;
        }

        return (long)(numerator < 0 ? -quotient : quotient);
    }
}
