namespace HybridGpu.Gateway.Signatures;

/// <summary>What is wrong with a signature: SignatureFault(20043), with FIX's numbers.</summary>
internal enum SignatureFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There is none.</summary>
    Missing = 1,

    /// <summary>It isn't the base64 of 64 bytes.</summary>
    Malformed = 2,

    /// <summary>None of the session's keys made it over these terms.</summary>
    Wrong = 3,

    /// <summary>The key is over, or will be before what it signed.</summary>
    KeyExpired = 4,

    /// <summary>The key doesn't sign messages of this kind.</summary>
    KeyScope = 5,

    /// <summary>More lots than the key may sign.</summary>
    OverCap = 6,

    /// <summary>Terms that the signed struct has no word for.</summary>
    NotSignable = 7,

    /// <summary>A field that is signed isn't there, or out of its range.</summary>
    FieldMissing = 8,

    /// <summary>The account delegates: nothing of its is signed.</summary>
    Delegated = 9,
}
