using System;
using System.Runtime.CompilerServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Money;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Orders;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Margin;

/// <summary>The integer margin rule: who may add an order, and which maker may still be filled.</summary>
/// <remarks>
/// Initial margin = sum over underlyings of max(0, -min over 64 columns of (positions + open orders at their worst)).
/// Equity = cash - fees + sum of lots x mark. An order passes when equity covers initial margin with the order in it.
/// Vectors are derived from the current epoch at an account's first touch, fills included, so that an epoch costs the
/// engine nothing until the account acts; the integers come out the same whenever that happens.
/// Cost: O(64) per order or fill; O(positions + orders + order slots) at the first touch after an epoch. Thread: the
/// engine's.
/// </remarks>
internal sealed class MarginGate
{
    private readonly Ledger _ledger;

    public MarginGate(Ledger ledger)
    {
        _ledger = ledger;
    }

    /// <summary>The current risk arrays; null before the first epoch.</summary>
    public RiskArrays? Arrays { get; private set; }

    /// <summary>Makes an epoch current. Accounts follow at their next touch.</summary>
    public void Adopt(RiskArrays arrays) => Arrays = arrays;

    /// <summary>Whether an instrument has a risk array in the current epoch. Hot path.</summary>
    public bool IsPriced(ListedInstrument instrument) => TryRisk(instrument, out _, out _);

    /// <summary>Mark and cells of one lot in the current epoch; a combo's are its legs' added up. Hot path.</summary>
    public bool TryRisk(ListedInstrument instrument, out long markMicros, out ReadOnlySpan<int> cells)
    {
        markMicros = 0;
        cells = default;
        if (Arrays is null)
        {
            return false;
        }

        if (instrument.Combo is { } combo)
        {
            if (!combo.IsPriced(Arrays))
            {
                return false;
            }

            markMicros = combo.MarkMicros;
            cells = combo.Cells;
            return true;
        }

        int row = Arrays.RowOf(instrument.Spec.Id);
        if (row < 0)
        {
            return false;
        }

        markMicros = Arrays.MarkAt(row);
        cells = Arrays.CellsAt(row);
        return true;
    }

    /// <summary>Brings an account's derived values to the current epoch. Hot path: one compare when nothing is
    /// new.</summary>
    public void Touch(Account account)
    {
        if (Arrays is not null && account.DerivedEpoch != Arrays.Epoch)
        {
            Derive(account, Arrays);
        }
    }

    /// <summary>Initial margin in micro-USD with all open orders at their worst.</summary>
    public static long InitialMargin(Account account)
    {
        long margin = 0;
        foreach (RiskVectors? vectors in account.AllVectors)
        {
            margin = checked(margin + (vectors?.WorstLoss() ?? 0));
        }

        return margin;
    }

    /// <summary>True when equity covers initial margin. Call <see cref="Touch"/> before.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="lessMicros">Cash that is about to leave the account, in micro-USD.</param>
    public static bool Covers(Account account, long lessMicros = 0) =>
        !account.HasUnpricedPosition && account.EquityMicros - lessMicros >= InitialMargin(account);

    /// <summary>Would equity cover initial margin with an incoming order in it? Nothing changes. Hot path. Call
    /// <see cref="Touch"/> before.</summary>
    public bool CoversWith(OrderRef order, Account account)
    {
        ListedInstrument instrument = _ledger.Instruments[order.Instrument];
        if (!TryExposure(order, instrument, order.LeavesLots, isTaker: true, out OrderExposure exposure))
        {
            return Covers(account);
        }

        RiskVectors own = account.VectorsOf(instrument.Spec.Underlying);
        long margin = own.WorstLossWith(in exposure);
        foreach (RiskVectors? vectors in account.AllVectors)
        {
            margin = checked(margin + (vectors is null || ReferenceEquals(vectors, own) ? 0 : vectors.WorstLoss()));
        }

        return !account.HasUnpricedPosition && account.EquityMicros >= margin;
    }

    /// <summary>Puts an open order into, or takes it out of, its account's vectors. Hot path.</summary>
    /// <param name="order">The order.</param>
    /// <param name="leavesLots">Lots of it that count; during a fill, not yet or no longer what the order says.</param>
    /// <param name="isTaker">True while the order is still incoming, for the fee that it would pay.</param>
    /// <param name="sign">+1 in, -1 out.</param>
    public void CountOrder(OrderRef order, long leavesLots, bool isTaker, int sign)
    {
        ListedInstrument instrument = _ledger.Instruments[order.Instrument];
        if (TryExposure(order, instrument, leavesLots, isTaker, out OrderExposure exposure))
        {
            Account account = _ledger.Accounts.Get(order.Account);
            ScenarioVector.AddOrder(account.VectorsOf(instrument.Spec.Underlying).Orders, in exposure, sign);
        }
    }

