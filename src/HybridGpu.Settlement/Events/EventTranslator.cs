using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Risk;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Events;

/// <summary>Turns the venue's durable events, in order, into operations of the batch being built.</summary>
/// <remarks>
/// An event can stand for none, one or many operations, and a batch can fill up within one: <see cref="Accept"/> takes
/// an event on, <see cref="Advance"/> works until done or the batch is full, and goes on where it stopped once that is
/// sealed. Same events and seals, same batches. Errors: the venue already did what its events say, so an operation that
/// the transition function refuses, or that comes out with other figures, is a bug and throws. Thread: one.
/// </remarks>
public sealed class EventTranslator
{
    /// <summary>How far the system leaf's clock may lag behind an operation's event, in ns: 100 ms.</summary>
    public const ulong ClockLagNs = 100_000_000;

    private readonly BatchBuilder _builder;
    private readonly RiskEpochInbox _epochs;
    private readonly OperationApplier _applier;
    private readonly Queue<PendingOperation> _pending = [];
    private readonly List<PositionSettled> _settling = [];
    private readonly List<FundingPaid> _funding = [];
    private readonly HashSet<uint> _ownerless = [];

    /// <summary>A translator that feeds a builder.</summary>
    /// <param name="builder">The builder; whoever calls <see cref="Advance"/> seals it.</param>
    /// <param name="epochs">Roots and inputs of the epochs whose events will come.</param>
    public EventTranslator(BatchBuilder builder, RiskEpochInbox epochs)
    {
        _builder = builder;
        _epochs = epochs;
        _applier = new OperationApplier(builder);
    }

    /// <summary>Accounts without an owner: the venue's own, which settlement doesn't hold.</summary>
    public int SkippedAccounts => _ownerless.Count;

    /// <summary>Opening credits of such accounts: the venue's own book, not collateral of the chain.</summary>
    public int SkippedCredits { get; private set; }

    /// <summary>Whether all events taken on are in batches.</summary>
    public bool IsIdle => _pending.Count == 0;

    /// <summary>Takes an event on and works on it.</summary>
    /// <param name="venueEvent">The next event.</param>
    /// <returns>False when the batch is full and must be sealed before <see cref="Advance"/> goes on.</returns>
    public bool Apply(in VenueEvent venueEvent)
    {
        Accept(in venueEvent);
        return Advance();
    }

    /// <summary>Takes an event on.</summary>
    /// <param name="venueEvent">The next event, in order, without gaps among those of the kinds translated.</param>
    public void Accept(in VenueEvent venueEvent)
    {
        switch (venueEvent.Header.Kind)
        {
            case EventKind.AccountOpened:
                OpenAccount(in venueEvent);
                break;
            case EventKind.Deposited or EventKind.Withdrawn:
                MoveCash(in venueEvent);
                break;
            case EventKind.QueueEntryRefused:
                Enqueue(in venueEvent, ClockedOperation(OperationKind.QueueAdvance, in venueEvent.Header) with
                {
                    QueueIndex = venueEvent.Account.Source.QueueEntry,
                });
                break;
            case EventKind.Trade:
                Trade(in venueEvent);
                break;
            case EventKind.InstrumentListed:
                ListInstrument(in venueEvent);
                break;
            case EventKind.PositionSettled:
                _settling.Add(venueEvent.PositionSettled);
                break;
            case EventKind.InstrumentSettled:
                SettleInstrument(in venueEvent);
                break;
            case EventKind.FundingPaid:
                _funding.Add(venueEvent.FundingPaid);
                break;
            case EventKind.FundingFixed:
                FixFunding(in venueEvent);
                break;
            case EventKind.FeesSwept:
                Enqueue(
                    in venueEvent,
                    new Operation { Kind = OperationKind.Sweep, Account = venueEvent.FeesSwept.Account.Value },
                    expected: new VenueFigures(CashChange: -venueEvent.FeesSwept.AmountMicros));
                break;
            case EventKind.RiskEpochApplied:
                RiskEpoch(in venueEvent);
                break;
            default:
                // Orders, quotes, sessions and hashes leave the settled state as it is.
                break;
        }
    }

