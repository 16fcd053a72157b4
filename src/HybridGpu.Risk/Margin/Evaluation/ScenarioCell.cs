using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>One scenario as it applies to one underlying.</summary>
internal readonly record struct ScenarioCell(
    string Group,
    string Name,
    GroupUse Use,
    double Move,
    VolatilityState? Volatility,
    double VolatilityPerMove,
    double Days,
    double RateShift,
    SkewShape Skew,
    double Weight,
    TailRule Tail,
    bool IsDampened,
    bool IsInitialOnly,
    AssetMoves? Assets);
