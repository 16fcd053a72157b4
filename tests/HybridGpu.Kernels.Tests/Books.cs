namespace HybridGpu.Kernels.Tests;

/// <summary>Books for the backends to disagree about.</summary>
internal static class Books
{
    /// <summary>A random book with every edge in it: bad inputs, bad rows, extremes, no time, no volatility.</summary>
    public static (ContractColumns Contracts, ShockTable Shocks) Random(
        Random random, int count, int scenarios, bool withBadInput)
    {
        const int Rows = 5;
        var contracts = new ContractColumns(count) { Count = count };
        double[] badValues = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -5.0, 1e300];
        for (int c = 0; c < count; c++)
        {
            contracts.Forward[c] = Math.Exp((random.NextDouble() * 14) - 2);
            contracts.Strike[c] = contracts.Forward[c] * Math.Exp(random.NextDouble() - 0.5);
            contracts.TimeYears[c] = Math.Exp((random.NextDouble() * 16) - 15);
            contracts.Volatility[c] = 2 * random.NextDouble();
            contracts.Rate[c] = random.Next(3) == 0 ? (random.NextDouble() - 0.5) * 0.3 : 0.0;
            contracts.LotScale[c] = random.Next(4) switch { 0 => 1_000, 1 => 10_000, 2 => 1, _ => 0.5 };
            contracts.Kind[c] = (PayoffKind)random.Next(3);
            contracts.ShockRow[c] = random.Next(withBadInput ? Rows : Rows - 1);
            switch (random.Next(24))
            {
                case 0: contracts.TimeYears[c] = 0.0; break;
                case 1: contracts.Volatility[c] = 0.0; break;
                case 2: contracts.Strike[c] = 0.0; break;
                case 3: contracts.Strike[c] = contracts.Forward[c]; break;
                case 4: contracts.TimeYears[c] = -0.1; break;
                case 5: contracts.Forward[c] = 1e12; contracts.LotScale[c] = 1e12; break;
                case 6: contracts.Forward[c] = 1e9; contracts.Strike[c] = 1e9; contracts.LotScale[c] = 100; break;
                case 7 when withBadInput:
                    double bad = badValues[random.Next(badValues.Length)];
                    double[][] columns =
                        [contracts.Forward, contracts.Strike, contracts.Volatility, contracts.LotScale, contracts.Rate];
                    columns[random.Next(columns.Length)][c] = bad;
                    break;
                case 8 when withBadInput: contracts.ShockRow[c] = random.Next(2) == 0 ? -1 : 99; break;
                case 10:
                    contracts.TimeYears[c] = 900;
                    contracts.Rate[c] = withBadInput && c % 2 == 0 ? -0.9 : 0.05;
                    break;
                case 9 when withBadInput: contracts.Kind[c] = (PayoffKind)77; break;
                default: break;
            }
        }

        var shocks = new ShockTable(Rows, scenarios) { RowCount = Rows };
        for (int row = 0; row < Rows; row++)
        {
            for (int s = 0; s < scenarios; s++)
            {
                int at = (row * scenarios) + s;
                shocks.SpotFactor[at] = random.Next(30) == 0 ? 0.0 : Math.Exp((random.NextDouble() - 0.5) * 2);
                shocks.VolFactor[at] = random.Next(30) == 0 ? 0.0 : 0.5 + random.NextDouble();
                shocks.VolFloor[at] = random.Next(3) == 0 ? random.NextDouble() : 0.0;
                shocks.TimeShiftYears[at] = row % 2 == 1 ? random.NextDouble() * 0.1 : 0.0;
                shocks.Weight[at] = s % 3 == 0 ? random.NextDouble() : 1.0;
            }
        }

        ShareShocks(random, shocks, row: 0, most: 4);
        ShareShocks(random, shocks, row: 2, most: 2);

        shocks.SpotFactor[((Rows - 1) * scenarios) + random.Next(scenarios)] = double.NaN;
        return (contracts, shocks);
    }

    /// <summary>Gives a row at most so many different volatility and time shocks, as real scenario sets have.</summary>
    private static void ShareShocks(Random random, ShockTable shocks, int row, int most)
    {
        int start = row * shocks.ScenarioCount;
        for (int at = start + most; at < start + shocks.ScenarioCount; at++)
        {
            int like = start + random.Next(most);
            shocks.VolFactor[at] = shocks.VolFactor[like];
            shocks.VolFloor[at] = shocks.VolFloor[like];
            shocks.TimeShiftYears[at] = shocks.TimeShiftYears[like];
        }

        shocks.TimeShiftYears[start] = 0.003;
    }

    /// <summary>Random positions whose sums fit: some sets empty, slack between them, some quantities beyond an int32.
    /// </summary>
    public static PositionColumns Positions(Random random, int sets, int contracts, bool large)
    {
        int[] lengths = [.. Enumerable.Range(0, sets).Select(_ => random.Next(4) == 0 ? 0 : random.Next(40))];
        int[] slacks = [.. Enumerable.Range(0, sets).Select(_ => random.Next(5))];
        var positions = new PositionColumns(sets, lengths.Sum() + slacks.Sum()) { SetCount = sets };
        int at = 0;
        for (int set = 0; set < sets; set++)
        {
            positions.SetStart[set] = at;
            positions.SetLength[set] = lengths[set];
            at += lengths[set] + slacks[set];
        }

        for (int p = 0; p < positions.ContractIndex.Length; p++)
        {
            positions.ContractIndex[p] = random.Next(contracts);
            positions.Quantity[p] = Quantity(random, large);
        }

        return positions;
    }

    /// <summary>Signed lots, some of them beyond an int32 where large ones are wanted.</summary>
    public static long Quantity(Random random, bool large) => (large, random.Next(50)) switch
    {
        (true, 0) => random.Next(2) == 0 ? int.MinValue : int.MaxValue + 1L,
        (true, < 11) => random.NextInt64(-(1L << 25), 1L << 25),
        _ => random.Next(-100_000, 100_000),
    };
}
