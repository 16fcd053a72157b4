using System.Numerics;
using CsCheck;
using HybridGpu.Engine.Margin;

namespace HybridGpu.Engine.Tests;

/// <summary>The vector arithmetic of the margin rule against the same in big integers, over the whole range of
/// cells.</summary>
public sealed class ScenarioVectorTests
{
    private static readonly Gen<int[]> Cells = Gen.Int.Array[ScenarioVector.Length];
    private static readonly Gen<long> Lots = Gen.Long[-(1L << 30), 1L << 30];
    private static readonly Gen<long> Edge = Gen.Long[-(1L << 31), 1L << 31];
    private static readonly Gen<long> Fee = Gen.Long[0, 1L << 50];

    [Test]
    public void Positions_add_lots_times_cell_in_every_column() =>
        Gen.Select(Cells, Lots).Sample((cells, lots) =>
        {
            long[] vector = new long[ScenarioVector.Length];
            ScenarioVector.AddPosition(vector, cells, lots);
            return vector.Select(v => (BigInteger)v).SequenceEqual(cells.Select(cell => (BigInteger)cell * lots));
        });

    [Test]
    public void An_order_adds_its_loss_only_and_takes_it_out_again() =>
        Gen.Select(Cells, Lots, Edge, Fee).Sample((cells, lots, edge, fee) =>
        {
            long[] vector = new long[ScenarioVector.Length];
            ScenarioVector.AddOrder(vector, cells, lots, edge, fee, sign: +1);
            bool isRight = vector.Select(v => (BigInteger)v).SequenceEqual(
                cells.Select(cell => BigInteger.Min(0, (((BigInteger)cell + edge) * lots) - fee)));
            ScenarioVector.AddOrder(vector, cells, lots, edge, fee, sign: -1);
            return isRight && vector.All(v => v == 0);
        });

    [Test]
    public void The_worst_column_is_found_wherever_it_is() =>
        Gen.Select(Cells, Cells, Gen.Int[0, ScenarioVector.Length - 1]).Sample((left, right, at) =>
        {
            long[] a = [.. left.Select(cell => (long)cell)];
            long[] b = [.. right.Select(cell => (long)cell)];
            a[at] = -(1L << 40);
            return ScenarioVector.WorstOf(a, b) == a.Zip(b, (x, y) => x + y).Min()
                && ScenarioVector.WorstOf(a) == a[at]
                && ScenarioVector.WorstAfterFill(a, left, 3) == a.Zip(left, (x, y) => x + (3L * y)).Min();
        });
}
