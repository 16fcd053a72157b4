using System;

namespace HybridGpu.Domain.Money;

/// <summary>Integer money: micro-USD (1e-6, the stablecoin's own decimals) in a long.</summary>
/// <remarks>
/// The one home of the venue's rounding rule: against the account, the remainder to the fee account. Products are
/// checked; a wrap is a bug that must halt the engine, never a wrong balance.
/// </remarks>
public static class Micros
{
    /// <summary>Micro-USD in a dollar.</summary>
    public const long PerUnit = 1_000_000;

    /// <summary>What a trade or settlement at a price is worth: price x quantity x tickValue, in micro-USD.</summary>
    /// <param name="priceTicks">Price in ticks of the instrument.</param>
    /// <param name="lots">Signed quantity.</param>
    /// <param name="tickValue">Micro-USD per tick and lot.</param>
    /// <exception cref="OverflowException">The product leaves a long: limits at the gate make this a bug.</exception>
    public static long Value(long priceTicks, long lots, long tickValue) => checked(priceTicks * lots * tickValue);

    /// <summary>A charge of a rate on an amount, rounded up, that is against the account.</summary>
    /// <param name="amountMicros">Not negative.</param>
    /// <param name="rateNano">Rate in 1e-9.</param>
    public static long ChargeRoundedUp(long amountMicros, long rateNano)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amountMicros);
        ArgumentOutOfRangeException.ThrowIfNegative(rateNano);
        UInt128 product = (UInt128)(ulong)amountMicros * (ulong)rateNano;
        return checked((long)((product + 999_999_999) / 1_000_000_000));
    }

    /// <summary>numerator/denominator of an amount, rounded up: a requirement scaled against the account.</summary>
    /// <param name="amountMicros">Not negative.</param>
    /// <param name="numerator">Not negative.</param>
    /// <param name="denominator">Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument outside its range: a bug of the caller.</exception>
    /// <exception cref="OverflowException">The result leaves a long.</exception>
    public static long ScaleRoundedUp(long amountMicros, int numerator, int denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amountMicros);
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        return checked((long)((((Int128)amountMicros * numerator) + denominator - 1) / denominator));
    }

    /// <summary>Quotient rounded towards minus infinity: a credit scaled against the account, also when
    /// negative.</summary>
    public static long DivideRoundedDown(Int128 numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        (Int128 quotient, Int128 remainder) = Int128.DivRem(numerator, denominator);
        return checked((long)(remainder < 0 ? quotient - 1 : quotient));
    }
}
