using System;
using System.Globalization;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Events;

/// <summary>Chooses pages, adds operations to the batch, and holds their effect against the venue's figures.</summary>
internal sealed class OperationApplier
{
    private readonly BatchBuilder _builder;

    public OperationApplier(BatchBuilder builder)
    {
        _builder = builder;
    }

    private SettlementState State => _builder.State;

    /// <summary>Whether the system leaf's clock lags so far behind that a Clock goes first.</summary>
    public bool NeedsClock(in PendingOperation pending) => !pending.Operation.IsSystem
        && pending.SequencedNs >= State.System.Leaf.SequencedNs + EventTranslator.ClockLagNs;

    /// <summary>Brings the system leaf's clocks up to an operation's event.</summary>
    public void AddClock(in PendingOperation pending) => AddOrThrow(
        new Operation
        {
            Kind = OperationKind.Clock,
            SequencedNs = pending.SequencedNs,
            MarketNs = pending.MarketNs,
        },
        in pending);

    /// <summary>Adds an operation.</summary>
    public void Add(in PendingOperation pending)
    {
        Operation operation = WithPages(pending.Operation);
        (long cash, long fees) = Money(operation.Account);
        long makerFees = Money(operation.Maker).Fees;
        long takerFees = Money(operation.Taker).Fees;
        AddOrThrow(in operation, in pending);

        VenueFigures expected = pending.Expected;
        long cashAfter = Money(operation.Account).Cash;
        Compare("cash", cashAfter, expected.CashAfter, in operation, pending.Ordinal);
        Compare("change of cash", cashAfter - cash, expected.CashChange, in operation, pending.Ordinal);
        if (operation.Kind == OperationKind.Sweep)
        {
            Compare("fees swept", fees, -expected.CashChange, in operation, pending.Ordinal);
        }

        if (operation.Kind == OperationKind.Trade)
        {
            bool isOne = operation.Maker == operation.Taker;
            long? makerFee = isOne ? expected.MakerFee + expected.TakerFee : expected.MakerFee;
            long? takerFee = isOne ? makerFee : expected.TakerFee;
            Compare("maker's fee", Money(operation.Maker).Fees - makerFees, makerFee, in operation, pending.Ordinal);
            Compare("taker's fee", Money(operation.Taker).Fees - takerFees, takerFee, in operation, pending.Ordinal);
        }
    }

    private static void Compare(string figure, long found, long? expected, in Operation operation, ulong ordinal)
    {
        if (expected is { } value && found != value)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Settlement and venue part at event {ordinal}: {figure} is {found} here and {value} there. "
                + $"{operation}"));
        }
    }

    private Operation WithPages(in Operation operation) => operation.Kind switch
    {
        OperationKind.Trade when operation.Maker != operation.Taker => operation with
        {
            MakerPage = PageFor(operation.Maker, operation.Instrument),
            TakerPage = PageFor(operation.Taker, operation.Instrument),
        },
        OperationKind.SettleExpiry => operation with
        {
            Page = PageFor(operation.Account, operation.Instrument),
        },
        OperationKind.SettleFunding => operation with
        {
            Page = PageFor(operation.Account, operation.Instrument),
            Epoch = State.System.Funding.Epoch,
            PreviousRoot = State.System.Funding.Previous,
        },
        _ => operation,
    };

    private byte PageFor(uint account, uint instrument)
    {
        int page = State.Find(account)?.PageFor(Page.GroupOf(instrument)) ?? 0;
        return page >= 0
            ? (byte)page
            : throw new InvalidOperationException(
                $"All pages of account {account} are taken, and instrument {instrument} needs one.");
    }

    private (long Cash, long Fees) Money(uint account) =>
        State.Find(account) is { } found ? (found.Cash, found.FeesAccrued) : default;

    private void AddOrThrow(in Operation operation, in PendingOperation pending)
    {
        TransitionError error = _builder.Add(in operation, pending.Ordinal, operation.Kind == OperationKind.RiskEpoch
            ? pending.Inputs
            : default);
        if (error != TransitionError.None)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The venue's event {pending.Ordinal} is refused by settlement: {error}. {operation} on "
                + $"{State.System.Leaf}, batch {_builder.NextBatch} record {_builder.RecordCount}"));
        }
    }
}
