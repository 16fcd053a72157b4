namespace HybridGpu.Fix.Codec;

/// <summary>What <see cref="FrameReader.TryRead"/> found.</summary>
public enum FrameOutcome
{
    /// <summary>No whole message yet: read more bytes.</summary>
    NeedMore = 0,

    /// <summary>A message whose BodyLength and CheckSum are right.</summary>
    Message = 1,

    /// <summary>Bytes that are no message were skipped and counted; read on.</summary>
    Garbled = 2,

    /// <summary>
    /// The announced BodyLength exceeds the maximum. The stream cannot be followed further: disconnect.
    /// </summary>
    TooLarge = 3,
}
