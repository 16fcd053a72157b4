using System;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Transition;

/// <summary>What an operation does to the state: pure, integer, all or nothing.</summary>
/// <remarks>
/// Checks are made in the order of docs/wire.md, section 12; the first that fails names the code and nothing changes.
/// The contract has the same function. Cost: about 20 Keccaks, 10 µs, a trade. Thread: the state's.
/// </remarks>
public static class TransitionFunction
{
    /// <summary>Amounts are below 2^60 micro-USD.</summary>
    public const ulong AmountBound = 1UL << 60;

    /// <summary>Applies an operation.</summary>
    /// <param name="state">The state.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>None when it was applied; else why not, and the state is as before.</returns>
    public static TransitionError Apply(SettlementState state, in Operation operation) =>
        Apply(state, in operation, out _);

    /// <summary>Applies an operation and says which leaves it wrote.</summary>
    /// <param name="state">The state.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="written">The leaves after it; none when it was refused.</param>
    /// <returns>None when it was applied; else why not, and the state is as before.</returns>
    public static TransitionError Apply(
        SettlementState state, in Operation operation, out WrittenLeaves written)
    {
        TransitionError error = operation.IsSystem
            ? SystemTransitions.Apply(state, in operation)
            : ApplyToAccounts(state, in operation);
        written = error == TransitionError.None ? WrittenBy(state, in operation) : default;
        return error;
    }

    private static TransitionError ApplyToAccounts(SettlementState state, in Operation operation) =>
        operation.Kind switch
        {
            OperationKind.OpenAccount => OpenAccount(state, in operation),
            OperationKind.Deposit => Deposit(state, in operation),
            OperationKind.Withdraw => Withdraw(state, in operation),
            OperationKind.Trade => TradeTransition.Apply(state, in operation),
            OperationKind.SettleExpiry => ExpiryTransition.Apply(state, in operation),
            OperationKind.Sweep => Sweep(state, in operation),
            OperationKind.SettleFunding => FundingTransition.Settle(state, in operation),
            _ => TransitionError.DoesNotDecode,
        };

    private static WrittenLeaves WrittenBy(SettlementState state, in Operation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.OpenAccount:
                return One(state, operation.Account);
            case OperationKind.Deposit or OperationKind.Withdraw:
                return Two(state, SettlementState.SystemAccount, operation.Account);
            case OperationKind.Trade:
                return operation.Maker == operation.Taker
                    ? One(state, operation.Maker)
                    : Two(state, operation.Maker, operation.Taker);
            case OperationKind.SettleExpiry or OperationKind.Sweep or OperationKind.SettleFunding:
                return Two(state, operation.Account, SettlementState.FeeAccount);
            default:
                return One(state, SettlementState.SystemAccount);
        }
    }

    private static WrittenLeaves One(SettlementState state, uint account) =>
        new() { Count = 1, First = account, FirstHash = state.LeafHashOf(account) };

    private static WrittenLeaves Two(SettlementState state, uint first, uint second) => new()
    {
        Count = 2,
        First = first,
        Second = second,
        FirstHash = state.LeafHashOf(first),
        SecondHash = state.LeafHashOf(second),
    };

    private static TransitionError OpenAccount(SettlementState state, in Operation operation)
    {
        if (operation.Account is < SettlementState.FirstAccount or >= SettlementState.AccountCapacity
            || operation.Owner == Address.Zero)
        {
            return TransitionError.BadAccount;
        }

        if (state.IsOpen(operation.Account))
        {
            return TransitionError.AlreadyOpen;
        }

        state.ForWriting(operation.Account).Owner = operation.Owner;
        return TransitionError.None;
    }

    private static TransitionError Deposit(SettlementState state, in Operation operation)
    {
        TransitionError error = CheckQueued(state, in operation);
        if (error != TransitionError.None)
        {
            return error;
        }

        Int128 cash = (Int128)state.Find(operation.Account)!.Cash + operation.Amount;
        if (!FitsLong(cash))
        {
            return TransitionError.Overflow;
        }

        state.ForWriting(operation.Account).Cash = (long)cash;
        AdvanceQueue(state);
        return TransitionError.None;
    }

    private static TransitionError Withdraw(SettlementState state, in Operation operation)
    {
        TransitionError error = CheckQueued(state, in operation);
        if (error != TransitionError.None)
        {
            return error;
        }

        AccountState account = state.Find(operation.Account)!;
        Int128 cash = (Int128)account.Cash - operation.Amount;
        Int128 withdrawn = (Int128)account.Withdrawn + operation.Amount;
        if (!FitsLong(cash) || !FitsLong(withdrawn))
        {
            return TransitionError.Overflow;
        }

        account = state.ForWriting(operation.Account);
        account.Cash = (long)cash;
        account.Withdrawn = (long)withdrawn;
        AdvanceQueue(state);
        return TransitionError.None;
    }

    private static TransitionError CheckQueued(SettlementState state, in Operation operation)
    {
        if (!state.IsOpen(operation.Account))
        {
            return TransitionError.BadAccount;
        }

        if (operation.Amount is 0 or >= AmountBound)
        {
            return TransitionError.BadAmount;
        }

        return operation.QueueIndex == state.System.Leaf.QueueCursor
            ? TransitionError.None
            : TransitionError.QueueOutOfOrder;
    }

    private static void AdvanceQueue(SettlementState state)
    {
        SystemLeaf leaf = state.System.Leaf;
        state.Write(leaf with { QueueCursor = leaf.QueueCursor + 1 });
    }

    private static TransitionError Sweep(SettlementState state, in Operation operation)
    {
        if (!state.IsOpen(operation.Account))
        {
            return TransitionError.BadAccount;
        }

        AccountState account = state.Find(operation.Account)!;
        if (account.FeesAccrued <= 0)
        {
            return TransitionError.NothingToDo;
        }

        Int128 cash = (Int128)account.Cash - account.FeesAccrued;
        Int128 collected = (Int128)CashOf(state, SettlementState.FeeAccount) + account.FeesAccrued;
        if (!FitsLong(cash) || !FitsLong(collected))
        {
            return TransitionError.Overflow;
        }

        account = state.ForWriting(operation.Account);
        account.Cash = (long)cash;
        account.FeesAccrued = 0;
        state.ForWriting(SettlementState.FeeAccount).Cash = (long)collected;
        return TransitionError.None;
    }

    internal static long CashOf(SettlementState state, uint account) => state.Find(account)?.Cash ?? 0;

    internal static bool FitsLong(Int128 value) => value >= long.MinValue && value <= long.MaxValue;
}
