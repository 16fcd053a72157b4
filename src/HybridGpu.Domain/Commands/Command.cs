using System;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Domain.Commands;

/// <summary>Everything that can change the venue's state: a header and one body. 192 bytes (three cache
/// lines).</summary>
/// <remarks>The bytes in memory are the bytes in the journal (little-endian, fixed offsets, docs/wire.md), so writing
/// one is a copy. The body that counts is told by <see cref="CommandHeader.Kind"/>; unused bytes are zero.</remarks>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
public struct Command
{
    /// <summary>Bytes.</summary>
    public const int WireSize = 192;

    /// <summary>Number, clocks, source, kind.</summary>
    [FieldOffset(0)] public CommandHeader Header;

    /// <summary>Body of <see cref="CommandKind.NewOrder"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public NewOrder NewOrder;

    /// <summary>Body of <see cref="CommandKind.CancelOrder"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public CancelOrder CancelOrder;

    /// <summary>Body of <see cref="CommandKind.MassQuote"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public MassQuote MassQuote;

    /// <summary>Body of <see cref="CommandKind.ReplaceOrder"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public ReplaceOrder ReplaceOrder;

    /// <summary>Body of <see cref="CommandKind.MassCancel"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public MassCancel MassCancel;

    /// <summary>Body of <see cref="CommandKind.KillSwitch"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public KillSwitch KillSwitch;

    /// <summary>Body of <see cref="CommandKind.SetQuoteProtection"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public SetQuoteProtection SetQuoteProtection;

    /// <summary>Body of <see cref="CommandKind.ResetQuoteProtection"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public ResetQuoteProtection ResetQuoteProtection;

    /// <summary>Body of <see cref="CommandKind.RequestForQuote"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public RequestForQuote RequestForQuote;

    /// <summary>Body of <see cref="CommandKind.QuoteRequestAnswer"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public QuoteRequestAnswer QuoteRequestAnswer;

    /// <summary>Body of <see cref="CommandKind.AcceptQuotes"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public AcceptQuotes AcceptQuotes;

    /// <summary>Body of <see cref="CommandKind.SetAccountLimits"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public SetAccountLimits SetAccountLimits;

    /// <summary>Body of <see cref="CommandKind.SetTradingRules"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public SetTradingRules SetTradingRules;

    /// <summary>Body of <see cref="CommandKind.SetTradingState"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public SetTradingState SetTradingState;

    /// <summary>Body of <see cref="CommandKind.OpenAccount"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public OpenAccount OpenAccount;

    /// <summary>Body of <see cref="CommandKind.RegisterSession"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public RegisterSession RegisterSession;

    /// <summary>Body of <see cref="CommandKind.ResetSession"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public ResetSession ResetSession;

    /// <summary>Body of <see cref="CommandKind.ListInstrument"/> and <see cref="CommandKind.ListCombo"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public InstrumentSpec Instrument;

    /// <summary>Body of <see cref="CommandKind.SettleExpiry"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public SettleExpiry SettleExpiry;

    /// <summary>Body of <see cref="CommandKind.IndexPrice"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public IndexPrice IndexPrice;

    /// <summary>Body of <see cref="CommandKind.ApplyFunding"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public ApplyFunding ApplyFunding;

    /// <summary>Body of <see cref="CommandKind.DelistInstrument"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public DelistInstrument DelistInstrument;

    /// <summary>Body of <see cref="CommandKind.RiskEpoch"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public RiskEpoch RiskEpoch;

    /// <summary>Body of <see cref="CommandKind.ChainEvent"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public ChainEvent ChainEvent;

    /// <summary>Body of <see cref="CommandKind.BatchSealed"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public BatchSealed BatchSealed;

    /// <summary>Body of <see cref="CommandKind.StateHashMark"/>.</summary>
    [FieldOffset(CommandHeader.WireSize)] public StateHashMark StateHashMark;

    /// <summary>A command of one kind with everything else zero.</summary>
    public static Command Of(CommandKind kind)
    {
        Command command = default;
        command.Header.Kind = kind;
        return command;
    }

    /// <summary>The bytes of a command in place, for the journal.</summary>
    public static ReadOnlySpan<byte> Bytes(ref readonly Command command) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<Command>(in command));
}
