using HybridGpu.Host.Margin;
using HybridGpu.Kernels;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.MonteCarlo;

namespace HybridGpu.Host.ValueAtRisk;

/// <summary>One call of <c>hybridgpu var</c>: reads, draws, reprices, prints.</summary>
internal static class VarRun
{
    /// <summary>Runs to the end.</summary>
    /// <returns>Exit status: 0 when there are figures; 1 when an input is refused.</returns>
    public static int Run(VarOptions options)
    {
        if (MarginPortfolio.Read(options.Portfolio, out string problem) is not { } portfolio
            || MarginMarket.Read(options.Market, out problem) is not { } market
            || VarBook.Build(
                portfolio, options.Portfolio, market, options.Market, options.Assumptions, out problem) is not { } book)
        {
            Console.Error.WriteLine(problem);
            return 1;
        }

        BackendSelection selection = KernelBackends.Select(options.Backend);
        if (selection.Backend is not { } backend)
        {
            Console.Error.WriteLine(selection.Error);
            return 1;
        }

        using (backend)
        {
            VarReport report = VarEngine.Run(book, backend);
            Console.WriteLine(options.IsJson ? MarginJson.WriteAny(report) : VarText.Write(report));
        }

        return 0;
    }
}