    /// <summary>Follows a change of position: mark value and scenario sums. Hot path.</summary>
    public void CountFill(Account account, ListedInstrument instrument, long lots)
    {
        if (!TryRisk(instrument, out long mark, out ReadOnlySpan<int> cells))
        {
            return;
        }

        account.MarkValueMicros += lots * mark;
        ScenarioVector.AddPosition(account.VectorsOf(instrument.Spec.Underlying).Positions, cells, lots);
    }

    /// <summary>Would the whole order only take the account out of a position that it has? Cold path.</summary>
    /// <remarks>An account short of margin may still reduce: its order must lie within the position, together with its
    /// other open orders on that side, and must not make the positions' headroom smaller unless some is left.</remarks>
    public bool OnlyReduces(OrderRef order)
    {
        ListedInstrument instrument = _ledger.Instruments[order.Instrument];
        Account account = _ledger.Accounts.Get(order.Account);
        return IsPriced(instrument)
            && LiesWithinPosition(account, order.Instrument, order.Side, order.LeavesLots)
            && FillKeepsHeadroom(
                account, instrument, order.Side, order.PriceTicks, order.LeavesLots, isTaker: true);
    }

    /// <summary>Would these lots, with all that the account has open on that side, at most close its position? Cold
    /// path.</summary>
    public bool LiesWithinPosition(Account account, InstrumentId instrument, Side side, long lots)
    {
        int position = _ledger.Positions.Find(account.Id, instrument);
        if (position == Position.None)
        {
            return false;
        }

        long openLots = lots;
        for (int i = account.FirstOrder; i != Position.None; i = _ledger.Orders[i].AccountNext)
        {
            OrderRef other = _ledger.Orders[i];
            openLots += other.Instrument == instrument && other.Side == side && !OrderBits.IsWaiting(other)
                ? other.LeavesLots
                : 0;
        }

        return openLots <= -(side.Sign() * _ledger.Positions[position].Lots);
    }

    /// <summary>Is the account of this order covered with all of its open orders at their worst, this one among them?
    /// Then each of them can be filled, in any order.</summary>
    /// <remarks>An order in what the epoch doesn't price is in no worst case, and is never filled.</remarks>
    public bool IsCovered(OrderRef order)
    {
        Account account = _ledger.Accounts.Get(order.Account);
        Touch(account);
        return Covers(account) && IsPriced(_ledger.Instruments[order.Instrument]);
    }

    /// <summary>May this resting order be filled under the current epoch? Hot path when the account is well
    /// covered.</summary>
    /// <remarks>A fill passes when equity covers the positions' worst loss after it, or when it doesn't make the
    /// account's headroom smaller: an account in trouble may always reduce.</remarks>
    public bool MayFill(OrderRef order, ListedInstrument instrument, long priceTicks, long lots, bool isTaker)
    {
        Account account = _ledger.Accounts.Get(order.Account);
        Touch(account);
        return IsPriced(instrument)
            && (Covers(account) || FillKeepsHeadroom(account, instrument, order.Side, priceTicks, lots, isTaker));
    }

    /// <summary>An order's part of its account's worst case.</summary>
    /// <returns>False when the epoch doesn't price it: then it is in no worst case.</returns>
    private bool TryExposure(
        OrderRef order, ListedInstrument instrument, long leavesLots, bool isTaker, out OrderExposure exposure)
    {
        if (!TryRisk(instrument, out long mark, out ReadOnlySpan<int> cells))
        {
            exposure = default;
            return false;
        }

        // In an auction either side may turn out to be the taker; a combo that trades with its legs always is.
        bool mayTake = isTaker || instrument.IsCollecting || instrument.Combo is not null;
        long fee = FeeAtMost(instrument, order.PriceTicks, leavesLots, mayTake);
        long edge = mark - (order.PriceTicks * instrument.TickValue);
        exposure = new OrderExposure(cells, order.Side.Sign() * leavesLots, edge, fee);
        return true;
    }

