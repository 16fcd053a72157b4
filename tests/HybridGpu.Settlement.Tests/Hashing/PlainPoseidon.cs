using System.Numerics;
using HybridGpu.Settlement.Hashing;

namespace HybridGpu.Settlement.Tests.Hashing;

/// <summary>Poseidon as the paper writes it, round by round on big integers: the oracle of the fast one.</summary>
internal static class PlainPoseidon
{
    private const int Rounds = PoseidonConstants.FullRounds + PoseidonConstants.PartialRounds;

    public static BigInteger Hash(BigInteger a, BigInteger b)
    {
        BigInteger[] state = [BigInteger.Zero, a, b];
        for (int round = 0; round < Rounds; round++)
        {
            bool isFull = round is < 4 or >= Rounds - 4;
            for (int i = 0; i < 3; i++)
            {
                state[i] += PoseidonConstants.RoundConstants[(3 * round) + i];
                state[i] = isFull || i == 0 ? BigInteger.ModPow(state[i], 5, FieldElement.Modulus) : state[i];
            }

            state = [.. Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 3)
                .Aggregate(BigInteger.Zero, (sum, i) => sum + (PoseidonConstants.Matrix[row, i] * state[i]))
                % FieldElement.Modulus)];
        }

        return state[0];
    }
}
