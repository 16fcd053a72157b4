using System;

namespace HybridGpu.Risk.Chains;

/// <summary>Where each column of a chain file stands; its order is free, further columns are left alone.</summary>
internal sealed class ChainHeader
{
    /// <summary>Columns that a row needs, in the order of <see cref="ChainColumn"/>.</summary>
    private static readonly string[] Names =
    [
        "snapshot_utc", "currency", "instrument", "expiry_utc", "strike", "type", "forward", "index", "bid", "ask",
        "mark", "mark_iv_pct", "open_interest", "volume_24h",
    ];

    private readonly int[] _positions = new int[Names.Length];

    private ChainHeader(int fieldCount)
    {
        FieldCount = fieldCount;
    }

    /// <summary>Fields of every line.</summary>
    public int FieldCount { get; }

    /// <summary>Name of a column as the file has it.</summary>
    public static string NameOf(ChainColumn column) => Names[(int)column];

    /// <summary>Reads the header line; names the first missing column when there is one.</summary>
    public static ChainHeader? Parse(string line, out string missing)
    {
        string[] fields = line.Split(',');
        var header = new ChainHeader(fields.Length);
        for (int i = 0; i < Names.Length; i++)
        {
            header._positions[i] = Array.IndexOf(fields, Names[i]);
            if (header._positions[i] < 0)
            {
                missing = Names[i];
                return null;
            }
        }

        missing = string.Empty;
        return header;
    }

    /// <summary>Position of a column in a line.</summary>
    public int PositionOf(ChainColumn column) => _positions[(int)column];
}
