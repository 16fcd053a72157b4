using System.CommandLine;
using HybridGpu.Host.Pricing;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu price IN.csv</c>: prices and Greeks, or implied volatilities, of a file of options.</summary>
internal static class PriceCommand
{
    public static Command Create()
    {
        var input = new Argument<string>("INPUT")
        {
            Description = "Options (docs/formats.md): CSV with a header, plain or gzip. With a column vol they are "
                + "priced, with a column price their volatility is implied.",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Write the result to this file. Default: the standard output.",
        };
        var command = new Command("price", "Price options from a file, with Greeks, or imply their volatility.")
        {
            input, output,
        };
        command.SetAction(parsed => PriceRun.Run(new PriceRunOptions
        {
            Input = parsed.GetRequiredValue(input),
            Output = parsed.GetValue(output),
        }));
        return command;
    }
}
