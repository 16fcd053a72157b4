using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Money;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine.Accounts;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Margin;

/// <summary>The integer margin rule: who may add an order, and which maker may still be filled.</summary>
/// <remarks>
/// Initial margin = sum over underlyings of max(0, -min over 64 columns of (positions + open orders at their worst)).
/// Equity = cash - fees + sum of lots x mark. An order passes when equity covers initial margin with the order in it.
/// Vectors are derived from the current epoch at an account's first touch, fills included, so that an epoch costs the
/// engine nothing until the account acts; the integers come out the same whenever that happens.
/// Cost: O(64) per order or fill; O(positions + orders) at the first touch after an epoch. Thread: the engine's.
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

    /// <summary>Row of an instrument in the current arrays, or -1. Hot path.</summary>
    public int RowOf(InstrumentId instrument) => Arrays is null ? -1 : Arrays.RowOf(instrument);

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

    /// <summary>Puts an open order into, or takes it out of, its account's vectors. Hot path.</summary>
    /// <param name="order">The order.</param>
    /// <param name="leavesLots">Lots of it that count; during a fill, not yet or no longer what the order says.</param>
    /// <param name="isTaker">True while the order is still incoming, for the fee that it would pay.</param>
    /// <param name="sign">+1 in, -1 out.</param>
    public void CountOrder(in RestingOrder order, long leavesLots, bool isTaker, int sign)
    {
        int row = RowOf(order.Instrument);
        if (row < 0)
        {
            return;
        }

        ListedInstrument instrument = _ledger.Instruments[order.Instrument];
        Account account = _ledger.Accounts.Get(order.Account);
        long fee = FeeAtMost(instrument, order.PriceTicks, leavesLots, isTaker);
        long edge = Arrays!.MarkAt(row) - (order.PriceTicks * instrument.TickValue);
        Span<long> orders = account.VectorsOf(instrument.Spec.Underlying).Orders;
        ScenarioVector.AddOrder(
            orders, Arrays.CellsAt(row), order.Side.Sign() * leavesLots, edge, fee, sign);
    }

    /// <summary>Follows a change of position: mark value and scenario sums. Hot path.</summary>
    public void CountFill(Account account, ListedInstrument instrument, long lots)
    {
        int row = RowOf(instrument.Spec.Id);
        if (row < 0)
        {
            return;
        }

        account.MarkValueMicros += lots * Arrays!.MarkAt(row);
        ScenarioVector.AddPosition(
            account.VectorsOf(instrument.Spec.Underlying).Positions, Arrays.CellsAt(row), lots);
    }

    /// <summary>Would the whole order only take the account out of a position that it has? Cold path.</summary>
    /// <remarks>An account short of margin may still reduce: its order must lie within the position, together with its
    /// other open orders on that side, and must not make the positions' headroom smaller unless some is left.</remarks>
    public bool OnlyReduces(in RestingOrder order)
    {
        int row = RowOf(order.Instrument);
        Account account = _ledger.Accounts.Get(order.Account);
        return row >= 0
            && LiesWithinPosition(account, order.Instrument, order.Side, order.LeavesLots)
            && FillKeepsHeadroom(account, in order, row, order.PriceTicks, order.LeavesLots, isTaker: true);
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
            ref RestingOrder other = ref _ledger.Orders[i];
            openLots += other.Instrument == instrument && other.Side == side ? other.LeavesLots : 0;
        }

        return openLots <= -(side.Sign() * _ledger.Positions[position].Lots);
    }

    /// <summary>May this maker be filled under the current epoch? Hot path when the account is well covered.</summary>
    /// <remarks>A fill passes when equity covers the positions' worst loss after it, or when it doesn't make the
    /// account's headroom smaller: an account in trouble may always reduce.</remarks>
    public bool MayFill(in RestingOrder maker, long priceTicks, long lots)
    {
        Account account = _ledger.Accounts.Get(maker.Account);
        Touch(account);
        int row = RowOf(maker.Instrument);
        if (row < 0)
        {
            return false;
        }

        return Covers(account) || FillKeepsHeadroom(account, in maker, row, priceTicks, lots, isTaker: false);
    }

    /// <summary>The most that fees can come to however the lots are split: each fill rounds up, and has a lot at
    /// least.</summary>
    private long FeeAtMost(ListedInstrument instrument, long priceTicks, long lots, bool isTaker) =>
        lots * _ledger.Fees.Of(instrument.Spec.Kind, isTaker, Micros.Value(priceTicks, 1, instrument.TickValue));

    /// <summary>The account's headroom over its positions alone, before and after the fill.</summary>
    private bool FillKeepsHeadroom(
        Account account, in RestingOrder order, int row, long priceTicks, long lots, bool isTaker)
    {
        ListedInstrument instrument = _ledger.Instruments[order.Instrument];
        long signedLots = order.Side.Sign() * lots;
        long value = Micros.Value(priceTicks, lots, instrument.TickValue);
        long fee = FeeAtMost(instrument, priceTicks, lots, isTaker);
        long equityChange = (signedLots * Arrays!.MarkAt(row)) - (order.Side.Sign() * value) - fee;

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

        long worstAfter = ScenarioVector.WorstAfterFill(own.Positions, Arrays.CellsAt(row), signedLots);
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
        for (int i = account.FirstPosition; i != Position.None; i = _ledger.Positions[i].NextOfAccount)
        {
            ref Position position = ref _ledger.Positions[i];
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

        for (int i = account.FirstOrder; i != Position.None; i = _ledger.Orders[i].AccountNext)
        {
            ref RestingOrder order = ref _ledger.Orders[i];
            CountOrder(in order, order.LeavesLots, isTaker: false, sign: +1);
        }
    }
}
