using System;

namespace HybridGpu.Kernels.Workloads;

/// <summary>Books, scenarios, accounts and prices drawn from a seed: the same on every machine.</summary>
/// <remarks>
/// Half BTC, half ETH; 24 expiries from a day to two years, a row of shocks each, of 64 columns that share four
/// volatility and time shocks, as the venue's scenario set does. One contract in 64 is linear. Drawing allocates;
/// moving the market and fills do not. Thread: one.
/// </remarks>
public sealed class RiskWorkload
{
    private const int Expiries = 24;

    private ulong _state;

    /// <summary>Draws a workload.</summary>
    /// <param name="seed">Same seed, same workload.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="sets">Netting sets.</param>
    /// <param name="positionsPerSet">Positions of each.</param>
    public RiskWorkload(ulong seed, int contracts, int sets, int positionsPerSet)
    {
        _state = seed;
        Contracts = DrawContracts(contracts);
        Shocks = DrawShocks();
        Positions = DrawPositions(sets, positionsPerSet, contracts);
    }

    /// <summary>The contracts.</summary>
    public ContractColumns Contracts { get; }

    /// <summary>The scenarios of every row.</summary>
    public ShockTable Shocks { get; }

    /// <summary>The positions, a quarter of slack after each set.</summary>
    public PositionColumns Positions { get; }

    /// <summary>Moves every forward by up to a tenth of a percent and every volatility by up to a percent.</summary>
    public void MoveMarket()
    {
        double btc = Uniform(0.999, 1.001);
        double eth = Uniform(0.999, 1.001);
        double vol = Uniform(0.99, 1.01);
        for (int c = 0; c < Contracts.Count; c++)
        {
            Contracts.Forward[c] *= c % 2 == 0 ? btc : eth;
            Contracts.Volatility[c] *= vol;
        }
    }

    /// <summary>One fill: a position of a random set grows or shrinks by up to five lots.</summary>
    public void Fill()
    {
        int set = Below(Positions.SetCount);
        int at = Positions.SetStart[set] + Below(Positions.SetLength[set]);
        Positions.Quantity[at] += Below(11) - 5;
        Positions.MarkChanged(set);
    }

    /// <summary>Options with the prices that random volatilities give them.</summary>
    public ImpliedVolatilityColumns DrawPrices(int count)
    {
        var options = new ImpliedVolatilityColumns(count) { Count = count };
        for (int i = 0; i < count; i++)
        {
            double time = Uniform(0.01, 2.0);
            double vol = Uniform(0.1, 1.5);
            options.Kind[i] = (PayoffKind)Below(2);
            options.Forward[i] = 60_000.0;
            options.Strike[i] = 60_000.0 * LaneMath.Exp(Uniform(-2.5, 2.5) * vol * Math.Sqrt(time));
            options.TimeYears[i] = time;
            options.Rate[i] = Uniform(0.0, 0.05);
            options.Price[i] = BlackPricer.Price(
                options.Kind[i], options.Forward[i], options.Strike[i], time, vol, options.Rate[i]);
        }

        return options;
    }

    private ContractColumns DrawContracts(int count)
    {
        var contracts = new ContractColumns(count) { Count = count };
        for (int c = 0; c < count; c++)
        {
            bool isBitcoin = c % 2 == 0;
            int expiry = Below(Expiries);
            double time = TimeOf(expiry);
            double vol = Uniform(0.3, 1.2);
            contracts.Forward[c] = isBitcoin ? 68_123.45 : 2_012.34;
            contracts.Strike[c] = contracts.Forward[c] * LaneMath.Exp(Uniform(-2.5, 2.5) * vol * Math.Sqrt(time));
            contracts.TimeYears[c] = time;
            contracts.Volatility[c] = vol;
            contracts.Rate[c] = expiry % 3 == 0 ? 0.0 : 0.03;
            contracts.LotScale[c] = isBitcoin ? 1_000.0 : 10_000.0;
            contracts.Kind[c] = c % 64 == 63 ? PayoffKind.Linear : (PayoffKind)Below(2);
            contracts.ShockRow[c] = (isBitcoin ? 0 : Expiries) + expiry;
        }

        return contracts;
    }

    private static ShockTable DrawShocks()
    {
        var shocks = new ShockTable(2 * Expiries) { RowCount = 2 * Expiries };
        for (int row = 0; row < shocks.RowCount; row++)
        {
            double range = row < Expiries ? 0.16 : 0.18;
            double time = Math.Max(TimeOf(row % Expiries), 7.0 / 365.0);
            double up = 1.0 + (0.5 * Math.Min(1.0, Math.Sqrt(30.0 / 365.0 / time)));
            for (int s = 0; s < KernelLimits.ScenarioColumns; s++)
            {
                int at = (row * KernelLimits.ScenarioColumns) + s;
                shocks.SpotFactor[at] = 1.0 + (range * ((s % 21) - 10) / 10.0);
                shocks.VolFactor[at] = s == 63 ? 1.0 : (s % 3) switch { 0 => up, 1 => 1.0, _ => 2.0 - up };
                shocks.TimeShiftYears[at] = s == 63 ? 1.0 / 365.0 : 0.0;
                shocks.Weight[at] = s < 48 ? 1.0 : 0.33;
            }
        }

        return shocks;
    }

    private PositionColumns DrawPositions(int sets, int positionsPerSet, int contracts)
    {
        // A quarter of slack after each set.
        int stride = positionsPerSet + (positionsPerSet / 4);
        var positions = new PositionColumns(sets, checked(sets * stride)) { SetCount = sets };
        for (int set = 0; set < sets; set++)
        {
            positions.SetStart[set] = set * stride;
            positions.SetLength[set] = positionsPerSet;
            for (int p = set * stride; p < (set * stride) + positionsPerSet; p++)
            {
                positions.ContractIndex[p] = Below(contracts);
                positions.Quantity[p] = Below(2_001) - 1_000;
            }
        }

        return positions;
    }

    private static double TimeOf(int expiry) =>
        (1 + (expiry * expiry * 730 / ((Expiries - 1) * (Expiries - 1)))) / 365.0;

    private double Uniform(double low, double high) => low + ((high - low) * Below(1 << 24) / (1 << 24));

    private int Below(int bound) => (int)((Next() >> 33) % (ulong)bound);

    // SplitMix64: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
    private ulong Next()
    {
        ulong z = _state += 0x9E37_79B9_7F4A_7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EBUL;
        return z ^ (z >> 31);
    }
}
