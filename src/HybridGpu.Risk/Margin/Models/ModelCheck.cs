using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HybridGpu.Risk.Margin.Models;

/// <summary>What the fields of a model must be to each other.</summary>
internal static partial class ModelCheck
{
    /// <summary>The schema that this reader reads.</summary>
    public const string SchemaName = "hybridgpu-margin-model/1";

    /// <summary>The only units that numbers can be in.</summary>
    public static readonly ModelUnits Units = new("fraction", "fraction per sqrt(year)", "USD", "days");

    /// <summary>The first thing that doesn't fit, beginning with its path; null when all does.</summary>
    public static string? ProblemOf(ModelDocument model) =>
        Head(model) ?? Maps(model) ?? States(model.Volatility) ?? Groups(model) ?? Aggregation(model)
        ?? AddOns(model) ?? Collateral(model.Collateral) ?? Parts(model) ?? Notes(model);

    private static string? Head(ModelDocument model) =>
        model.Schema != SchemaName ? $"$.schema: '{model.Schema}' isn't known: write {SchemaName}."
        : !NameForm().IsMatch(model.Name) ? "$.name: small letters, digits and hyphens, at most 40."
        : UnitProblem(model.Units);

    private static string? UnitProblem(ModelUnits units) =>
        units.Move != Units.Move ? Unit("move", units.Move, Units.Move)
        : units.Volatility != Units.Volatility ? Unit("volatility", units.Volatility, Units.Volatility)
        : units.Money != Units.Money ? Unit("money", units.Money, Units.Money)
        : units.Time != Units.Time ? Unit("time", units.Time, Units.Time)
        : null;

    private static string Unit(string field, string found, string known) =>
        $"$.units.{field}: '{found}' isn't a unit that is read: bring the numbers to '{known}'.";

    /// <summary>Every map by underlying has a value for those that aren't named.</summary>
    private static string? Maps(ModelDocument model) => Walk(CanonicalJson.NodeOf(model), model, "$");

    private static string? Walk(JsonNode? node, object? part, string path)
    {
        if (part is PerUnderlying map)
        {
            return map.ContainsKey(PerUnderlying.Default) ? null : $"{path}: there is no \"{PerUnderlying.Default}\".";
        }

        if (node is JsonObject fields && part is not null and not System.Collections.IDictionary)
        {
            foreach ((string name, JsonNode? value) in fields)
            {
                string property = $"{char.ToUpperInvariant(name[0])}{name[1..]}";
                object? child = part.GetType().GetProperty(property)?.GetValue(part);
                if (Walk(value, child, $"{path}.{name}") is { } found)
                {
                    return found;
                }
            }
        }

        return node is JsonArray list && part is Array parts
            ? Enumerable.Range(0, parts.Length)
                .Select(i => Walk(list[i], parts.GetValue(i), $"{path}[{i}]"))
                .FirstOrDefault(found => found is not null)
            : null;
    }

    private static string? States(VolatilityPart volatility)
    {
        if (Repeated(volatility.States.Select(state => state.Name)) is { } name)
        {
            return $"$.volatility.states: '{name}' is there twice.";
        }

        for (int i = 0; i < volatility.States.Length; i++)
        {
            VolatilityState state = volatility.States[i];
            string at = $"$.volatility.states[{i}]";
            if ((state.Shift is null) == (state.Points is null))
            {
                return $"{at}: needs shift or points, and not both.";
            }

            if (state.Points is { } points && (points.Length == 0 || !Rises(points.Select(row => row.DaysAtMost))))
            {
                return $"{at}.points: daysAtMost must rise.";
            }

            if (state.Floor > 0 && (state.Shift is null || state.Shift.Values.Any(shift => shift <= 0)))
            {
                return $"{at}.floor: belongs to a state that raises volatility.";
            }
        }

        return null;
    }

    private static string? Groups(ModelDocument model)
    {
        GroupPart[] groups = model.Scenarios.Groups;
        if (Repeated(groups.Select(group => group.Name)) is { } name)
        {
            return $"$.scenarios.groups: '{name}' is there twice.";
        }

        for (int i = 0; i < groups.Length; i++)
        {
            if (GroupProblem(model, groups[i]) is { } found)
            {
                return $"$.scenarios.groups[{i}].{found}";
            }
        }

        return null;
    }

    private static string? GroupProblem(ModelDocument model, GroupPart group)
    {
        string? unknown = group.Volatilities.FirstOrDefault(
            name => !model.Volatility.States.Any(state => state.Name == name));
        return group.Moves.Length == 0 ? "moves: there is none."
            : group.Unit == MoveUnit.Spot && group.Moves.Min() <= -1 ? "moves: -1 and below leave no price."
            : group.Volatilities.Length == 0 ? "volatilities: there is none."
            : unknown is not null ? $"volatilities: '{unknown}' is no state of $.volatility.states."
            : group.Weights is { } weights && weights.Length != group.Moves.Length
                ? $"weights: {weights.Length} for {group.Moves.Length} moves."
            : group.Weights is not null && group.Tail != TailRule.Stated ? "weights: the tail rule makes them."
            : (group.Dampened || group.Tail == TailRule.RangeOverMove) && model.Dampener is null
                ? "dampened: needs $.dampener."
            : group.Skew != SkewShape.None && (model.Skew is null || group.Moves.Any(move => move != 0))
                ? "skew: needs $.skew and moves of 0."
            : group.Assets is not null && !model.Collateral.InsideScenarios
                ? "assets: move only where $.collateral.insideScenarios is true."
            : group.Only is { Length: 0 } ? "only: names no underlying, so nothing would use it; leave it out for all."
            : group.Except is { Length: 0 } ? "except: names no underlying; leave it out."
            : group.Only is not null && group.Except is not null ? "only: goes without except."
            : (group.Only ?? group.Except) is not null && model.Aggregation.Across == AcrossRule.Net
                ? "only: groups that are netted have the same scenarios."
            : null;
    }

