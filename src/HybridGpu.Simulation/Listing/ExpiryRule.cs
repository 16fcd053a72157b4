namespace HybridGpu.Simulation.Listing;

/// <summary>Which moments a product expires at. All but the hourly ones are at 08:00 UTC.</summary>
public enum ExpiryRule
{
    /// <summary>Every full hour.</summary>
    Hourly,

    /// <summary>Every day.</summary>
    Daily,

    /// <summary>Fridays.</summary>
    Weekly,

    /// <summary>Last Fridays of a month.</summary>
    Monthly,

    /// <summary>Last Fridays of March, June, September and December.</summary>
    Quarterly,
}
