using System;

namespace HybridGpu.Fix.Sessions;

/// <summary>Text(58) for each SessionRejectReason(373), in the wording that FIX engines share.</summary>
internal static class RejectTexts
{
    /// <summary>The text of a reason.</summary>
    /// <param name="reason">SessionRejectReason(373).</param>
    public static ReadOnlySpan<byte> Of(int reason) => reason switch
    {
        0 => "Invalid tag number"u8,
        1 => "Required tag missing"u8,
        2 => "Tag not defined for this message type"u8,
        3 => "Undefined tag"u8,
        4 => "Tag specified without a value"u8,
        5 => "Value is incorrect (out of range) for this tag"u8,
        6 => "Incorrect data format for value"u8,
        9 => "CompID problem"u8,
        10 => "SendingTime accuracy problem"u8,
        11 => "Invalid MsgType"u8,
        13 => "Tag appears more than once"u8,
        14 => "Tag specified out of required order"u8,
        15 => "Repeating group fields out of order"u8,
        16 => "Incorrect NumInGroup count for repeating group"u8,
        _ => "Rejected"u8,
    };
}
