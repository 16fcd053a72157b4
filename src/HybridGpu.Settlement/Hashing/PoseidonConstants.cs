using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace HybridGpu.Settlement.Hashing;

/// <summary>Round constants and matrix of Poseidon over BN254 with a state of three elements, as circomlib has
/// them.</summary>
/// <remarks>Derived, not listed: drawn once at start, about 30 ms. Source: the Poseidon paper, appendices B and
/// E.</remarks>
internal static class PoseidonConstants
{
    /// <summary>Elements of the state.</summary>
    public const int Width = 3;

    /// <summary>Rounds whose S-box covers the whole state, half of them before the partial ones.</summary>
    public const int FullRounds = 8;

    /// <summary>Rounds whose S-box covers the first element only.</summary>
    public const int PartialRounds = 57;

    private const int FieldBits = 254;

    static PoseidonConstants()
    {
        var grain = new GrainGenerator(FieldBits, Width, FullRounds, PartialRounds);
        for (int i = 0; i < RoundConstants.Length; i++)
        {
            RoundConstants[i] = NextBelowModulus(grain);
        }

        Matrix = NextMatrix(grain);
    }

    /// <summary>Constants by round and element.</summary>
    public static BigInteger[] RoundConstants { get; } = new BigInteger[Width * (FullRounds + PartialRounds)];

    /// <summary>The matrix by row and column.</summary>
    public static BigInteger[,] Matrix { get; }

    /// <summary>1 / value in the field.</summary>
    public static BigInteger Inverse(BigInteger value) =>
        BigInteger.ModPow(Modulo(value), FieldElement.Modulus - 2, FieldElement.Modulus);

    /// <summary>The representative from 0, below r.</summary>
    public static BigInteger Modulo(BigInteger value)
    {
        BigInteger rest = value % FieldElement.Modulus;
        return rest.Sign < 0 ? rest + FieldElement.Modulus : rest;
    }

    private static BigInteger NextBelowModulus(GrainGenerator grain)
    {
        BigInteger value = grain.Next(FieldBits);
        while (value >= FieldElement.Modulus)
        {
            value = grain.Next(FieldBits);
        }

        return value;
    }

    /// <summary>A Cauchy matrix 1 / (x + y): every square part of it can be inverted.</summary>
    private static BigInteger[,] NextMatrix(GrainGenerator grain)
    {
        List<BigInteger> drawn = [];
        while (drawn.Distinct().Count() < 2 * Width)
        {
            drawn.Clear();
            for (int i = 0; i < 2 * Width; i++)
            {
                drawn.Add(Modulo(grain.Next(FieldBits)));
            }
        }

        var matrix = new BigInteger[Width, Width];
        for (int row = 0; row < Width; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                matrix[row, column] = Inverse(drawn[row] + drawn[Width + column]);
            }
        }

        return matrix;
    }
}
