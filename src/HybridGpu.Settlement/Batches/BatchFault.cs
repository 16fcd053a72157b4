using System.Globalization;

namespace HybridGpu.Settlement.Batches;

/// <summary>The first thing wrong with a batch.</summary>
/// <param name="Kind">What kind of fault.</param>
/// <param name="Section">Where it lies; none for the header and for the chunks as a whole.</param>
/// <param name="Item">Number of the item in the section (of the chunk, for a chunk); 0 for the header.</param>
/// <param name="Message">What was found and what should be there.</param>
public sealed record BatchFault(BatchFaultKind Kind, BatchSection Section, int Item, string Message)
{
    /// <summary>The fault in one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind} fault, {Section} {Item}: {Message}");
}
