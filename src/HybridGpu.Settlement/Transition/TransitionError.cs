namespace HybridGpu.Settlement.Transition;

/// <summary>Why an operation can't be applied.</summary>
/// <remarks>Source: docs/wire.md, section 12.</remarks>
public enum TransitionError
{
    /// <summary>It was applied.</summary>
    None = 0,

    /// <summary>Unknown kind or wrong length.</summary>
    DoesNotDecode = 1,

    /// <summary>Not open; for OpenAccount, number out of range or owner zero.</summary>
    BadAccount = 2,

    /// <summary>The account has an owner.</summary>
    AlreadyOpen = 3,

    /// <summary>Zero, or 2^60 and more either side.</summary>
    BadAmount = 4,

    /// <summary>The queue's index isn't the cursor.</summary>
    QueueOutOfOrder = 5,

    /// <summary>Not listed.</summary>
    UnknownInstrument = 6,

    /// <summary>The settlement price is fixed.</summary>
    AlreadySettled = 7,

    /// <summary>Market time has reached the expiry.</summary>
    Expired = 8,

    /// <summary>A fixing before the expiry, or a settlement before its fixing.</summary>
    NotExpired = 9,

    /// <summary>A price of zero, or a settlement of 2^63 and more.</summary>
    BadPrice = 10,

    /// <summary>Lots out of range, or no side.</summary>
    BadQuantity = 11,

    /// <summary>The page belongs to another group; for SettleExpiry, or is free.</summary>
    WrongPage = 12,

    /// <summary>An order is referred to: version 1 serves delegated accounts.</summary>
    SignedOrder = 13,

    /// <summary>No fees accrued; no lots held.</summary>
    NothingToDo = 14,

    /// <summary>A clock below the system leaf's.</summary>
    TimeRunsBack = 15,

    /// <summary>Not above the system leaf's epoch.</summary>
    EpochNotAhead = 16,

    /// <summary>Terms that can't be listed.</summary>
    BadTerms = 17,

    /// <summary>The number is taken.</summary>
    AlreadyListed = 18,

    /// <summary>A number leaves its width.</summary>
    Overflow = 19,

    /// <summary>Epoch, instrument, amount and previous root aren't those of the last funding fixed.</summary>
    FundingMismatch = 20,

    /// <summary>The account has settled that funding.</summary>
    FundingSettled = 21,
}
