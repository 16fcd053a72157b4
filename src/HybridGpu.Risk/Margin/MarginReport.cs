using System.Collections.Generic;

namespace HybridGpu.Risk.Margin;

/// <summary>A portfolio's margin under a model: every component of it. USD unless said otherwise.</summary>
/// <remarks>No figure in it is NaN or infinite. Immutable. Thread: any.</remarks>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Account">The account.</param>
/// <param name="Status">Whether all inputs were good.</param>
/// <param name="Problem">Why there is no figure; empty where there is one.</param>
/// <param name="Initial">Initial margin; null where there is none.</param>
/// <param name="Maintenance">Maintenance margin; null where there is none.</param>
/// <param name="Equity">What covers maintenance margin: options at their value, collateral after haircuts.</param>
/// <param name="InitialEquity">What covers initial margin.</param>
/// <param name="Excess">Initial equity less initial margin and sync buffer.</param>
/// <param name="Groups">By underlying and settlement, in the order of the portfolio.</param>
/// <param name="Pools">What the scan was taken over.</param>
/// <param name="Components">Add-ons, credits, reserves.</param>
/// <param name="Collateral">By asset and chain.</param>
/// <param name="Positions">By position.</param>
/// <param name="Buffer">The sync buffer; null where no delay is known or the model has no scenarios, so nothing that a
/// delay could widen.</param>
public sealed record MarginReport(
    string Model,
    int Version,
    string Hash,
    string Account,
    MarginStatus Status,
    string Problem,
    double? Initial,
    double? Maintenance,
    double Equity,
    double InitialEquity,
    double? Excess,
    IReadOnlyList<MarginReport.Group> Groups,
    IReadOnlyList<MarginReport.Pool> Pools,
    IReadOnlyList<MarginReport.Component> Components,
    IReadOnlyList<MarginReport.Asset> Collateral,
    IReadOnlyList<MarginReport.Position> Positions,
    MarginReport.SyncBuffer? Buffer)
{
    /// <summary>A risk group's scenarios.</summary>
    /// <param name="Underlying">The underlying.</param>
    /// <param name="Unit">What the cells are in: USD or the underlying's coin.</param>
    /// <param name="UsdPerUnit">USD for one of the unit.</param>
    /// <param name="Cells">All scenarios.</param>
    public sealed record Group(string Underlying, string Unit, double UsdPerUnit, IReadOnlyList<Cell> Cells);

    /// <summary>A scenario's P&amp;L in the group's unit.</summary>
    /// <param name="Name">The scenario.</param>
    /// <param name="Move">What the price does, a fraction.</param>
    /// <param name="Raw">After weight and tail factor.</param>
    /// <param name="Counted">After dampener and offset.</param>
    public sealed record Cell(string Name, double Move, double Raw, double Counted);

    /// <summary>What one scan was taken over, and what it came to.</summary>
    /// <param name="Name">The underlying and its settlement, or all.</param>
    /// <param name="Scan">The aggregate of the scenarios.</param>
    /// <param name="MaintenanceScan">Of those that count for maintenance margin.</param>
    /// <param name="WorstScenario">Its worst scenario; empty where none loses.</param>
    /// <param name="MatrixMaintenance">Scan and add-ons before the maintenance factor.</param>
    /// <param name="MatrixInitial">Scan and add-ons before the initial factor.</param>
    public sealed record Pool(
        string Name,
        double Scan,
        double MaintenanceScan,
        string WorstScenario,
        double MatrixMaintenance,
        double MatrixInitial);

    /// <summary>A charge beside the scan.</summary>
    /// <param name="Pool">Whose.</param>
    /// <param name="Name">The add-on's name in the model.</param>
    /// <param name="Stage">Where it enters: scan, matrix, floor or after the factors.</param>
    /// <param name="Maintenance">For maintenance margin, before factors.</param>
    /// <param name="Initial">For initial margin, before factors.</param>
    public sealed record Component(string Pool, string Name, string Stage, double Maintenance, double Initial);

    /// <summary>An asset on a chain.</summary>
    /// <param name="Name">The asset.</param>
    /// <param name="Chain">The chain.</param>
    /// <param name="Amount">Units.</param>
    /// <param name="Value">At its price.</param>
    /// <param name="Market">Haircut for price moves.</param>
    /// <param name="Liquidity">Haircut for selling.</param>
    /// <param name="Finality">Haircut for the chain's finality.</param>
    /// <param name="Bridge">Haircut for the bridge.</param>
    /// <param name="Haircut">All together.</param>
    /// <param name="Counted">What counts for maintenance margin.</param>
    /// <param name="CountedInitial">What counts for initial margin.</param>
    /// <param name="HasPrice">False when its price is missing or no number, or its beta is none: it counts
    /// nothing.</param>
    public sealed record Asset(
        string Name,
        string Chain,
        double Amount,
        double Value,
        double Market,
        double Liquidity,
        double Finality,
        double Bridge,
        double Haircut,
        double Counted,
        double CountedInitial,
        bool HasPrice);

    /// <summary>A position.</summary>
    /// <param name="Number">Its place in the portfolio from 0.</param>
    /// <param name="Name">Underlying, expiry, strike, kind.</param>
    /// <param name="Quantity">Signed units of the underlying; 0 where it is no number.</param>
    /// <param name="Status">How well it could be priced.</param>
    /// <param name="Value">What counts as equity.</param>
    /// <param name="Delta">Units of the underlying.</param>
    /// <param name="InWorst">P&amp;L in its pool's worst scenario.</param>
    public sealed record Position(
        int Number, string Name, double Quantity, LegStatus Status, double Value, double Delta, double InWorst);

    /// <summary>Collateral for the time between a breach and its settlement.</summary>
    /// <param name="DelayDays">That time.</param>
    /// <param name="RangeFactor">The largest range of an underlying over its own range.</param>
    /// <param name="Amount">On top of initial and maintenance margin.</param>
    public sealed record SyncBuffer(double DelayDays, double RangeFactor, double Amount);
}
