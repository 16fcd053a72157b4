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

    /// <summary>An order has new terms (<see cref="OrderState"/>; OrigClOrdId is its old name).</summary>
    OrderReplaced = 10,

    /// <summary>A resting order left the book to enter it again with other terms (<see cref="OrderState"/> as it
    /// was).</summary>
    OrderPulled = 11,

    /// <summary>An iceberg shows its next part, behind the others at its price (<see cref="OrderState"/>).</summary>
    OrderReplenished = 12,

    /// <summary>A stop order was set off (<see cref="OrderState"/>); what it does follows.</summary>
    StopTriggered = 13,

    /// <summary>Orders in a combo traded: the combo's side of the leg trades before it (<see cref="OrderState"/>; its
    /// leaves and sums are the combo's).</summary>
    ComboTraded = 14,

    /// <summary>A replace was refused, and the order is as it was (<see cref="OrderState"/> with a reason; ClOrdId is
    /// the replace's).</summary>
    ReplaceRejected = 15,

    /// <summary>An account was opened (<see cref="Commands.OpenAccount"/>).</summary>
    AccountOpened = 16,

    /// <summary><see cref="SessionChanged"/>: a session was registered.</summary>
    SessionRegistered = 17,

    /// <summary><see cref="SessionChanged"/>: a session counts from 1 again.</summary>
    SessionReset = 18,

    /// <summary>A mass cancel was done or refused, after its cancels (<see cref="MassCancelResult"/>).</summary>
    MassCancelDone = 19,

    /// <summary>A kill switch was engaged or released, after its cancels
    /// (<see cref="Events.KillSwitchChanged"/>).</summary>
    KillSwitchChanged = 20,

    /// <summary>A quote group's protection was set or refused (<see cref="QuoteProtectionChanged"/>).</summary>
    QuoteProtectionSet = 21,

    /// <summary>A quote group's protection tripped, after its cancels (<see cref="QuoteProtectionChanged"/>).</summary>
    QuoteProtectionTripped = 22,

    /// <summary>A quote group was opened again, or that was refused (<see cref="QuoteProtectionChanged"/>).</summary>
    QuoteProtectionReset = 23,

    /// <summary>An account's limits were set (<see cref="Commands.SetAccountLimits"/>).</summary>
    AccountLimitsSet = 24,

    /// <summary>A request for quote was opened (<see cref="RequestState"/>).</summary>
    RequestOpened = 25,

    /// <summary>A request for quote was answered (<see cref="RequestState"/>).</summary>
    RequestAnswered = 26,

    /// <summary>A request for quote traded, expired or was ended (<see cref="RequestState"/>).</summary>
    RequestClosed = 27,

    /// <summary>A request, an answer or an acceptance was refused (<see cref="RequestState"/>).</summary>
    RequestRefused = 28,

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

    /// <summary>A combo can trade (<see cref="Events.ComboListed"/>).</summary>
    ComboListed = 38,

    /// <summary>How an instrument or a class trades was set (<see cref="Commands.SetTradingRules"/>).</summary>
    TradingRulesSet = 39,

    /// <summary>An instrument went over to another trading state (<see cref="Events.TradingStateChanged"/>).</summary>
    TradingStateChanged = 40,

    /// <summary>An index was sampled (<see cref="Commands.IndexPrice"/>).</summary>
    IndexSampled = 41,

    /// <summary><see cref="Events.FundingPaid"/>.</summary>
    FundingPaid = 42,

    /// <summary><see cref="Events.FundingFixed"/>, after its payments.</summary>
    FundingFixed = 43,

    /// <summary>An instrument was taken off the list, after its orders (<see
    /// cref="Commands.DelistInstrument"/>).</summary>
    InstrumentDelisted = 44,

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
