using System.Collections.Generic;
using System.Linq;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Batches;

/// <summary>Sees to it that a funding, once fixed, is paid by all who hold the perpetual before anything else
/// happens.</summary>
/// <remarks>No single step shows this: it takes all holders, which takes the whole state (docs/adr/0010). Holders may
/// still be missing when a batch ends; the next goes on with them. Cost: O(accounts) a fixing.</remarks>
internal sealed class FundingWatch
{
    private readonly SettlementState _state;
    private readonly HashSet<uint> _unpaid = [];

    public FundingWatch(SettlementState state)
    {
        _state = state;
    }

    /// <summary>Looks at an operation before it is applied.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Before(in Operation operation)
    {
        if (operation.Kind != OperationKind.SettleFunding)
        {
            return _unpaid.Count == 0
                ? null
                : $"funding {_state.System.Funding.Epoch} isn't settled by account {_unpaid.Min()} and "
                    + $"{_unpaid.Count - 1} others, and a {operation.Kind} follows";
        }

        // An account pays for one page only: lots of the perpetual on another would go without.
        AccountState? account = _state.Find(operation.Account);
        return account is not null
            && account.LotsOn(operation.Page, operation.Instrument) != account.LotsOf(operation.Instrument)
            ? $"account {operation.Account} holds instrument {operation.Instrument} on another page too"
            : null;
    }

    /// <summary>Follows an operation that was applied.</summary>
    public void After(in Operation operation)
    {
        if (operation.Kind == OperationKind.SettleFunding)
        {
            _unpaid.Remove(operation.Account);
        }
        else if (operation.Kind == OperationKind.FundingFixing)
        {
            uint instrument = operation.Instrument;
            _unpaid.UnionWith(_state.EnumerateAccounts()
                .Where(account => Holds(account, instrument))
                .Select(account => account.Number));
        }
    }

    // Lots long on one page and short on another add up to none, and are held all the same.
    private static bool Holds(AccountState account, uint instrument) =>
        account.EnumerateLots().Any(held => held.Instrument == instrument);
}
