using HybridGpu.Host.Match;

namespace HybridGpu.Host.Pricing;

/// <summary>Where each column of an options file stands, and so what is asked for.</summary>
/// <remarks>
/// Names are found in any order and case. A column that this command doesn't know is refused, so that a misspelt yield
/// isn't taken for none; what is only to be copied through is named <c>id</c>, <c>note</c> or <c>x_…</c>.
/// </remarks>
internal sealed class PriceColumns
{
    private static readonly string[] Known =
    [
        "style", "type", "forward", "spot", "strike", "t_years", "vol", "price", "rate", "div_yield", "barrier",
        "barrier_type", "rebate", "payout", "payoff_strike",
    ];

    private static readonly string[] Required = ["style", "type", "strike", "t_years", "rate"];

    private readonly string[] _names;

    private PriceColumns(string[] names) => _names = names;

    /// <summary>Columns of the header.</summary>
    public int Count => _names.Length;

    /// <summary>Whether prices are given and volatilities asked for.</summary>
    public bool IsImplied => Find("price") >= 0;

    /// <summary>Reads the header line.</summary>
    /// <exception cref="MatchInputException">There is none, or it can't be used.</exception>
    public static PriceColumns Read(QuotedCsvReader reader)
    {
        if (!reader.Read())
        {
            throw new MatchInputException(new InputFault(
                reader.Path, 0, "", "the file is empty: a header line is expected"));
        }

        if (reader.Fault is { } fault)
        {
            throw new MatchInputException(new InputFault(reader.Path, reader.Line, "", fault));
        }

        var names = new string[reader.FieldCount];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = reader.Field(i).ToString().ToLowerInvariant();
        }

        var columns = new PriceColumns(names);
        columns.Check(reader);
        return columns;
    }

    /// <summary>Index of a column, or −1.</summary>
    public int Find(string name) => Array.IndexOf(_names, name);

    /// <summary>Name of a column.</summary>
    public string Name(int index) => _names[index];

    private void Check(QuotedCsvReader reader)
    {
        for (int i = 0; i < _names.Length; i++)
        {
            string name = _names[i];
            bool isCopied = name is "id" or "note" || name.StartsWith("x_", StringComparison.Ordinal);
            if (!isCopied && !Known.Contains(name))
            {
                Refuse(reader, name.Length == 0 ? $"number {i + 1}" : name,
                    $"no such column; known are {string.Join(", ", Known)}, and id, note and x_... to be copied");
            }

            if (Array.IndexOf(_names, name) != i)
            {
                Refuse(reader, name, "the column is there twice");
            }
        }

        foreach (string name in Required.Where(name => Find(name) < 0))
        {
            Refuse(reader, name, "the header has no such column");
        }

        if (Find("forward") < 0 && Find("spot") < 0)
        {
            Refuse(reader, "forward|spot", "the header has neither");
        }

        if (Find("vol") < 0 == Find("price") < 0)
        {
            Refuse(reader, "vol|price", "the header must have one of the two: what is given; the other is computed");
        }
    }

    private static void Refuse(QuotedCsvReader reader, string column, string problem) =>
        throw new MatchInputException(new InputFault(reader.Path, reader.Line, column, problem));
}
