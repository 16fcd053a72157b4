using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Engine.Requests;

/// <summary>Shares an accepted quantity out among the answers.</summary>
internal static class ShareOut
{
    /// <summary>The best prices first, each maker at its own; at the worst price reached everybody in proportion to
    /// what it offers there, rounded down, and what rounding leaves to the oldest answers first.</summary>
    /// <param name="request">The request with its answers.</param>
    /// <param name="side">Side of the asker.</param>
    /// <param name="limitTicks">Worst price.</param>
    /// <param name="lots">All of it, or nothing.</param>
    /// <param name="isOut">Answers that don't count.</param>
    /// <param name="into">The shares, best price first.</param>
    /// <returns>False when the answers don't make up the quantity.</returns>
    public static bool TryFind(
        QuoteRequest request, Side side, long limitTicks, long lots, Func<int, bool> isOut, List<Share> into)
    {
        into.Clear();
        var offers = new List<Share>();
        for (int i = 0; i < request.Answers.Count; i++)
        {
            QuoteRequestAnswer answer = request.Answers[i].Answer;
            long price = side == Side.Buy ? answer.AskTicks : answer.BidTicks;
            long offered = side == Side.Buy ? answer.AskLots : answer.BidLots;
            bool isWithin = side == Side.Buy ? price <= limitTicks : price >= limitTicks;
            if (offered > 0 && isWithin && !isOut(i))
            {
                offers.Add(new Share(i, price, offered, answer.Account));
            }
        }

        offers.Sort((a, b) => a.PriceTicks != b.PriceTicks
            ? (int)side.Sign() * a.PriceTicks.CompareTo(b.PriceTicks)
            : a.Answer.CompareTo(b.Answer));
        long left = lots;
        for (int from = 0; from < offers.Count && left > 0;)
        {
            int to = from;
            Int128 total = 0;
            while (to < offers.Count && offers[to].PriceTicks == offers[from].PriceTicks)
            {
                total += offers[to++].Lots;
            }

            left -= Take(offers, from, to, total, left, into);
            from = to;
        }

        return left == 0;
    }

    /// <summary>One price.</summary>
    private static long Take(List<Share> offers, int from, int to, Int128 total, long wanted, List<Share> into)
    {
        long lots = (long)Int128.Min(total, wanted);
        long rest = lots;
        for (int i = from; i < to; i++)
        {
            rest -= (long)((Int128)offers[i].Lots * lots / total);
        }

        for (int i = from; i < to; i++)
        {
            long share = (long)((Int128)offers[i].Lots * lots / total);
            long more = Math.Min(rest, offers[i].Lots - share);
            rest -= more;
            if (share + more > 0)
            {
                into.Add(offers[i] with { Lots = share + more });
            }
        }

        return lots;
    }
}
