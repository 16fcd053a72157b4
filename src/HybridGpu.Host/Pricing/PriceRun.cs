using System.Globalization;
using System.Text;
using HybridGpu.Host.Match;
using HybridGpu.Kernels;

namespace HybridGpu.Host.Pricing;

/// <summary>One call of <c>hybridgpu price</c>: reads a row, prices it, writes it, to the end of the file.</summary>
internal sealed class PriceRun
{
    private const string GreekNames = "price,delta,gamma,vega,theta,rho,vanna,volga,charm";
    private const int PrintedMax = 1_000;

    private readonly PriceRunOptions _options;
    private readonly TextWriter _errors;
    private long _faults;
    private long _badRows;
    private long _rows;

    private PriceRun(PriceRunOptions options, TextWriter errors)
    {
        _options = options;
        _errors = errors;
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>Exit status: 0 only when the file could be read and every row was good.</returns>
    public static int Run(PriceRunOptions options)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        return Run(options, output, Console.Error);
    }

    /// <summary>As <see cref="Run(PriceRunOptions)"/>, with the standard streams given.</summary>
    public static int Run(PriceRunOptions options, TextWriter output, TextWriter errors)
    {
        var run = new PriceRun(options, errors);
        try
        {
            using QuotedCsvReader reader = QuotedCsvReader.Open(options.Input);
            PriceColumns columns = PriceColumns.Read(reader);
            if (options.Output is { } file)
            {
                run.WriteFile(file, reader, columns);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{run._rows:N0} rows to {file}, {run._badRows:N0} bad ones left out"));
            }
            else
            {
                run.Write(output, reader, columns);
            }

            return run._badRows == 0 ? 0 : 1;
        }
        catch (MatchInputException problem)
        {
            errors.WriteLine(problem.Message);
            return 1;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            errors.WriteLine($"The output can't be written: {problem.Message}");
            return 1;
        }
    }

    // Aside first, then renamed, so that no half a result is ever there under the name. But a pipe or device is written
    // to and not replaced.
    private void WriteFile(string file, QuotedCsvReader reader, PriceColumns columns)
    {
        string full = Linked(Path.GetFullPath(file));
        using FileStream? special = OpenSpecial(full);
        if (special is not null)
        {
            using var output = new StreamWriter(special, new UTF8Encoding(false));
            Write(output, reader, columns);
            return;
        }

        string partial = full + ".partial";
        try
        {
            using (var output = new StreamWriter(partial, append: false, new UTF8Encoding(false)))
            {
                Write(output, reader, columns);
            }

            File.Move(partial, full, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>What a link leads to, so that the link stays; the path itself where it is none, leads to nothing
    /// yet, or to what has no name (a pipe behind /proc).</summary>
    private static string Linked(string path) =>
        new FileInfo(path).LinkTarget is not null
            && File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: true } target
                ? target.FullName
                : path;

    /// <summary>Opens what is no ordinary file; null where one with something in it, or nothing, is there.</summary>
    /// <remarks>The runtime doesn't tell a device from a file, but a device has no length, and into an empty file
    /// nothing is lost by writing at once.</remarks>
    private static FileStream? OpenSpecial(string path)
    {
        if (!File.Exists(path) && new FileInfo(path).LinkTarget is null)
        {
            return null;
        }

        // Through a link that leads to nothing yet, what it leads to is made.
        var there = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        if (!there.CanSeek || there.Length == 0)
        {
            return there;
        }

        there.Dispose();
        return null;
    }

    private void Write(TextWriter output, QuotedCsvReader reader, PriceColumns columns)
    {
        output.Write(reader.Text);
        output.Write(',');
        output.Write(columns.IsImplied ? "implied_vol" : GreekNames);
        output.Write('\n');
        var row = new PriceRow(reader, columns, Report);
        while (reader.Read())
        {
            bool isGood = row.Read()
                && (columns.IsImplied ? WriteImplied(output, reader, row) : WriteGreeks(output, reader, row));
            if (isGood)
            {
                _rows++;
            }
            else
            {
                _badRows++;
            }
        }

        if (_faults > PrintedMax)
        {
            _errors.WriteLine($"... and {_faults - PrintedMax} more faults.");
        }

        output.Flush();
    }

    private static bool WriteGreeks(TextWriter output, QuotedCsvReader reader, PriceRow row)
    {
        PricingStatus status = OptionPricer.Price(row.Terms, out OptionSensitivities s);
        if (status != PricingStatus.Ok)
        {
            return row.Bad(PricingProblem.Column(status, row.Terms), PricingProblem.Text(status, row.Terms));
        }

        output.Write(reader.Text);
        foreach (double value in (ReadOnlySpan<double>)
            [s.Price, s.Delta, s.Gamma, s.Vega, s.Theta, s.Rho, s.Vanna, s.Volga, s.Charm])
        {
            Write(output, value);
        }

        output.Write('\n');
        return true;
    }

    private static bool WriteImplied(TextWriter output, QuotedCsvReader reader, PriceRow row)
    {
        PricingStatus status = OptionPricer.ImpliedVolatility(row.Terms, row.Price, out double volatility);
        if (status != PricingStatus.Ok)
        {
            return row.Bad(PricingProblem.Column(status, row.Terms), PricingProblem.Text(status, row.Terms));
        }

        output.Write(reader.Text);
        Write(output, volatility);
        output.Write('\n');
        return true;
    }

    // 17 significant digits: every double comes back as it was.
    private static void Write(TextWriter output, double value)
    {
        Span<char> text = stackalloc char[32];
        value.TryFormat(text, out int length, "G17", CultureInfo.InvariantCulture);
        output.Write(',');
        output.Write(text[..length]);
    }

    private void Report(InputFault fault)
    {
        if (_faults++ < PrintedMax)
        {
            _errors.WriteLine(fault);
        }
    }
}
