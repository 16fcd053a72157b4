namespace HybridGpu.Risk.Chains;

/// <summary>One thing wrong in a recorded chain, said so that it can be found and mended.</summary>
/// <param name="File">File name.</param>
/// <param name="Line">Line from 1; the header is line 1. 0 when it concerns the file as a whole.</param>
/// <param name="Column">Name of the column, empty when it concerns the line as a whole.</param>
/// <param name="Problem">What is wrong and what was done about it.</param>
public sealed record ChainFault(string File, int Line, string Column, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Column.Length == 0 ? $"{File}:{Line}: {Problem}" : $"{File}:{Line}: {Column}: {Problem}";
}
