namespace HybridGpu.Kernels;

/// <summary>The bounds of the kernels: shapes, the domain of inputs, and where outputs saturate.</summary>
/// <remarks>
/// A contract whose inputs lie inside the domain gets finite numbers under every scenario inside the domain: no
/// intermediate value can overflow. Outside it the contract is <see cref="ContractStatus.BadInput"/>.
/// </remarks>
public static class KernelLimits
{
    /// <summary>Columns of the margin grid; account margin needs exactly so many.</summary>
    public const int ScenarioColumns = 64;

    /// <summary>Columns 0 to 15 are the settlement grid, which the chain and the proof check.</summary>
    public const int GridColumns = 16;

    /// <summary>Lengths are padded to a multiple of this, the widest vector.</summary>
    public const int Padding = 8;

    /// <summary>The most scenarios of one shock table.</summary>
    public const int MaxScenarios = 65_536;

    /// <summary>Every cell of a contract with bad input. A saturated cell is never this.</summary>
    public const int BadCell = int.MinValue;

    /// <summary>Where a cell saturates, micro-USD per lot.</summary>
    public const int CellBound = int.MaxValue;

    /// <summary>Where marks and Greeks saturate: the largest integer that the magic sum holds.</summary>
    public const long LongBound = (1L << 51) - 1;

    /// <summary>Smallest forward, USD.</summary>
    public const double MinForward = 1e-12;

    /// <summary>Largest forward and strike, USD. The smallest strike is zero.</summary>
    public const double MaxPrice = 1e12;

    /// <summary>
    /// Largest absolute time to expiry and time shift, years. An expired contract is worth its intrinsic value.
    /// </summary>
    public const double MaxTimeYears = 1000.0;

    /// <summary>Largest volatility and volatility floor, fraction per √year. The smallest is zero.</summary>
    public const double MaxVolatility = 100.0;

    /// <summary>Largest absolute rate, per year.</summary>
    public const double MaxRate = 10.0;

    /// <summary>Largest absolute product of rate and time: a discount factor stays within e^±50, and everything that is
    /// multiplied by it finite. A time shift past it counts as this far.</summary>
    public const double MaxRateTime = 50.0;

    /// <summary>Largest lot scale, 1e-6 of the underlying. The smallest is zero.</summary>
    public const double MaxLotScale = 1e12;

    /// <summary>Largest spot factor, volatility factor and absolute weight. Factors are not negative.</summary>
    public const double MaxFactor = 1000.0;
}
