using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Gateway.Access;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Signatures;

/// <summary>Which accounts sign, which is said by their sessions' keys and holds for all of them.</summary>
internal static class SigningAccounts
{
    /// <summary>Whether an account signs.</summary>
    public static bool Signs(IReadOnlyList<GatewayClientOptions> clients, AccountId account)
    {
        foreach (GatewayClientOptions client in clients)
        {
            if (client.Account == account && client.OrderKeys.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every session that may trade for an account that signs has keys: one without would let the venue trade
    /// without a signature.</summary>
    /// <exception cref="ArgumentException">One has none.</exception>
    public static void Check(IReadOnlyList<GatewayClientOptions> clients)
    {
        foreach (GatewayClientOptions client in clients)
        {
            bool mayTrade = (client.Permissions & (SessionPermissions.Orders | SessionPermissions.Quotes)) != 0;
            if (client.OrderKeys.Count == 0 && mayTrade && Signs(clients, client.Account))
            {
                throw new ArgumentException(
                    $"Session {client.CompId} has no order key and another session of account {client.Account} has: "
                    + "an account signs with all its sessions that may order or quote, or delegates with all.",
                    nameof(clients));
            }
        }
    }

    /// <summary>An account stays what it was opened as: what it signed, or didn't, is in the journal.</summary>
    /// <exception cref="ArgumentException">It is another by now.</exception>
    public static void CheckKept(
        IReadOnlyList<GatewayClientOptions> clients, AccountId account, VenueDirectory directory)
    {
        bool delegates = directory.Delegates(account);
        if (delegates == Signs(clients, account))
        {
            throw new ArgumentException(
                $"Account {account} was opened as one that {(delegates ? "delegates" : "signs")}: it stays so. "
                + $"{(delegates ? "Take its order keys out" : "Give it order keys")}, or take another account.",
                nameof(clients));
        }
    }

    /// <summary>Whether an account that signs may send a message: what adds risk must be signed, and only two types
    /// can be. (A replacement is answered by its own reject.)</summary>
    public static bool MaySend(int type, MessageClass messageClass) => messageClass switch
    {
        MessageClass.Order => type is 'D' or 'G',
        MessageClass.Quote => type == 'i',
        _ => true,
    };
}
