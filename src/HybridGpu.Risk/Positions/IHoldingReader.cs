using HybridGpu.Domain;

namespace HybridGpu.Risk.Positions;

/// <summary>Something that copies holdings out of the book while the book's lock is held.</summary>
internal interface IHoldingReader
{
    /// <summary>Called for every account before a whole copy, so that room can be laid out.</summary>
    public void Measure(AccountId account, in AccountHolding holding);

    /// <summary>Called between the two passes of a whole copy.</summary>
    public void Lay();

    /// <summary>Called for every account to be copied.</summary>
    /// <returns>False when there is no room for it where it lies.</returns>
    public bool TryTake(AccountId account, in AccountHolding holding);
}
