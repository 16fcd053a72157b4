using HybridGpu.Domain.Commands;
using HybridGpu.Engine.Accounts;

namespace HybridGpu.Engine.Orders;

/// <summary>Order-to-trade limit: messages of an account in a window against its trades there. Cancels are never
/// counted.</summary>
internal static class MessageMeter
{
    /// <summary>Counts an order, a replace or a quote entry; false when it is one too many, and then it isn't
    /// counted.</summary>
    public static bool TryCount(Ledger ledger, Account account)
    {
        SetAccountLimits limits = account.Limits;
        if (limits.MessagesPerTrade == 0)
        {
            return true;
        }

        MessageWindow window = Current(ledger, account);
        if (window.Messages >= limits.MessagesFree + ((ulong)limits.MessagesPerTrade * window.Trades))
        {
            return false;
        }

        Set(ledger, account, window with { Messages = window.Messages + 1 });
        return true;
    }

    /// <summary>A trade allows for more messages.</summary>
    public static void CountTrade(Ledger ledger, Account account)
    {
        if (account.Limits.MessagesPerTrade != 0)
        {
            MessageWindow window = Current(ledger, account);
            Set(ledger, account, window with { Trades = window.Trades + 1 });
        }
    }

    /// <summary>Puts a window in the place of the old one, with the state hash.</summary>
    public static void Set(Ledger ledger, Account account, in MessageWindow window)
    {
        if (account.Messages != default)
        {
            ledger.Hash.Remove(StateDigest.OfMessages(account.Id, account.Messages));
        }

        account.Messages = window;
        if (window != default)
        {
            ledger.Hash.Add(StateDigest.OfMessages(account.Id, in window));
        }
    }

    /// <summary>Windows follow each other without overlap: each begins where the one before ended, or now.</summary>
    private static MessageWindow Current(Ledger ledger, Account account) =>
        ledger.NowNs - account.Messages.StartNs >= account.Limits.WindowNs
            ? new MessageWindow(ledger.NowNs, 0, 0)
            : account.Messages;
}
