using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Images;

/// <summary>What a snapshot keeps of an open order; its place in book and lists comes from where it stands.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OrderImage
{
    private Text40 _clOrdId;
    private OrderId _id;
    private long _priceTicks;
    private long _lots;
    private long _leavesLots;
    private long _shownLots;
    private long _displayLots;
    private long _cumTickLots;
    private long _expiryNs;
    private long _stopTicks;
    private ulong _nonce;
    private AccountId _account;
    private InstrumentId _instrument;
    private SessionId _owner;
    private ushort _slot;
    private ushort _quoteGroup;
    private Side _side;
    private TimeInForce _timeInForce;
    private OrderTraits _traits;
    private byte _engineBits;

    public static OrderImage Of(OrderRef order) => new()
    {
        _clOrdId = order.ClOrdId,
        _id = order.Id,
        _priceTicks = order.PriceTicks,
        _lots = order.Lots,
        _leavesLots = order.LeavesLots,
        _shownLots = order.ShownLots,
        _displayLots = order.DisplayLots,
        _cumTickLots = order.CumTickLots,
        _expiryNs = order.ExpiryNs,
        _stopTicks = order.StopTicks,
        _nonce = order.Nonce,
        _account = order.Account,
        _instrument = order.Instrument,
        _owner = order.Owner,
        _slot = order.Slot,
        _quoteGroup = order.QuoteGroup,
        _side = order.Side,
        _timeInForce = order.TimeInForce,
        _traits = order.Traits,
        _engineBits = order.EngineBits,
    };

    public readonly void CopyTo(OrderRef order)
    {
        order.ClOrdId = _clOrdId;
        order.Id = _id;
        order.PriceTicks = _priceTicks;
        order.Lots = _lots;
        order.LeavesLots = _leavesLots;
        order.ShownLots = _shownLots;
        order.DisplayLots = _displayLots;
        order.CumTickLots = _cumTickLots;
        order.ExpiryNs = _expiryNs;
        order.StopTicks = _stopTicks;
        order.Nonce = _nonce;
        order.Account = _account;
        order.Instrument = _instrument;
        order.Owner = _owner;
        order.Slot = _slot;
        order.QuoteGroup = _quoteGroup;
        order.Side = _side;
        order.TimeInForce = _timeInForce;
        order.Traits = _traits;
        order.EngineBits = _engineBits;
    }
}
