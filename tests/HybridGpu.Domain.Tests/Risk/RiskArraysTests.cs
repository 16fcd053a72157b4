using HybridGpu.Domain.Risk;

namespace HybridGpu.Domain.Tests.Risk;

internal sealed class RiskArraysTests
{
    [Test]
    public void New_arrays_price_nothing()
    {
        RiskArrays arrays = new(4, 32);
        Assert.That(arrays.ContractCount, Is.Zero);
        Assert.That(Rows(arrays, 40), Is.All.EqualTo(-1));
    }

    [Test]
    public void Sealed_rows_are_found_and_read_back()
    {
        RiskArrays arrays = new(4, 32);
        Fill(arrays, 1, 0, 5, 31);
        Assert.Multiple(() =>
        {
            Assert.That(arrays.Epoch, Is.EqualTo(1));
            Assert.That(arrays.Instruments.ToArray(), Is.EqualTo(Ids(0, 5, 31)));
            Assert.That(arrays.RowOf(new(0)), Is.Zero);
            Assert.That(arrays.RowOf(new(5)), Is.EqualTo(1));
            Assert.That(arrays.RowOf(new(31)), Is.EqualTo(2));
            Assert.That(arrays.RowOf(new(4)), Is.EqualTo(-1));
            Assert.That(arrays.RowOf(new(32)), Is.EqualTo(-1), "beyond the capacity");
            Assert.That(arrays.RowOf(new(uint.MaxValue)), Is.EqualTo(-1));
            Assert.That(arrays.MarkAt(1), Is.EqualTo(500));
            Assert.That(arrays.CellsAt(2).ToArray(), Is.EqualTo(Enumerable.Range(0, 64).Select(c => 31_000 + c)));
            Assert.That(arrays.Marks.Length, Is.EqualTo(3));
            Assert.That(arrays.Cells.Length, Is.EqualTo(192));
        });
    }

    [Test]
    public void Reused_arrays_forget_every_row_of_the_epochs_before()
    {
        Random random = TestSeed.NewRandom();
        RiskArrays arrays = new(32, 32);
        for (ulong epoch = 1; epoch <= 500; epoch++)
        {
            uint[] ids = [.. Enumerable.Range(0, 32).Where(_ => random.Next(3) == 0).Select(id => (uint)id)];
            Fill(arrays, epoch, ids);
            IEnumerable<int> expected = Enumerable.Range(0, 32).Select(id => Array.IndexOf(ids, (uint)id));
            Assert.That(Rows(arrays, 32), Is.EqualTo(expected), $"epoch {epoch}");
        }
    }

    [Test]
    public void An_empty_epoch_prices_nothing()
    {
        RiskArrays arrays = new(4, 32);
        Fill(arrays, 1, 1, 2);
        arrays.Seal(2, 0);
        Assert.That(Rows(arrays, 32), Is.All.EqualTo(-1));
        Assert.That(arrays.Epoch, Is.EqualTo(2));
    }

    [TestCase(5u, 5u)]
    [TestCase(6u, 5u)]
    [TestCase(5u, 32u)]
    public void Ids_that_do_not_ascend_within_capacity_are_refused_and_leave_nothing_readable(uint first, uint second)
    {
        RiskArrays arrays = new(4, 32);
        Fill(arrays, 1, 5, 7);
        Assert.That(() => Fill(arrays, 2, first, second), Throws.ArgumentException);
        Assert.That(Rows(arrays, 32), Is.All.EqualTo(-1));
    }

    [TestCase(-1)]
    [TestCase(5)]
    public void A_count_outside_the_capacity_is_refused(int count)
    {
        Assert.That(() => new RiskArrays(4, 32).Seal(1, count), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static void Fill(RiskArrays arrays, ulong epoch, params uint[] ids)
    {
        (InstrumentId[] instruments, long[] marks, int[] cells) = arrays.Buffers;
        Ids(ids).CopyTo(instruments, 0);
        for (int row = 0; row < ids.Length; row++)
        {
            marks[row] = ids[row] * 100;
            for (int column = 0; column < ScenarioColumns.Count; column++)
            {
                cells[(row * ScenarioColumns.Count) + column] = (int)(ids[row] * 1000) + column;
            }
        }

        arrays.Seal(epoch, ids.Length);
    }

    private static InstrumentId[] Ids(params uint[] ids) => [.. ids.Select(id => new InstrumentId(id))];

    private static int[] Rows(RiskArrays arrays, uint count)
    {
        int[] rows = new int[count];
        for (uint id = 0; id < count; id++)
        {
            rows[id] = arrays.RowOf(new(id));
        }

        return rows;
    }
}
