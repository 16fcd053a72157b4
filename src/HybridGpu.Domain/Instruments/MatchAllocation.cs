namespace HybridGpu.Domain.Instruments;

/// <summary>How the makers at one price share a taker. Values are journaled.</summary>
public enum MatchAllocation : byte
{
    /// <summary>The oldest first.</summary>
    PriceTime = 0,

    /// <summary>In proportion to what each shows; what rounding leaves over goes to the oldest first.</summary>
    ProRata = 1,

    /// <summary>In proportion to what each shows times its seniority in the queue; the rest to the oldest
    /// first.</summary>
    TimeProRata = 2,
}