    /// <summary>Puts what was taken on into the batch, until nothing is left or the batch is full.</summary>
    /// <returns>False when the batch is full and something is left: seal it and call again.</returns>
    public bool Advance()
    {
        while (_pending.TryPeek(out PendingOperation next))
        {
            if (_builder.IsFull)
            {
                return false;
            }

            if (_applier.NeedsClock(in next))
            {
                _applier.AddClock(in next);
                continue;
            }

            _applier.Add(in next);
            _pending.Dequeue();
        }

        return true;
    }

    private static Operation ClockedOperation(OperationKind kind, in EventHeader header) => new()
    {
        Kind = kind,
        SequencedNs = (ulong)header.SequencedNs,
        MarketNs = (ulong)header.MarketNs,
    };

    private void Enqueue(
        in VenueEvent venueEvent, Operation operation, ReadOnlyMemory<byte> inputs = default,
        VenueFigures expected = default) =>
        _pending.Enqueue(new PendingOperation(
            operation, venueEvent.Header.Ordinal, (ulong)venueEvent.Header.SequencedNs,
            (ulong)venueEvent.Header.MarketNs, inputs, expected));

    private void OpenAccount(in VenueEvent venueEvent)
    {
        OpenAccount opened = venueEvent.OpenAccount;
        Span<byte> owner = stackalloc byte[Address.Size];
        BinaryPrimitives.WriteUInt64LittleEndian(owner, opened.Owner0);
        BinaryPrimitives.WriteUInt64LittleEndian(owner[8..], opened.Owner1);
        BinaryPrimitives.WriteUInt32LittleEndian(owner[16..], opened.Owner2);
        var address = new Address(owner);
        if (address == Address.Zero)
        {
            _ownerless.Add(opened.Account.Value);
            return;
        }

        Enqueue(in venueEvent, new Operation
        {
            Kind = OperationKind.OpenAccount,
            Account = opened.Account.Value,
            Owner = address,
        });
    }

