using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Orders;
using HybridGpu.Risk.Tick;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Inquiries;

/// <summary>MarginRequest(U3) read: trades that have not happened.</summary>
internal static class MarginQuestions
{
    /// <summary>As many as an account may hold: the figures stay within their integers.</summary>
    private const long LotsMax = 1 << 30;

    /// <summary>Reads the trades; one in a combo is one in each of its legs.</summary>
    /// <param name="message">The message.</param>
    /// <param name="directory">Instruments by symbol.</param>
    /// <param name="trades">Filled with the trades.</param>
    /// <param name="result">MarginReqResult(20052) where there is a problem.</param>
    /// <returns>Empty, or what is wrong.</returns>
    public static ReadOnlySpan<byte> TryRead(
        scoped in MarginRequestReader message, VenueDirectory directory, List<SupposedTrade> trades, out int result)
    {
        foreach (MarginRequestReader.NoMarginTradesEntry trade in message.NoMarginTrades)
        {
            result = MarginReqResultValues.UnknownSymbol;
            if (!Symbols.TryFind(directory, trade.Symbol, out InstrumentSpec spec))
            {
                return "Unknown Symbol(55)"u8;
            }

            result = MarginReqResultValues.Other;
            Side side = OrderTranslator.SideOf(trade.Side);
            if (side == Side.None)
            {
                return "Side(54) must be 1 (buy) or 2 (sell)"u8;
            }

            if (!VenuePrice.TryLots(trade.OrderQty, out long lots) || lots is <= 0 or > LotsMax)
            {
                return "OrderQty(38) must be a whole number of lots, at most 2^30"u8;
            }

            long ticks = 0;
            if (trade.HasPrice && !VenuePrice.TryTicks(trade.Price, in spec, out ticks))
            {
                return "Price(44) must be a multiple of the tick size"u8;
            }

            long signed = side == Side.Buy ? lots : -lots;
            ReadOnlySpan<byte> problem = Add(in spec, signed, trade.HasPrice ? ticks : null, directory, trades);
            if (!problem.IsEmpty)
            {
                return problem;
            }
        }

        result = MarginReqResultValues.Done;
        return default;
    }

    private static ReadOnlySpan<byte> Add(
        scoped in InstrumentSpec spec, long lots, long? ticks, VenueDirectory directory, List<SupposedTrade> trades)
    {
        ReadOnlySpan<ComboLeg> legs = directory.LegsOf(spec.Id);
        if (trades.Count + Math.Max(1, legs.Length) > MarginQuestion.TradesMax)
        {
            return "At most 256 trades, a combo's counted by leg"u8;
        }

        if (legs.IsEmpty)
        {
            if (ticks is { } price && Int128.Abs((Int128)price * spec.TickValue * lots) > (Int128)1 << 52)
            {
                return "Price(44) x OrderQty(38) is too large: at most 4.5 billion USD a trade"u8;
            }

            trades.Add(new SupposedTrade(spec.Id, lots, ticks * spec.TickValue));
            return default;
        }

        if (ticks is not null)
        {
            return "A combo's trade is supposed at its legs' marks: leave out Price(44)"u8;
        }

        foreach (ComboLeg leg in legs)
        {
            trades.Add(new SupposedTrade(leg.Instrument, lots * leg.Ratio, null));
        }

        return default;
    }
}
