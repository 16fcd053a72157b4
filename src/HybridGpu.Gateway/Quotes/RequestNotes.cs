namespace HybridGpu.Gateway.Quotes;

/// <summary>What a request's command doesn't carry and its answer needs: how much of an answer is wanted, and whether
/// it was a QuoteCancel.</summary>
/// <remarks>By MsgSeqNum, for the last <see cref="Kept"/> numbers; what is older, or was sent before a restart, counts
/// as wanting every answer. Thread: the session writes before it publishes, the egress reads what was
/// published.</remarks>
internal sealed class RequestNotes
{
    /// <summary>Numbers kept; more commands of one session than that are never between gate and report.</summary>
    public const int Kept = 1 << 14;

    private readonly (ulong MsgSeqNum, AnswerLevel Level, bool IsQuoteCancel)[] _notes =
        new (ulong, AnswerLevel, bool)[Kept];

    /// <summary>Notes a request that is about to be published.</summary>
    public void Note(long msgSeqNum, AnswerLevel level, bool isQuoteCancel) =>
        _notes[msgSeqNum & (Kept - 1)] = ((ulong)msgSeqNum, level, isQuoteCancel);

    /// <summary>What was noted of a request.</summary>
    public (AnswerLevel Level, bool IsQuoteCancel) Of(ulong msgSeqNum)
    {
        (ulong noted, AnswerLevel level, bool isQuoteCancel) = _notes[msgSeqNum & (Kept - 1)];
        return noted == msgSeqNum ? (level, isQuoteCancel) : (AnswerLevel.Every, false);
    }
}
