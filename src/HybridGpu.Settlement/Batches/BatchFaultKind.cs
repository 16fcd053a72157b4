namespace HybridGpu.Settlement.Batches;

/// <summary>What kind of fault a batch has, and thereby how it is shown to the contract.</summary>
public enum BatchFaultKind
{
    /// <summary>A field of the header isn't what the state before or the records say.</summary>
    Header = 1,

    /// <summary>The chunks don't match the header, or each other.</summary>
    Chunk = 2,

    /// <summary>An item doesn't decode.</summary>
    Decode = 3,

    /// <summary>A record names the wrong predecessor.</summary>
    Link = 4,

    /// <summary>A record's operation is refused by the transition function.</summary>
    Refused = 5,

    /// <summary>A record's leaves came out otherwise.</summary>
    Step = 6,

    /// <summary>Inputs of a risk epoch are missing, or others, or don't give its root.</summary>
    Inputs = 7,

    /// <summary>A deposit, withdrawal or advance that the chain's queue doesn't hold there.</summary>
    Queue = 8,

    /// <summary>A touch entry is wrong, missing or too many.</summary>
    Touch = 9,

    /// <summary>A page update is wrong, missing or too many.</summary>
    Page = 10,

    /// <summary>After a funding was fixed, something else came before all its holders had paid or
    /// received.</summary>
    Funding = 11,
}
