using System.Text.Json.Serialization;
using HybridGpu.Risk.Margin.Evaluation;

namespace HybridGpu.Risk.Margin.Models;

/// <summary>A charge beside the scenarios: a figure for a risk group, taken to MM and IM by two factors.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BasisAddOn), "basis")]
[JsonDerivedType(typeof(ConcentrationAddOn), "concentration")]
[JsonDerivedType(typeof(ConfidenceAddOn), "confidence")]
[JsonDerivedType(typeof(DeltaShockAddOn), "deltaShock")]
[JsonDerivedType(typeof(DepegAddOn), "depeg")]
[JsonDerivedType(typeof(FeeAddOn), "fees")]
[JsonDerivedType(typeof(FundingAddOn), "funding")]
[JsonDerivedType(typeof(LiquidityAddOn), "liquidity")]
[JsonDerivedType(typeof(MinimumDeltaAddOn), "minimumDelta")]
[JsonDerivedType(typeof(MonthSpreadAddOn), "monthSpread")]
[JsonDerivedType(typeof(NakedShortAddOn), "nakedShort")]
[JsonDerivedType(typeof(OptionMinimumAddOn), "optionMinimum")]
[JsonDerivedType(typeof(PerpetualAddOn), "perpetual")]
[JsonDerivedType(typeof(RollShockAddOn), "rollShock")]
[JsonDerivedType(typeof(ScenarioLossAddOn), "scenarioLoss")]
[JsonDerivedType(typeof(StrategyAddOn), "strategy")]
[JsonDerivedType(typeof(TieredMinimumAddOn), "tieredMinimum")]
internal abstract record AddOn(
    string Name,
    Stage Stage,
    [property: Bound(0, 10, "a factor to maintenance margin")] double Maintenance,
    [property: Bound(0, 10, "a factor to initial margin")] double Initial)
{
    /// <summary>The charge of a group whose cells are known, in the group's unit, not negative.</summary>
    public abstract Charge ChargeOf(RiskGroup group);
}
