namespace HybridGpu.Risk.Scenarios;

/// <summary>What a scenario does to volatility.</summary>
/// <remarks>Up: x 1 + 0.50 (30 d / max(T, 1 d))^p; down: x max(0, 1 - 0.25 (30 d / max(T, 1 d))^p); p = 0.30 below 30
/// days, else 0.13.</remarks>
public enum VolRule : byte
{
    /// <summary>Leaves it.</summary>
    Same = 0,

    /// <summary>Raises it.</summary>
    Up = 1,

    /// <summary>Lowers it.</summary>
    Down = 2,
}
