using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace HybridGpu.Matching;

/// <summary>The misuse that both books refuse, thrown away from their hot paths.</summary>
internal static class BookError
{
    /// <summary>The call wants an order that rests.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ThrowNotResting(int handle) =>
        throw new InvalidOperationException($"Order {handle} does not rest in a book.");

    /// <summary>The call wants an order of the pool that doesn't rest.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ThrowNotLoose(int handle) =>
        throw new InvalidOperationException($"Order {handle} rests already, or was freed.");

    /// <summary>The order can't rest as it is.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ThrowCannotRest(int handle, in RestingOrder order) => throw new InvalidOperationException(
        $"Order {handle} ({order.Side} {order.LeavesLots} at {order.PriceTicks}) has no lots, shows more than it may, "
        + "or would cross the book.");

    /// <summary>The side has all its levels in use.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ThrowFull(int handle, int levelsMax) =>
        throw new InvalidOperationException($"Order {handle} needs a level more than the {levelsMax} of its side.");

    /// <summary>A reduction must leave something and must not grow the order.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ThrowNotReduction(int handle, long leavesLots, long newLeavesLots) =>
        throw new InvalidOperationException(
            $"Order {handle} with {leavesLots} lots can't be reduced to {newLeavesLots}.");

    /// <summary>A handler may lower the lots that it is asked about, to 1 or more.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ThrowLotsOutOfRange(long lots, long askedLots) =>
        throw new InvalidOperationException($"The handler wants {lots} lots of the {askedLots} it was asked about.");

    /// <summary>A verdict that isn't one.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ThrowUnknownVerdict(MatchVerdict verdict) =>
        throw new InvalidOperationException($"The handler's verdict {(int)verdict} is unknown.");

    /// <summary>The call needs another phase of trading.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ThrowWrongPhase(bool inAuction) =>
        throw new InvalidOperationException($"The book is {(inAuction ? "in an" : "in no")} auction.");

    /// <summary>An auction ends with an uncrossed book.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ThrowCrossed() => throw new InvalidOperationException("The book is crossed.");
}
