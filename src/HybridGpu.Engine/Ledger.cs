using System;
using HybridGpu.Domain;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Combos;
using HybridGpu.Engine.Orders;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <summary>The engine's tables, shared by its parts; all of it belongs to the engine's one thread.</summary>
internal sealed class Ledger
{
    public Ledger(EngineOptions options)
    {
        Options = options;
        Hash = new StateHashBox();
        Accounts = new AccountTable(Hash);
        Sessions = new SessionTable(Hash);
        Kills = new KillTable(Hash);
        Positions = new PositionTable(options.PositionsMax, options.AccountGroupsMax);
        Instruments = new InstrumentTable(Hash, options.InstrumentsMax, options.CombosMax);
        Orders = new OrderPool(options.OpenOrdersMax);
    }

    public EngineOptions Options { get; }

    public FeeSchedule Fees => Options.Fees;

    public StateHashBox Hash { get; }

    public AccountTable Accounts { get; }

    public SessionTable Sessions { get; }

    public KillTable Kills { get; }

    public PositionTable Positions { get; }

    public InstrumentTable Instruments { get; }

    public OrderPool Orders { get; }

    /// <summary>The engine's wall time: the command's, never before an earlier command's.</summary>
    public long NowNs { get; set; }

    /// <summary>The engine's market time, monotone likewise.</summary>
    public long MarketNs { get; set; }

    /// <summary>Lots of an order in the account's bound on lots: a combo's count with those of its legs. Hot
    /// path.</summary>
    public long WeightedLots(OrderRef order, long lots)
    {
        ListedInstrument instrument = Instruments[order.Instrument];
        return instrument.Combo is null ? lots : lots * instrument.Combo.Weight;
    }

    /// <summary>Something was done in an instrument: a combo that gives way hasn't lain idle since. Hot path: one
    /// compare for anything else.</summary>
    public void Used(ListedInstrument instrument)
    {
        if (instrument.Use is { } use)
        {
            SetUse(instrument, use, use.Lister, NowNs);
        }
    }

    /// <summary>Says whose a combo is, and that it is in use now.</summary>
    public void SetUse(ListedInstrument combo, ComboUse use, AccountId lister, long usedNs)
    {
        Hash.Remove(StateDigest.OfComboUse(combo.Spec.Id, use));
        use.Lister = lister;
        use.UsedNs = usedNs;
        Hash.Add(StateDigest.OfComboUse(combo.Spec.Id, use));
    }

    /// <summary>Changes a position, with the account's gross lots and the state hash. Hot path.</summary>
    public void ChangePosition(Account account, ref Position position, long lots)
    {
        if (position.Lots != 0)
        {
            Hash.Remove(StateDigest.OfPosition(account.Id, position.Instrument, position.Lots));
        }

        account.PositionLots -= Math.Abs(position.Lots);
        position.Lots = checked(position.Lots + lots);
        account.PositionLots += Math.Abs(position.Lots);
        if (position.Lots != 0)
        {
            Hash.Add(StateDigest.OfPosition(account.Id, position.Instrument, position.Lots));
        }
    }
}