    private static string? Aggregation(ModelDocument model)
    {
        AggregationPart rule = model.Aggregation;
        bool isTail = rule.Rule is AggregationRule.ExpectedShortfall or AggregationRule.Quantile;
        bool hasStress = model.Scenarios.Groups.Any(group => group.Use == GroupUse.Stress);
        bool changesCells = model.Scenarios.Groups.Any(group => group.Dampened)
            || rule.PositiveOffset.Values.Any(share => share != 1);
        return isTail != (rule.Level > 0) ? "$.aggregation.level: belongs to expectedShortfall and quantile."
            : isTail != (model.History is not null) ? "$.history: belongs to expectedShortfall and quantile."
            : hasStress != (rule.StressShare > 0) ? "$.aggregation.stressShare: goes with groups whose use is stress."
            : rule.GroupBy == GroupingRule.Settlement && model.Collateral.InsideScenarios
                ? "$.collateral.insideScenarios: needs groups by underlying, which are in USD."
            : rule.Rule == AggregationRule.PerExpiryWorst && (changesCells || rule.Across == AcrossRule.Net)
                ? "$.aggregation.rule: perExpiryWorst has no dampener, offset or netting."
            : model.Factors.Initial < model.Factors.Maintenance
                ? "$.factors.initial: is below maintenance; initial margin is never the smaller one."
            : null;
    }

    private static string? AddOns(ModelDocument model)
    {
        if (Repeated(model.AddOns.Select(addOn => addOn.Name)) is { } name)
        {
            return $"$.addOns: '{name}' is there twice.";
        }

        for (int i = 0; i < model.AddOns.Length; i++)
        {
            AddOn addOn = model.AddOns[i];
            string at = $"$.addOns[{i}]";
            if (addOn.Initial < addOn.Maintenance)
            {
                return $"{at}.initial: is below maintenance; initial margin is never the smaller one.";
            }

            if (addOn is ScenarioLossAddOn loss
                && !model.Scenarios.Groups.Any(group => group.Name == loss.Group && group.Use == GroupUse.AddOn))
            {
                return $"{at}.group: '{loss.Group}' is no group of scenarios whose use is addOn.";
            }

            if (addOn is StrategyAddOn strategy
                && (strategy.InitialLeast < strategy.MaintenanceShare
                    || strategy.UnpairedInitial < strategy.UnpairedMaintenance))
            {
                return $"{at}.initialLeast: it and unpairedInitial can't be below maintenance's.";
            }

            if (addOn is TieredMinimumAddOn tiered
                && (tiered.Tiers.Length == 0 || !Rises(tiered.Tiers.Select(tier => tier.RawUsdAtMost))
                    || tiered.Tiers[^1].RawUsdAtMost < 1e18))
            {
                return $"{at}.tiers: rawUsdAtMost must rise to 1e18, which is all.";
            }
        }

        string? unused = model.Scenarios.Groups
            .Where(group => group.Use == GroupUse.AddOn)
            .Select(group => group.Name)
            .FirstOrDefault(group => !model.AddOns.OfType<ScenarioLossAddOn>().Any(addOn => addOn.Group == group));
        return unused is null ? null : $"$.scenarios.groups: no add-on looks at '{unused}'.";
    }

    private static string? Collateral(CollateralPart collateral) =>
        Repeated(collateral.Haircuts.Select(haircut => $"{haircut.Asset} on {haircut.Chain}")) is { } name
            ? $"$.collateral.haircuts: {name} is there twice."
            : null;

    private static string? Parts(ModelDocument model) =>
        model.Skew is not null && !model.Scenarios.Groups.Any(group => group.Skew != SkewShape.None)
            ? "$.skew: no group of scenarios uses it."
        : model.Span is { CompositeDelta: { Length: > 0 } weights }
            && Math.Abs(weights.Sum(weight => weight.Weight) - 1) > 0.005
            ? $"$.span.compositeDelta: weights sum to {weights.Sum(weight => weight.Weight)} and not 1 (to 0.005)."
        : null;

    /// <summary>A note is about a field that is there.</summary>
    private static string? Notes(ModelDocument model)
    {
        JsonNode json = CanonicalJson.NodeOf(model);
        for (int i = 0; i < model.Notes.Length; i++)
        {
            if (model.Notes[i].Field.Length > 0 && Find(json, model.Notes[i].Field) is null)
            {
                return $"$.notes[{i}].field: there is no '{model.Notes[i].Field}' in this model.";
            }
        }

        return null;
    }

    /// <summary>The node at a path of names; an element of a list is found by its name.</summary>
    private static JsonNode? Find(JsonNode? node, string path)
    {
        foreach (string name in path.Split('.'))
        {
            node = node switch
            {
                JsonObject map => map[name],
                JsonArray list => list.FirstOrDefault(item => item is JsonObject row && (string?)row["name"] == name),
                _ => null,
            };
        }

        return node;
    }

    private static string? Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;

    private static bool Rises(IEnumerable<double> numbers)
    {
        double[] all = [.. numbers];
        return all.Zip(all.Skip(1), (a, b) => a < b).All(isRising => isRising);
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex NameForm();
}
