using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>The book that order events tell of, taken at their word: nothing is matched.</summary>
/// <remarks>Where it has a level that the matching book lacks, the difference is the matching's; where it lacks one
/// too, the recording doesn't have it.</remarks>
internal sealed class ToldBook
{
    private readonly Dictionary<ulong, BookLevel> _orders = [];
    private readonly Dictionary<(Side Side, long Price), long> _quantities = [];

    /// <summary>What rests at a price; 0 for nothing.</summary>
    public long Quantity(Side side, long price) => _quantities.GetValueOrDefault((side, price));

    /// <summary>Applies one event.</summary>
    public void Apply(in BitstampEvent happened)
    {
        if (happened.Kind == BitstampKind.Trade)
        {
            return;
        }

        if (_orders.Remove(happened.Id, out BookLevel before))
        {
            Add(before.Side, before.Price, -before.Quantity);
        }

        if (happened.Kind != BitstampKind.Deleted)
        {
            _orders.Add(happened.Id, new BookLevel(happened.Side, happened.Price, happened.Volume));
            Add(happened.Side, happened.Price, happened.Volume);
        }
    }

    private void Add(Side side, long price, long quantity) =>
        _quantities[(side, price)] = _quantities.GetValueOrDefault((side, price)) + quantity;
}
