using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Engine.Images;
using HybridGpu.Engine.Margin;
using HybridGpu.Engine.Orders;

namespace HybridGpu.Engine.Accounts;

/// <summary>One account: its cash, its limits, what hangs on it, and the vectors derived for the current risk
/// epoch.</summary>
internal sealed class Account
{
    private readonly RiskVectors?[] _vectors = new RiskVectors?[UnderlyingId.Capacity];
    private QuoteGroup?[]? _groups;

    public Account(AccountId id)
    {
        Id = id;
    }

    public AccountId Id { get; }

    /// <summary>Settled cash in micro-USD. Changed only through <see cref="AccountTable"/>, which keeps the
    /// hash.</summary>
    public long CashMicros { get; internal set; }

    /// <summary>Fees owed to the venue; they lessen equity, and move when a sweep collects them.</summary>
    public long FeesMicros { get; internal set; }

    /// <summary>Limits that the venue has set; all zero is none.</summary>
    public SetAccountLimits Limits { get; set; }

    /// <summary>Whether the venue has ever set limits.</summary>
    public bool HasLimits => Limits.Account == Id && !Id.IsReserved;

    /// <summary>Messages and trades of the current window, where they are limited.</summary>
    public MessageWindow Messages { get; set; }

    /// <summary>Head of the account's positions.</summary>
    public int FirstPosition { get; set; } = Position.None;

    /// <summary>Groups of instruments in which the account has positions, open orders or quotes.</summary>
    public int GroupCount { get; set; }

    /// <summary>Head of the account's open orders and quote sides.</summary>
    public int FirstOrder { get; set; } = Position.None;

    /// <summary>Open orders, waiting stops included and quotes not.</summary>
    public int OrderCount { get; set; }

    /// <summary>Reduce-only orders among them.</summary>
    public int ReduceOnlyCount { get; set; }

    /// <summary>Sum of position sizes in lots.</summary>
    public long PositionLots { get; set; }

    /// <summary>Sum of open order sizes in lots.</summary>
    public long OrderLots { get; set; }

    /// <summary>Version of the last signed mass quote; 0 where none was.</summary>
    public ulong QuoteVersion { get; set; }

    /// <summary>Order slots, made at the first order.</summary>
    public OrderSlots? Slots { get; set; }

    /// <summary>Epoch for which the derived values below hold; 0 is never.</summary>
    public ulong DerivedEpoch { get; set; }

    /// <summary>Sum of lots x mark in micro-USD. Derived, not part of the state hash.</summary>
    public long MarkValueMicros { get; set; }

    /// <summary>True when a position has no risk array in the current epoch: then nothing may add risk.
    /// Derived.</summary>
    public bool HasUnpricedPosition { get; set; }

    /// <summary>Cash less fees owed, plus positions at mark.</summary>
    public long EquityMicros => CashMicros - FeesMicros + MarkValueMicros;

    /// <summary>Two accounts of one trader have the same key, so that an order of one meeting an order of the other is
    /// a self-trade.</summary>
    public ulong TraderKey =>
        Limits.SelfTradeByFirm != 0 && Limits.Firm != 0 ? (1UL << 32) | Limits.Firm : Id.Value;

    /// <summary>Scenario sums in one underlying, made at first use.</summary>
    public RiskVectors VectorsOf(UnderlyingId underlying) => _vectors[underlying.Value] ??= new RiskVectors();

    /// <summary>Scenario sums per underlying; null where the account has never been.</summary>
    public ReadOnlySpan<RiskVectors?> AllVectors => _vectors;

    /// <summary>Quote groups by number less 1; null where no protection was ever set.</summary>
    public ReadOnlySpan<QuoteGroup?> QuoteGroups => _groups;

    /// <summary>A quote group whose protection was set, or null.</summary>
    public QuoteGroup? FindGroup(ushort number) =>
        _groups is not null && number >= 1 && number <= _groups.Length ? _groups[number - 1] : null;

    /// <summary>A quote group, made when it wasn't there.</summary>
    public QuoteGroup GroupFor(ushort number)
    {
        _groups ??= new QuoteGroup?[SetQuoteProtection.QuoteGroupMax];
        return _groups[number - 1] ??= new QuoteGroup();
    }

    /// <summary>What isn't derived from positions and orders.</summary>
    public void Pass(ref Image image)
    {
        CashMicros = image.Value(CashMicros);
        FeesMicros = image.Value(FeesMicros);
        Limits = image.Value(Limits);
        Messages = image.Value(Messages);
        QuoteVersion = image.Value(QuoteVersion);
        if (image.Value(Slots is not null))
        {
            Slots ??= new OrderSlots();
            Slots.Pass(ref image);
        }

        for (int number = 1; number <= SetQuoteProtection.QuoteGroupMax && image.Value(_groups is not null); number++)
        {
            if (image.Value(FindGroup((ushort)number) is not null))
            {
                GroupFor((ushort)number).Pass(ref image);
            }
        }
    }
}
