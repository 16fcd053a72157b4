using System;
using System.Buffers.Text;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Orders;
using HybridGpu.Venue;
using OrderId = HybridGpu.Domain.OrderId;

namespace HybridGpu.Gateway.Trades;

/// <summary>Which trades a TradeCaptureReportRequest(AD) asks for.</summary>
internal readonly struct TradeFilter
{
    private const long DayNs = 86_400_000_000_000;

    /// <summary>Every trade.</summary>
    public static TradeFilter All { get; } = new() { FromNs = long.MinValue, ToNs = long.MaxValue };

    /// <summary>Null: in any.</summary>
    public InstrumentId? Instrument { get; private init; }

    public Side Side { get; private init; }

    public OrderId OrderId { get; private init; }

    public Text40 ClOrdId { get; private init; }

    public ulong ExecId { get; private init; }

    /// <summary>First moment, included.</summary>
    public long FromNs { get; private init; }

    /// <summary>First moment after.</summary>
    public long ToNs { get; private init; }

    /// <summary>Reads the criteria; all that are named must hold.</summary>
    /// <returns>Empty, or what is wrong with them.</returns>
    public static ReadOnlySpan<byte> TryRead(
        scoped in TradeCaptureReportRequestReader message, VenueDirectory directory, out TradeFilter filter)
    {
        filter = default;
        InstrumentSpec spec = default;
        if (message.HasSymbol && !Symbols.TryFind(directory, message.Symbol, out spec))
        {
            return "Unknown Symbol(55)"u8;
        }

        Text40 clOrdId = default;
        if (message.HasClOrdID && !Text40.TryCreate(message.ClOrdID, out clOrdId))
        {
            return "ClOrdID(11) must be at most 40 printable ASCII characters"u8;
        }

        Side side = message.HasSide ? OrderTranslator.SideOf(message.Side) : Side.None;
        if (message.HasSide && side == Side.None)
        {
            return "Side(54) must be 1 (buy), 2 (sell) or absent"u8;
        }

        ulong execId = 0;
        if (message.HasExecID
            && !(Utf8Parser.TryParse(message.ExecID, out execId, out int read) && read == message.ExecID.Length
                && execId != 0))
        {
            return "ExecID(17) must be one of the venue's"u8;
        }

        OrderId orderId = message.HasOrderID ? OrderTranslator.ReadOrderId(message.OrderID) : OrderId.None;
        if (message.HasOrderID && orderId == OrderId.None)
        {
            return "OrderID(37) must be one of the venue's"u8;
        }

        ReadOnlySpan<byte> problem = TryReadTimes(in message, out long fromNs, out long toNs);
        filter = new TradeFilter
        {
            Instrument = message.HasSymbol ? spec.Id : null,
            Side = side,
            OrderId = orderId,
            ClOrdId = clOrdId,
            ExecId = execId,
            FromNs = fromNs,
            ToNs = toNs,
        };
        return problem;
    }

    /// <summary>Whether a trade is asked for.</summary>
    public bool Takes(in TradeRecord trade) =>
        (Instrument is null || Instrument == trade.Instrument)
        && (Side == Side.None || Side == trade.Side)
        && (OrderId == OrderId.None || OrderId == trade.OrderId)
        && (ClOrdId.IsEmpty || ClOrdId == trade.ClOrdId)
        && (ExecId == 0 || ExecId == trade.ExecId)
        && trade.TimeNs >= FromNs && trade.TimeNs < ToNs;

    /// <summary>One date is that day, or from that time on; two are from the first to the second.</summary>
    private static ReadOnlySpan<byte> TryReadTimes(
        scoped in TradeCaptureReportRequestReader message, out long fromNs, out long toNs)
    {
        (fromNs, toNs) = (long.MinValue, long.MaxValue);
        if (message.NoDates.Count > 2)
        {
            return "NoDates(580) must be 1 or 2"u8;
        }

        bool isFirst = true;
        foreach (TradeCaptureReportRequestReader.NoDatesEntry date in message.NoDates)
        {
            if (!TryReadDay(date.TradeDate, out long dayNs))
            {
                return "TradeDate(75) must be YYYYMMDD"u8;
            }

            if (isFirst)
            {
                fromNs = date.HasTransactTime ? date.TransactTimeNs : dayNs;
                toNs = date.HasTransactTime ? long.MaxValue : dayNs + DayNs;
            }
            else
            {
                toNs = date.HasTransactTime ? date.TransactTimeNs : dayNs + DayNs;
            }

            isFirst = false;
        }

        return default;
    }

    private static bool TryReadDay(ReadOnlySpan<byte> text, out long dayNs)
    {
        Span<byte> midnight = stackalloc byte[17];
        dayNs = 0;
        if (text.Length != 8)
        {
            return false;
        }

        text.CopyTo(midnight);
        "-00:00:00"u8.CopyTo(midnight[8..]);
        return UtcTimestamp.TryParse(midnight, out dayNs);
    }
}
