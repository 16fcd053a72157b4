namespace HybridGpu.Domain.Events;

/// <summary>Kinds of event; the comment names the body.</summary>
public enum EventKind : ushort
{
    /// <summary>Not an event.</summary>
    None = 0,

    /// <summary>An order passed the gate (<see cref="OrderState"/>); trades and what became of the rest
    /// follow.</summary>
    OrderAccepted = 1,

    /// <summary>An order was refused (<see cref="OrderState"/> with a reason).</summary>
    OrderRejected = 2,

    /// <summary>An order or quote side entered the book with what is left of it (<see cref="OrderState"/>).</summary>
    OrderRested = 3,

    /// <summary>An order or quote side left the book, or its rest never entered it
    /// (<see cref="OrderState"/>).</summary>
    OrderCancelled = 4,

    /// <summary>A cancel was refused (<see cref="OrderState"/> with a reason; ClOrdId is the cancel's).</summary>
    CancelRejected = 5,

    /// <summary><see cref="Events.Trade"/>.</summary>
    Trade = 6,

    /// <summary>A quote side became smaller and kept its place (<see cref="OrderState"/>; its leaves are the lots taken
    /// away).</summary>
    OrderReduced = 7,

    /// <summary>One entry of a mass quote was refused (<see cref="QuoteResult"/>).</summary>
    QuoteEntryRejected = 8,

    /// <summary>A mass quote was applied, or refused whole (<see cref="QuoteResult"/>).</summary>
    MassQuoteDone = 9,

    /// <summary>An account was opened (<see cref="Commands.OpenAccount"/>).</summary>
    AccountOpened = 16,

    /// <summary><see cref="SessionChanged"/>: a session was registered.</summary>
    SessionRegistered = 17,

    /// <summary><see cref="SessionChanged"/>: a session counts from 1 again.</summary>
    SessionReset = 18,

    /// <summary>An instrument can trade (<see cref="Instruments.InstrumentSpec"/>).</summary>
    InstrumentListed = 32,

    /// <summary><see cref="Events.InstrumentSettled"/>, after its orders and positions.</summary>
    InstrumentSettled = 33,

    /// <summary><see cref="Events.PositionSettled"/>.</summary>
    PositionSettled = 34,

    /// <summary>Time passed; only the header counts.</summary>
    ClockAdvanced = 35,

    /// <summary>New risk arrays count from here on (<see cref="Commands.RiskEpoch"/>).</summary>
    RiskEpochApplied = 36,

    /// <summary>An account paid the fees that it owed to the fee account (<see cref="Events.FeesSwept"/>).</summary>
    FeesSwept = 37,

    /// <summary><see cref="AccountChanged"/>: a deposit was credited.</summary>
    Deposited = 48,

    /// <summary>A settlement batch is on record (<see cref="Commands.BatchSealed"/>).</summary>
    BatchRecorded = 49,

    /// <summary><see cref="AccountChanged"/>: a request on the chain took cash out.</summary>
    Withdrawn = 50,

    /// <summary><see cref="AccountChanged"/> with a reason: an entry of the chain's queue was consumed without
    /// effect.</summary>
    QueueEntryRefused = 51,

    /// <summary>The state was hashed (<see cref="Commands.StateHashMark"/>).</summary>
    StateHashed = 64,

    /// <summary>A recorded state hash was compared (<see cref="CommandOutcome"/>).</summary>
    StateHashChecked = 65,

    /// <summary>A command other than an order or quote was refused (<see cref="CommandOutcome"/>).</summary>
    CommandRejected = 127,
}
