namespace HybridGpu.Fix.Dictionary;

/// <summary>SessionRejectReason(373).</summary>
public static class SessionRejectReason
{
    /// <summary>Not a tag number, or one that no dictionary entry has.</summary>
    public const int InvalidTagNumber = 0;

    /// <summary>Required tag missing.</summary>
    public const int RequiredTagMissing = 1;

    /// <summary>Tag known, but not in this message.</summary>
    public const int TagNotDefinedForMessage = 2;

    /// <summary>Undefined tag.</summary>
    public const int UndefinedTag = 3;

    /// <summary>Tag specified without a value.</summary>
    public const int TagWithoutValue = 4;

    /// <summary>Value is incorrect (out of range) for this tag.</summary>
    public const int ValueIncorrect = 5;

    /// <summary>Incorrect data format for value.</summary>
    public const int IncorrectDataFormat = 6;

    /// <summary>CompID problem.</summary>
    public const int CompIdProblem = 9;

    /// <summary>SendingTime accuracy problem.</summary>
    public const int SendingTimeAccuracy = 10;

    /// <summary>Invalid MsgType.</summary>
    public const int InvalidMsgType = 11;

    /// <summary>Tag appears more than once.</summary>
    public const int TagAppearsMoreThanOnce = 13;

    /// <summary>Tag specified out of required order.</summary>
    public const int TagOutOfOrder = 14;

    /// <summary>Repeating group fields out of order.</summary>
    public const int GroupFieldsOutOfOrder = 15;

    /// <summary>Incorrect NumInGroup count for repeating group.</summary>
    public const int GroupCountMismatch = 16;
}
