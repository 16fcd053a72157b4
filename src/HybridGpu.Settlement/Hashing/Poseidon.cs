using System;

namespace HybridGpu.Settlement.Hashing;

/// <summary>Poseidon of two field elements, with circomlib's constants for a state of three: the one hash that the
/// state tree and proofs share.</summary>
/// <remarks>
/// The state starts as 0, a, b and its first element comes out. 8 full rounds (S-box x^5 on all), 57 partial ones.
/// Cost: about 600 products, 20 to 30 µs, no allocation; the first use derives the constants (about 30 ms).
/// Thread: any. Source: L. Grassi and others, "Poseidon", 2021; constants checked against circomlib's vectors.
/// </remarks>
public static class Poseidon
{
    private const int Width = PoseidonConstants.Width;
    private const int HalfFull = PoseidonConstants.FullRounds / 2;

    private static readonly PoseidonTables Tables = new();

    /// <summary>The hash of two elements.</summary>
    /// <param name="a">First.</param>
    /// <param name="b">Second.</param>
    /// <returns>The hash.</returns>
    public static FieldElement Hash(in FieldElement a, in FieldElement b)
    {
        FieldElement s0 = default;
        FieldElement s1 = a;
        FieldElement s2 = b;
        ReadOnlySpan<FieldElement> constants = Tables.Constants;
        AddConstants(constants, ref s0, ref s1, ref s2);
        constants = constants[Width..];
        for (int round = 0; round < HalfFull; round++)
        {
            FieldElement[] matrix = round == HalfFull - 1 ? Tables.LastFullMatrix : Tables.Matrix;
            FullRound(matrix, ref s0, ref s1, ref s2);
            AddConstants(constants, ref s0, ref s1, ref s2);
            constants = constants[Width..];
        }

        PartialRounds(constants, ref s0, ref s1, ref s2);
        constants = constants[(Width * PoseidonConstants.PartialRounds)..];
        for (int round = 0; round < HalfFull; round++)
        {
            FullRound(Tables.Matrix, ref s0, ref s1, ref s2);
            if (round < HalfFull - 1)
            {
                AddConstants(constants, ref s0, ref s1, ref s2);
                constants = constants[Width..];
            }
        }

        return Montgomery.Reduce(in s0);
    }

    /// <summary>The constants before a partial round's S-box are already added; those of the next round are added at
    /// its end, and only element 0 has any until the last.</summary>
    private static void PartialRounds(
        ReadOnlySpan<FieldElement> constants, ref FieldElement s0, ref FieldElement s1, ref FieldElement s2)
    {
        ReadOnlySpan<FieldElement> sparse = Tables.Sparse;
        for (int round = 0; round < PoseidonConstants.PartialRounds; round++)
        {
            ReadOnlySpan<FieldElement> row = sparse.Slice(5 * round, 5);
            Montgomery.Power5(ref s0);
            Dot(row, in s0, in s1, in s2, out FieldElement next);
            Montgomery.Multiply(in s0, in row[3], out FieldElement part);
            Montgomery.Add(in s1, in part, out s1);
            Montgomery.Multiply(in s0, in row[4], out part);
            Montgomery.Add(in s2, in part, out s2);
            Montgomery.Add(in next, in constants[0], out s0);
            if (round == PoseidonConstants.PartialRounds - 1)
            {
                Montgomery.Add(in s1, in constants[1], out s1);
                Montgomery.Add(in s2, in constants[2], out s2);
            }

            constants = constants[Width..];
        }
    }

    private static void FullRound(
        FieldElement[] matrix, ref FieldElement s0, ref FieldElement s1, ref FieldElement s2)
    {
        Montgomery.Power5(ref s0);
        Montgomery.Power5(ref s1);
        Montgomery.Power5(ref s2);
        Dot(matrix.AsSpan(0, Width), in s0, in s1, in s2, out FieldElement n0);
        Dot(matrix.AsSpan(Width, Width), in s0, in s1, in s2, out FieldElement n1);
        Dot(matrix.AsSpan(2 * Width, Width), in s0, in s1, in s2, out FieldElement n2);
        s0 = n0;
        s1 = n1;
        s2 = n2;
    }

    private static void AddConstants(
        ReadOnlySpan<FieldElement> constants, ref FieldElement s0, ref FieldElement s1, ref FieldElement s2)
    {
        Montgomery.Add(in s0, in constants[0], out s0);
        Montgomery.Add(in s1, in constants[1], out s1);
        Montgomery.Add(in s2, in constants[2], out s2);
    }

    private static void Dot(
        ReadOnlySpan<FieldElement> row, in FieldElement s0, in FieldElement s1, in FieldElement s2,
        out FieldElement sum)
    {
        Montgomery.Multiply(in s0, in row[0], out FieldElement p0);
        Montgomery.Multiply(in s1, in row[1], out FieldElement p1);
        Montgomery.Multiply(in s2, in row[2], out FieldElement p2);
        Montgomery.Add(in p0, in p1, out sum);
        Montgomery.Add(in sum, in p2, out sum);
    }
}
