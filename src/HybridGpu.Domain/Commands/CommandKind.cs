namespace HybridGpu.Domain.Commands;

/// <summary>Kinds of command. Values are journaled and must not change.</summary>
public enum CommandKind : ushort
{
    /// <summary>Not a command.</summary>
    None = 0,

    /// <summary><see cref="Commands.NewOrder"/>.</summary>
    NewOrder = 1,

    /// <summary><see cref="Commands.CancelOrder"/>.</summary>
    CancelOrder = 2,

    /// <summary><see cref="Commands.MassQuote"/> with <see cref="QuoteEntry"/> payload.</summary>
    MassQuote = 3,

    /// <summary><see cref="Commands.ReplaceOrder"/>.</summary>
    ReplaceOrder = 4,

    /// <summary><see cref="Commands.MassCancel"/>.</summary>
    MassCancel = 5,

    /// <summary><see cref="Commands.KillSwitch"/>.</summary>
    KillSwitch = 6,

    /// <summary><see cref="Commands.SetQuoteProtection"/>.</summary>
    SetQuoteProtection = 7,

    /// <summary><see cref="Commands.ResetQuoteProtection"/>.</summary>
    ResetQuoteProtection = 8,

    /// <summary><see cref="Commands.RequestForQuote"/>.</summary>
    RequestForQuote = 9,

    /// <summary><see cref="Commands.QuoteRequestAnswer"/>.</summary>
    QuoteRequestAnswer = 10,

    /// <summary><see cref="Commands.AcceptQuotes"/>.</summary>
    AcceptQuotes = 11,

    /// <summary><see cref="Commands.OpenAccount"/>; this kind and those above it are the venue's own.</summary>
    OpenAccount = 16,

    /// <summary><see cref="Commands.RegisterSession"/>.</summary>
    RegisterSession = 17,

    /// <summary><see cref="Commands.ResetSession"/>.</summary>
    ResetSession = 18,

    /// <summary><see cref="Commands.SetAccountLimits"/>.</summary>
    SetAccountLimits = 19,

    /// <summary><see cref="Instruments.InstrumentSpec"/>.</summary>
    ListInstrument = 32,

    /// <summary><see cref="Commands.SettleExpiry"/>.</summary>
    SettleExpiry = 33,

    /// <summary>Time passes: only the header's clocks matter.</summary>
    Clock = 34,

    /// <summary><see cref="Commands.RiskEpoch"/> with its inputs as payload.</summary>
    RiskEpoch = 35,

    /// <summary>Every account pays the fees that it owes; no body.</summary>
    SweepFees = 36,

    /// <summary><see cref="Instruments.InstrumentSpec"/> with <see cref="Instruments.ComboLeg"/> payload; a client's
    /// too.</summary>
    ListCombo = 37,

    /// <summary><see cref="Commands.SetTradingRules"/>.</summary>
    SetTradingRules = 38,

    /// <summary><see cref="Commands.SetTradingState"/>.</summary>
    SetTradingState = 39,

    /// <summary><see cref="Commands.IndexPrice"/>.</summary>
    IndexPrice = 40,

    /// <summary><see cref="Commands.ApplyFunding"/>.</summary>
    ApplyFunding = 41,

    /// <summary><see cref="Commands.DelistInstrument"/>.</summary>
    DelistInstrument = 42,

    /// <summary><see cref="Commands.ChainEvent"/>.</summary>
    ChainEvent = 48,

    /// <summary><see cref="Commands.BatchSealed"/>.</summary>
    BatchSealed = 49,

    /// <summary><see cref="Commands.StateHashMark"/>.</summary>
    StateHashMark = 64,
}
