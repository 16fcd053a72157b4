using System;
using HybridGpu.Risk.Inputs;

namespace HybridGpu.Risk.Surfaces;

/// <summary>How uncertain volatilities from a surface are, in vol points: what the confidence charge is made of.
/// </summary>
/// <remarks>
/// A fit: its error (RMSE within two standard deviations) and up to two points where fewer than ten quotes lie there;
/// five points where none does. A held slice: what it had, one point, and one for the root of every hour of its age.
/// Between slices: the worse of them and two points; beyond them five. Never less for a worse fit, fewer quotes or
/// greater age; zero for an exact fit of ten quotes. The constants are a judgement, of the size of what BTC's
/// volatility at the money moves in an hour, and not calibrated. Thread: any.
/// </remarks>
internal static class SurfaceWidth
{
    public const double BetweenPoints = 2;
    public const double BeyondPoints = 5;

    private const double QuotesTrusted = 10;
    private const double FewQuotesPoints = 2;
    private const double UnknownPoints = 5;
    private const double HeldPoints = 1;
    private const double PointsPerRootHour = 1;
    private const double NsPerHour = 3_600e9;
    private const double NanoPerPoint = 1e7;

    /// <summary>Of a slice just fitted.</summary>
    public static double OfFit(double rmsePoints, int quotesNear) => quotesNear > 0 && rmsePoints >= 0
        ? rmsePoints + (FewQuotesPoints * Math.Max(0, 1 - (quotesNear / QuotesTrusted)))
        : UnknownPoints;

    /// <summary>Of a slice that was fitted so long ago.</summary>
    public static double OfHeld(double fitPoints, long ageNs) =>
        fitPoints + HeldPoints + (PointsPerRootHour * Math.Sqrt(Math.Max(0, ageNs) / NsPerHour));

    /// <summary>As the integer that a tick takes, rounded half to even and held within its bound.</summary>
    public static long ToNano(double points) =>
        points >= 0 && points * NanoPerPoint <= ExpirySurface.WidthNanoMax
            ? (long)Math.Round(points * NanoPerPoint, MidpointRounding.ToEven)
            : ExpirySurface.WidthNanoMax;
}
