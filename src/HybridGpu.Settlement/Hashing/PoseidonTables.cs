using System.Linq;
using System.Numerics;

namespace HybridGpu.Settlement.Hashing;

/// <summary>Poseidon's constants rearranged so that a partial round costs five products by constants instead of
/// nine.</summary>
/// <remarks>
/// Two rewritings, each exact. A partial round leaves elements 1 and 2 as they are until its matrix, so their
/// constants can pass through the matrix into the next round's. And the matrix is a sparse one (first row, first
/// column, ones on the rest of the diagonal) after one that leaves element 0 alone; the latter commutes with the
/// S-box of element 0, so it joins the matrix of the round before, and so on to the last full round.
/// Source: the Poseidon paper, appendix B.
/// </remarks>
internal sealed class PoseidonTables
{
    private const int Width = PoseidonConstants.Width;
    private const int HalfFull = PoseidonConstants.FullRounds / 2;
    private const int Partial = PoseidonConstants.PartialRounds;

    public PoseidonTables()
    {
        BigInteger[,] matrix = PoseidonConstants.Matrix;
        BigInteger[] constants = ConstantsMovedForward(matrix);
        Matrix = ToElements(matrix);
        Constants = [.. constants.Select(FieldElement.Parse)];
        Sparse = new FieldElement[5 * Partial];
        BigInteger[,] current = matrix;
        for (int round = Partial - 1; round >= 0; round--)
        {
            current = Split(current, matrix, round);
        }

        LastFullMatrix = ToElements(current);
    }

    /// <summary>Constants by round and element; those of partial rounds for elements 1 and 2 are zero.</summary>
    public FieldElement[] Constants { get; }

    /// <summary>The matrix of full rounds, by row.</summary>
    public FieldElement[] Matrix { get; }

    /// <summary>The matrix of the last full round before the partial ones.</summary>
    public FieldElement[] LastFullMatrix { get; }

    /// <summary>For each partial round: first row (3) and first column below it (2).</summary>
    public FieldElement[] Sparse { get; }

    private static BigInteger[] ConstantsMovedForward(BigInteger[,] matrix)
    {
        var constants = (BigInteger[])PoseidonConstants.RoundConstants.Clone();
        for (int round = HalfFull; round < HalfFull + Partial; round++)
        {
            int at = round * Width;
            for (int row = 0; row < Width; row++)
            {
                BigInteger moved = (matrix[row, 1] * constants[at + 1]) + (matrix[row, 2] * constants[at + 2]);
                constants[at + Width + row] = PoseidonConstants.Modulo(constants[at + Width + row] + moved);
            }

            constants[at + 1] = BigInteger.Zero;
            constants[at + 2] = BigInteger.Zero;
        }

        return constants;
    }

    /// <summary>Writes the sparse half of a round's matrix and gives the matrix of the round before, which takes the
    /// other half on.</summary>
    private BigInteger[,] Split(BigInteger[,] current, BigInteger[,] matrix, int round)
    {
        BigInteger a = current[1, 1];
        BigInteger b = current[1, 2];
        BigInteger c = current[2, 1];
        BigInteger d = current[2, 2];
        BigInteger scale = PoseidonConstants.Inverse((a * d) - (b * c));
        BigInteger row1 = PoseidonConstants.Modulo(((current[0, 1] * d) - (current[0, 2] * c)) * scale);
        BigInteger row2 = PoseidonConstants.Modulo(((current[0, 2] * a) - (current[0, 1] * b)) * scale);
        BigInteger[] sparse = [current[0, 0], row1, row2, current[1, 0], current[2, 0]];
        for (int i = 0; i < sparse.Length; i++)
        {
            Sparse[(5 * round) + i] = FieldElement.Parse(sparse[i]);
        }

        var before = new BigInteger[Width, Width];
        for (int column = 0; column < Width; column++)
        {
            before[0, column] = matrix[0, column];
            before[1, column] = PoseidonConstants.Modulo((a * matrix[1, column]) + (b * matrix[2, column]));
            before[2, column] = PoseidonConstants.Modulo((c * matrix[1, column]) + (d * matrix[2, column]));
        }

        return before;
    }

    private static FieldElement[] ToElements(BigInteger[,] matrix) =>
        [.. matrix.Cast<BigInteger>().Select(FieldElement.Parse)];
}