    private void MoveCash(in VenueEvent venueEvent)
    {
        ChainEvent source = venueEvent.Account.Source;
        uint account = venueEvent.Account.Account.Value;
        if (source.ChainId == 0)
        {
            if (!_ownerless.Contains(account))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Event {venueEvent.Header.Ordinal} credits {source.AmountMicros} micro-USD of the venue's own "
                    + $"book to account {account}, which has an owner: no chain holds them."));
            }

            SkippedCredits++;
            return;
        }

        Enqueue(
            in venueEvent,
            new Operation
            {
                Kind = venueEvent.Header.Kind == EventKind.Deposited
                    ? OperationKind.Deposit
                    : OperationKind.Withdraw,
                Account = account,
                Amount = checked((ulong)source.AmountMicros),
                QueueIndex = source.QueueEntry,
            },
            expected: new VenueFigures(CashAfter: venueEvent.Account.CashMicros));
    }

    private void Trade(in VenueEvent venueEvent)
    {
        Trade trade = venueEvent.Trade;
        Enqueue(
            in venueEvent,
            new Operation
            {
                Kind = OperationKind.Trade,
                Instrument = trade.Instrument.Value,
                TakerSide = (byte)trade.TakerSide,
                PriceTicks = checked((ulong)trade.PriceTicks),
                Lots = checked((ulong)trade.Lots),
                Maker = trade.Maker.Account.Value,
                Taker = trade.Taker.Account.Value,
                MakerOrder = Operation.NoOrder,
                TakerOrder = Operation.NoOrder,
            },
            expected: new VenueFigures(MakerFee: trade.Maker.FeeMicros, TakerFee: trade.Taker.FeeMicros));
    }

    private void ListInstrument(in VenueEvent venueEvent)
    {
        InstrumentSpec spec = venueEvent.Instrument;
        Enqueue(in venueEvent, ClockedOperation(OperationKind.ListInstrument, in venueEvent.Header) with
        {
            Terms = new InstrumentTerms
            {
                Instrument = spec.Id.Value,
                Underlying = spec.Underlying.Value,
                Payoff = (byte)spec.Kind,
                Strike = checked((ulong)spec.StrikeMicros),
                ExpiryNs = checked((ulong)spec.ExpiryNs),
                TickSize = checked((ulong)spec.TickSizeMicros),
                LotSize = checked((ulong)spec.LotSizeMicros),
            },
        });
    }

    /// <summary>The engine names the positions before the instrument and its price: they waited here.</summary>
    private void SettleInstrument(in VenueEvent venueEvent)
    {
        InstrumentSettled settled = venueEvent.InstrumentSettled;
        Enqueue(in venueEvent, ClockedOperation(OperationKind.ExpiryFixing, in venueEvent.Header) with
        {
            Instrument = settled.Instrument.Value,
            Settlement = checked((ulong)settled.UnderlyingMicros),
        });
        foreach (PositionSettled position in _settling)
        {
            if (position.Instrument != settled.Instrument)
            {
                throw new InvalidOperationException(
                    $"A position in instrument {position.Instrument} was settled before {settled.Instrument}.");
            }

            Enqueue(
                in venueEvent,
                new Operation
                {
                    Kind = OperationKind.SettleExpiry,
                    Account = position.Account.Value,
                    Instrument = position.Instrument.Value,
                },
                expected: new VenueFigures(CashChange: position.CashMicros));
        }

        _settling.Clear();
    }

    /// <summary>The engine names the payments before the fixing: they waited here. One of nothing changes nothing, and
    /// isn't settled.</summary>
    private void FixFunding(in VenueEvent venueEvent)
    {
        FundingFixed fixing = venueEvent.FundingFixed;
        if (fixing.PositionCount != _funding.Count || (fixing.AmountPerLotPico == 0 && _funding.Count > 0))
        {
            throw new InvalidOperationException(
                $"Funding of instrument {fixing.Instrument} names {fixing.PositionCount} payments at "
                + $"{fixing.AmountPerLotPico} a lot; {_funding.Count} came.");
        }

        if (fixing.AmountPerLotPico == 0)
        {
            return;
        }

        Enqueue(in venueEvent, ClockedOperation(OperationKind.FundingFixing, in venueEvent.Header) with
        {
            Instrument = fixing.Instrument.Value,
            FundingAmount = fixing.AmountPerLotPico,
        });
        foreach (FundingPaid paid in _funding)
        {
            Enqueue(
                in venueEvent,
                new Operation
                {
                    Kind = OperationKind.SettleFunding,
                    Account = paid.Account.Value,
                    Instrument = paid.Instrument.Value,
                    FundingAmount = fixing.AmountPerLotPico,
                },
                expected: new VenueFigures(CashChange: paid.CashMicros));
        }

        _funding.Clear();
    }

    private void RiskEpoch(in VenueEvent venueEvent)
    {
        RiskEpoch epoch = venueEvent.RiskEpoch;
        if (!_epochs.TryTake(epoch.Epoch, out RiskEpochData? data))
        {
            throw new InvalidOperationException(
                $"Event {venueEvent.Header.Ordinal} applies risk epoch {epoch.Epoch}, whose root never came.");
        }

        Span<byte> kernel = stackalloc byte[Hash32.Size];
        epoch.KernelHash.CopyTo(kernel);
        Enqueue(
            in venueEvent,
            ClockedOperation(OperationKind.RiskEpoch, in venueEvent.Header) with
            {
                Epoch = epoch.Epoch,
                InputsMarketNs = checked((ulong)epoch.InputsMarketNs),
                KernelHash = new Hash32(kernel),
                InputsHash = Keccak256.Hash(data.Inputs.Span),
                RiskRoot = data.HashArrays(),
            },
            data.Inputs);
    }
}
