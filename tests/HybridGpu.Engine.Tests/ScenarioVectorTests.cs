using System.Numerics;
using CsCheck;
using HybridGpu.Engine.Margin;

namespace HybridGpu.Engine.Tests;

/// <summary>The vector arithmetic of the margin rule against the same in big integers, over the whole range of
/// cells.</summary>
public sealed class ScenarioVectorTests
{
    private static readonly Gen<int[]> Cells = Gen.Int.Array[ScenarioVector.Length];
    private static readonly Gen<long> Lots = Gen.OneOf(
        Gen.Long[-(1L << 30), 1L << 30], Gen.Const((long)int.MinValue), Gen.Const(int.MaxValue + 1L));
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
            var order = new OrderExposure(cells, lots, edge, fee);
            ScenarioVector.AddOrder(vector, in order, sign: +1);
            bool isRight = vector.Select(v => (BigInteger)v).SequenceEqual(
                cells.Select(cell => BigInteger.Min(0, (((BigInteger)cell + edge) * lots) - fee)));
            ScenarioVector.AddOrder(vector, in order, sign: -1);
            return isRight && vector.All(v => v == 0);
        });

    [Test]
    public void The_worst_with_one_more_order_is_the_worst_once_it_is_added() =>
        Gen.Select(Cells, Cells, Cells, Lots, Edge).Sample((cells, left, right, lots, edge) =>
        {
            long[] positions = [.. left.Select(cell => (long)cell << 30)];
            long[] orders = [.. right.Select(cell => (long)cell << 30)];
            var order = new OrderExposure(cells, lots, edge, feeMicros: 7);
            long worst = ScenarioVector.WorstWith(positions, orders, in order);
            ScenarioVector.AddOrder(orders, in order, sign: +1);
            return worst == ScenarioVector.WorstOf(positions, orders);
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
