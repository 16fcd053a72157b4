using System;

namespace HybridGpu.Settlement.Chain;

/// <summary>The chain numbers that no chain with real money has, and what is allowed only there.</summary>
public static class DevChains
{
    /// <summary>The number that anvil and its kin use.</summary>
    public const ulong Anvil = 31_337;

    /// <summary>The number that older development nodes use.</summary>
    public const ulong Ganache = 1_337;

    /// <summary>Whether a chain is a development chain.</summary>
    /// <param name="chainId">Its number.</param>
    /// <returns>True for 31337 and 1337 only.</returns>
    public static bool Includes(ulong chainId) => chainId is Anvil or Ganache;

    /// <summary>Refuses anything else.</summary>
    /// <param name="chainId">The chain's number.</param>
    /// <param name="what">What is asked for, as the beginning of a sentence.</param>
    /// <exception cref="ChainException">It is another chain.</exception>
    public static void Require(ulong chainId, string what)
    {
        if (!Includes(chainId))
        {
            throw new ChainException(FormattableString.Invariant(
                $"{what} is for the development chains {Anvil} and {Ganache} only; this is chain {chainId}"));
        }
    }
}
