using HybridGpu.Domain;

namespace HybridGpu.Gateway.Combos;

/// <summary>SecurityReqID(320) of the definitions that are on their way through the venue, by MsgSeqNum.</summary>
/// <remarks>For the last <see cref="Kept"/> numbers; what is older, or was sent before a restart, is answered under
/// <see cref="Lost"/>. Thread: the session writes before it publishes, the egress reads what was published.</remarks>
internal sealed class DefinitionNotes
{
    /// <summary>Numbers kept, from the first definition on.</summary>
    public const int Kept = 1 << 10;

    /// <summary>What stands in for a name that isn't known any more.</summary>
    public static readonly Text40 Lost = Text40.Create("NONE");

    private (ulong MsgSeqNum, Text40 RequestId)[]? _notes;

    /// <summary>Notes a request that is about to be published.</summary>
    public void Note(long msgSeqNum, in Text40 requestId)
    {
        _notes ??= new (ulong, Text40)[Kept];
        _notes[msgSeqNum & (Kept - 1)] = ((ulong)msgSeqNum, requestId);
    }

    /// <summary>What was noted of a request.</summary>
    public Text40 Of(ulong msgSeqNum)
    {
        if (_notes is not { } notes)
        {
            return Lost;
        }

        (ulong noted, Text40 requestId) = notes[msgSeqNum & (Kept - 1)];
        return noted == msgSeqNum ? requestId : Lost;
    }
}
