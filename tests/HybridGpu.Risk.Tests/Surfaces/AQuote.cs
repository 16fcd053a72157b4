using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Risk.Tests.Surfaces;

/// <summary>Quotes as tests need them: out of the money, without a book unless given one.</summary>
internal static class AQuote
{
    public const double Forward = 70_000;

    public static SurfaceQuote At(double k, double volatility) =>
        new(Forward * Math.Exp(k), KindAt(k), volatility, double.NaN, double.NaN);

    /// <summary>Quotes of a slice, evenly over so many deviations either side.</summary>
    public static SurfaceQuote[] Of(SviSlice slice, double timeYears, int count, double deviations = 3)
    {
        double reach = deviations * Math.Sqrt(slice.TotalVariance(0));
        return [.. Enumerable.Range(0, count)
            .Select(i => reach * ((2.0 * i / (count - 1)) - 1))
            .Select(k => At(k, slice.Volatility(k, timeYears)))];
    }

    private static InstrumentKind KindAt(double k) => k < 0 ? InstrumentKind.Put : InstrumentKind.Call;
}
