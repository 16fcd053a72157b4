namespace HybridGpu.Host.Match;

/// <summary>What is wrong with an input file, and where.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Line from 1, the header included; 0 for the file as a whole.</param>
/// <param name="Column">Name of the column; empty for the whole line.</param>
/// <param name="Problem">What is wrong and what is expected.</param>
internal sealed record InputFault(string File, long Line, string Column, string Problem)
{
    /// <summary>The fault as it is printed: file, line, column, problem.</summary>
    public override string ToString()
    {
        string line = Line > 0 ? $":{Line}" : "";
        string column = Column.Length > 0 ? $", column {Column}" : "";
        return $"{File}{line}{column}: {Problem}";
    }
}
