namespace HybridGpu.Simulation.Listing;

/// <summary>The JSON of a listing specification as it stands in the file (docs/formats.md), before its numbers are
/// checked.</summary>
internal sealed record ListingDocument(int Version, ListingDocument.Underlying[] Underlyings)
{
    public sealed record Underlying(
        int Number, string Symbol, decimal LotSize, decimal ScanRange, Sample Sample, Product[] Products);

    public sealed record Sample(decimal Price, decimal Volatility);

    public sealed record Product(
        string Kind,
        decimal TickSize,
        long OrderLotsMax,
        Rules Rules,
        int? FundingIntervalMinutes = null,
        Expiry[]? Expiries = null,
        Strikes? Strikes = null);

    public sealed record Expiry(string Rule, int Count);

    public sealed record Strikes(
        int EachSide, long SmallestStep, Step[] Steps, int WingEachSide = 0, int WingTimes = 1);

    public sealed record Step(decimal Percent, decimal? DaysAtMost = null);

    public sealed record Rules(
        TickRow[] TickTable, Band? Band = null, decimal? NotionalMax = null, string Allocation = "priceTime");

    public sealed record TickRow(decimal From, decimal Step);

    public sealed record Band(decimal Usd, decimal Percent);
}
