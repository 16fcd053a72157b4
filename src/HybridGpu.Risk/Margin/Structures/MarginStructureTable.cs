using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace HybridGpu.Risk.Margin.Structures;

/// <summary>The structures as a table: what is saved, then the two figures that it comes from.</summary>
public static class MarginStructureTable
{
    private const int NameWidth = 18;
    private const int ColumnWidth = 16;

    /// <summary>Lines with line feeds between; models are columns.</summary>
    public static string Write(IReadOnlyList<MarginStructure> rows)
    {
        var text = new StringBuilder();
        Block(text, "saved, %", rows, row => (100 * row.Saved).ToString("F1", CultureInfo.InvariantCulture));
        Block(text, "together, USD", rows, row => row.Together.ToString("N0", CultureInfo.InvariantCulture));
        Block(text, "each alone, USD", rows, row => row.Alone.ToString("N0", CultureInfo.InvariantCulture));
        return text.ToString().TrimEnd();
    }

    private static void Block(
        StringBuilder text, string title, IReadOnlyList<MarginStructure> rows, Func<MarginStructure, string> figure)
    {
        text.Append(title.PadRight(NameWidth));
        foreach (string model in rows.Select(row => row.Model).Distinct())
        {
            text.Append(model.PadLeft(ColumnWidth));
        }

        text.Append('\n');
        foreach (IGrouping<string, MarginStructure> structure in rows.GroupBy(row => row.Structure))
        {
            text.Append(structure.Key.PadRight(NameWidth));
            foreach (MarginStructure row in structure)
            {
                text.Append(figure(row).PadLeft(ColumnWidth));
            }

            text.Append('\n');
        }

        text.Append('\n');
    }
}
