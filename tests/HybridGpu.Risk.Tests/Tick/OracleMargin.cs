using System.Numerics;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Risk.Tests.Tick;

/// <summary>Account margin as the rule is written, in big integers and plain loops.</summary>
internal sealed record OracleMargin(BigInteger MarkValue, BigInteger Initial, BigInteger Maintenance, int Unpriced)
{
    public static OracleMargin Of(Bench bench, RiskArrays arrays, AccountId account)
    {
        BigInteger mark = 0, initial = 0, grid = 0;
        int unpriced = 0;
        for (byte u = 0; u < UnderlyingId.Capacity; u++)
        {
            var sums = new BigInteger[ScenarioColumns.Count];
            for (uint id = 0; id < bench.Catalog.Count; id++)
            {
                var instrument = new InstrumentId(id);
                long lots = bench.Book.LotsOf(account, instrument);
                bench.Catalog.TryGet(instrument, out InstrumentSpec spec);
                if (lots == 0 || spec.Underlying.Value != u)
                {
                    continue;
                }

                int row = arrays.RowOf(instrument);
                if (row < 0)
                {
                    unpriced++;
                    continue;
                }

                mark += (BigInteger)lots * arrays.MarkAt(row);
                for (int s = 0; s < sums.Length; s++)
                {
                    sums[s] += (BigInteger)lots * arrays.CellsAt(row)[s];
                }
            }

            initial += BigInteger.Max(0, -sums.Min());
            grid += BigInteger.Max(0, -sums.Take(ScenarioColumns.GridCount).Min());
        }

        // ceil(0.8 x): -floor(-0.8 x), with BigInteger's division truncating towards zero for positive numbers.
        return new OracleMargin(mark, initial, ((grid * 4) + 4) / 5, unpriced);
    }
}
