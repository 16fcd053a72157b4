using HybridGpu.Domain;
using HybridGpu.Gateway.Trades;

namespace HybridGpu.Gateway.Tests;

/// <summary>What an account keeps of its trades.</summary>
public sealed class AccountTradesTests
{
    [Test]
    public void The_newest_4096_are_kept_in_their_order()
    {
        var trades = new AccountTrades();
        for (uint i = 1; i <= 10_000; i++)
        {
            trades.Add(Trade(i));
            if (i == 100)
            {
                Assert.That(Ids(trades), Is.EqualTo(Enumerable.Range(1, 100)));
            }
        }

        Assert.That(Ids(trades), Is.EqualTo(Enumerable.Range(10_000 - 4_096 + 1, 4_096)));
    }

    private static int[] Ids(AccountTrades trades) =>
        [.. trades.Copy(TradeFilter.All).Select(trade => (int)trade.ExecId)];

    private static TradeRecord Trade(uint id) => new()
    {
        ExecId = id,
        TradeId = id,
        TimeNs = id,
        Instrument = default,
        Side = Side.Buy,
        PriceTicks = 1,
        Lots = 1,
        OrderId = default,
        ClOrdId = default,
        FeeMicros = 0,
        Traits = default,
        IsMaker = false,
    };
}
