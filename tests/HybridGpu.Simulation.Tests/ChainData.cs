using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Chains;

namespace HybridGpu.Simulation.Tests;

/// <summary>The recorded chains beside the repository; tests that need them say so when they are not there.</summary>
internal static class ChainData
{
    private static readonly Dictionary<string, Dictionary<string, (long, long, InstrumentKind)>> Known = [];

    public static string DirectoryOrIgnore()
    {
        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            string chains = Path.Combine(at.FullName, "shared", "data", "deribit", "chains");
            if (Directory.Exists(chains))
            {
                return chains;
            }
        }

        Assert.Ignore("No recorded chains: shared/data/deribit/chains is in no folder above the tests.");
        return string.Empty;
    }

    /// <summary>Every option of all files, by symbol, read without the market.</summary>
    public static Dictionary<string, (long ExpiryNs, long StrikeMicros, InstrumentKind Kind)> AllOptions(
        string directory, string currency)
    {
        if (Known.TryGetValue(currency, out Dictionary<string, (long, long, InstrumentKind)>? known))
        {
            return known;
        }

        var options = new Dictionary<string, (long, long, InstrumentKind)>(StringComparer.Ordinal);
        foreach (ChainFileEntry file in ChainDirectory.Open(directory).Files)
        {
            foreach (ChainRow row in ChainFile.Read(file.Path).Find(currency)!.Rows)
            {
                options[row.Instrument] = (row.ExpiryNs, row.StrikeMicros, row.Kind);
            }
        }

        Known[currency] = options;
        return options;
    }
}
