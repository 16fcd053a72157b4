using HybridGpu.Gateway.Inquiries;
using HybridGpu.Gateway.Orders;
using HybridGpu.Gateway.Trades;

namespace HybridGpu.Gateway;

/// <summary>What the sessions of one account may ask for, kept from events.</summary>
internal sealed class AccountRecord
{
    /// <summary>What is open.</summary>
    public AccountOrders Orders { get; } = new();

    /// <summary>What is held.</summary>
    public AccountPositions Positions { get; } = new();

    /// <summary>What has traded.</summary>
    public AccountTrades Trades { get; } = new();
}
