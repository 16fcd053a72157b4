using System;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;

namespace HybridGpu.Fix.Sessions;

/// <content>Faults of the header, which concern every type.</content>
public sealed partial class Session
{
    private const int OnBehalfOfCompId = 115;
    private const int DeliverToCompId = 128;

    /// <summary>CompIDs, SendingTime and PossDup: faults that concern every type.</summary>
    private bool CheckHeader(FixMessage message, ReadOnlySpan<byte> msgType, long msgSeqNum)
    {
        int compIdFault = CompIdFault(message, out int compIdTag);
        if (compIdFault >= 0)
        {
            Reject(message, msgType, msgSeqNum, compIdFault, compIdTag);
            if (compIdFault == SessionRejectReason.CompIdProblem)
            {
                SendLogoutAndWait("Incorrect CompID");
            }

            return false;
        }

        int timeFault = SendingTimeFault(message, out long sendingTimeNs);
        if (timeFault >= 0)
        {
            Reject(message, msgType, msgSeqNum, timeFault, 52);
            if (timeFault == SessionRejectReason.SendingTimeAccuracy)
            {
                SendLogoutAndWait("Incorrect SendingTime");
            }

            return false;
        }

        if (!message.IsYes(43) || msgType.SequenceEqual("4"u8))
        {
            return true;
        }

        if (!message.TryGetBytes(122, out ReadOnlySpan<byte> original))
        {
            Reject(message, msgType, msgSeqNum, SessionRejectReason.RequiredTagMissing, 122);
            return false;
        }

        if (!UtcTimestamp.TryParse(original, out long originalNs))
        {
            Reject(message, msgType, msgSeqNum, SessionRejectReason.IncorrectDataFormat, 122);
            return false;
        }

        if (originalNs > sendingTimeNs)
        {
            Reject(message, msgType, msgSeqNum, SessionRejectReason.SendingTimeAccuracy, 122);
            SendLogoutAndWait("OrigSendingTime after SendingTime");
            return false;
        }

        return true;
    }

    private int CompIdFault(FixMessage message, out int tag)
    {
        tag = 49;
        if (!message.TryGetBytes(49, out ReadOnlySpan<byte> sender))
        {
            return SessionRejectReason.RequiredTagMissing;
        }

        if (!sender.SequenceEqual(_targetCompId))
        {
            return sender.IsEmpty ? SessionRejectReason.TagWithoutValue : SessionRejectReason.CompIdProblem;
        }

        tag = 56;
        if (!message.TryGetBytes(56, out ReadOnlySpan<byte> target))
        {
            return SessionRejectReason.RequiredTagMissing;
        }

        if (!target.SequenceEqual(_senderCompId))
        {
            return target.IsEmpty ? SessionRejectReason.TagWithoutValue : SessionRejectReason.CompIdProblem;
        }

        return -1;
    }

    /// <summary>Third-party addressing: we speak with the session's own firm and pass nothing on.</summary>
    /// <remarks>A message for or from another must not be taken as this firm's own. Whoever names the two that talk
    /// here asks for nothing else than what happens anyway. An initiator takes what its venue sends: a fill is never
    /// refused over an address.</remarks>
    /// <returns>SessionRejectReason(373), or -1.</returns>
    private int ThirdPartyFault(FixMessage message, out int tag)
    {
        tag = 0;
        if (_isInitiator || !message.HasAny(OnBehalfOfCompId, DeliverToCompId))
        {
            return -1;
        }

        tag = OnBehalfOfCompId;
        int fault = NameFault(message, OnBehalfOfCompId, _targetCompId);
        if (fault < 0)
        {
            tag = DeliverToCompId;
            fault = NameFault(message, DeliverToCompId, _senderCompId);
        }

        return fault;
    }

    private static int NameFault(FixMessage message, int tag, byte[] expected) =>
        !message.TryGetBytes(tag, out ReadOnlySpan<byte> name) || name.SequenceEqual(expected) ? -1
        : name.IsEmpty ? SessionRejectReason.TagWithoutValue
        : SessionRejectReason.CompIdProblem;

    private int SendingTimeFault(FixMessage message, out long sendingTimeNs)
    {
        sendingTimeNs = 0;
        if (!message.TryGetBytes(52, out ReadOnlySpan<byte> text))
        {
            return SessionRejectReason.RequiredTagMissing;
        }

        if (!UtcTimestamp.TryParse(text, out sendingTimeNs))
        {
            return text.IsEmpty ? SessionRejectReason.TagWithoutValue : SessionRejectReason.IncorrectDataFormat;
        }

        long toleranceNs = Settings.SendingTimeTolerance.Ticks * 100;
        return toleranceNs > 0 && Math.Abs(sendingTimeNs - NowNs()) > toleranceNs
            ? SessionRejectReason.SendingTimeAccuracy
            : -1;
    }
}