    /// <summary>The most that fees can come to however the lots are split: each fill rounds up, and has a lot at
    /// least.</summary>
    private long FeeAtMost(ListedInstrument instrument, long priceTicks, long lots, bool isTaker)
    {
        if (instrument.Combo is null)
        {
            return lots * _ledger.Fees.Of(
                instrument.Spec.Kind, isTaker, Micros.Value(priceTicks, 1, instrument.TickValue));
        }

        // The legs' prices aren't known yet; their marks stand for them.
        long fee = 0;
        ReadOnlySpan<ListedInstrument> legs = instrument.Combo.Legs;
        for (int i = 0; i < legs.Length; i++)
        {
            TryRisk(legs[i], out long mark, out _);
            fee += Math.Abs(instrument.Combo.Ratios[i]) * _ledger.Fees.Of(legs[i].Spec.Kind, isTaker, mark);
        }

        return lots * fee;
    }

    /// <summary>The account's headroom over its positions alone, before and after the fill.</summary>
    private bool FillKeepsHeadroom(
        Account account, ListedInstrument instrument, Side side, long priceTicks, long lots, bool isTaker)
    {
        TryRisk(instrument, out long mark, out ReadOnlySpan<int> cells);
        long signedLots = side.Sign() * lots;
        long value = Micros.Value(priceTicks, lots, instrument.TickValue);
        long fee = FeeAtMost(instrument, priceTicks, lots, isTaker);
        long equityChange = (signedLots * mark) - (side.Sign() * value) - fee;

        long lossBefore = 0;
        long lossOfOthers = 0;
        RiskVectors own = account.VectorsOf(instrument.Spec.Underlying);
        foreach (RiskVectors? vectors in account.AllVectors)
        {
            if (vectors is null)
            {
                continue;
            }

            long loss = vectors.WorstPositionLoss();
            lossBefore += loss;
            lossOfOthers += ReferenceEquals(vectors, own) ? 0 : loss;
        }

        long worstAfter = ScenarioVector.WorstAfterFill(own.Positions, cells, signedLots);
        long lossAfter = lossOfOthers + Math.Max(0, -worstAfter);
        long headroomBefore = account.EquityMicros - lossBefore;
        long headroomAfter = account.EquityMicros + equityChange - lossAfter;
        return headroomAfter >= headroomBefore || (headroomAfter >= 0 && !account.HasUnpricedPosition);
    }

    /// <summary>Recomputes everything derived from positions and open orders.</summary>
    private void Derive(Account account, RiskArrays arrays)
    {
        foreach (RiskVectors? vectors in account.AllVectors)
        {
            vectors?.Clear();
        }

        account.DerivedEpoch = arrays.Epoch;
        account.MarkValueMicros = 0;
        account.HasUnpricedPosition = false;
        var orders = new OrderBatch(this);
        for (int i = account.FirstPosition; i != Position.None; i = _ledger.Positions[i].NextOfAccount)
        {
            Position position = _ledger.Positions[i];
            orders.Add(position.BidQuote);
            orders.Add(position.AskQuote);
            if (position.Lots == 0)
            {
                continue;
            }

            if (arrays.RowOf(position.Instrument) < 0)
            {
                account.HasUnpricedPosition = true;
                continue;
            }

            CountFill(account, _ledger.Instruments[position.Instrument], position.Lots);
        }

        foreach (int order in account.Slots is { } slots ? slots.Orders : [])
        {
            orders.Add(order);
        }

        orders.Count();
    }

    /// <summary>Open orders to be counted in vectors that are being derived, a few at a time: the processor fetches
    /// the last of them while the first is counted.</summary>
    /// <remarks>Sums don't depend on the order of what is added.</remarks>
    private ref struct OrderBatch(MarginGate gate)
    {
        private Handles _handles;
        private int _count;

        /// <summary>An order, or <see cref="Position.None"/>.</summary>
        public void Add(int handle)
        {
            if (handle == Position.None)
            {
                return;
            }

            gate._ledger.Orders.PrefetchWhole(handle);
            _handles[_count++] = handle;
            if (_count == Handles.Length)
            {
                Count();
            }
        }

        public void Count()
        {
            foreach (int handle in _handles[.._count])
            {
                OrderRef order = gate._ledger.Orders[handle];
                if (!OrderBits.IsWaiting(order))
                {
                    gate.CountOrder(order, order.LeavesLots, isTaker: false, sign: +1);
                }
            }

            _count = 0;
        }

        [InlineArray(Length)]
        private struct Handles
        {
            public const int Length = 16;

            private int _first;
        }
    }
}
