using System;

namespace HybridGpu.Gateway.Signatures;

/// <summary>The sentences of Text(58) for a signature that isn't taken.</summary>
internal static class SignatureTexts
{
    /// <summary>The sentence; empty for none.</summary>
    public static ReadOnlySpan<byte> Of(SignatureFault fault) => fault switch
    {
        SignatureFault.None => default,
        SignatureFault.Missing => "This account signs its orders: Signature(89) is missing"u8,
        SignatureFault.Malformed => "Signature(89) must be the base64 of 64 bytes: r and s"u8,
        SignatureFault.Wrong => "Signature(89) is not that of an order key of this session over these terms"u8,
        SignatureFault.KeyExpired => "The order key ends before this order or quote would"u8,
        SignatureFault.KeyScope => "The order key may not sign this kind of message"u8,
        SignatureFault.OverCap => "The order key may not sign so many lots"u8,
        SignatureFault.Delegated =>
            "This account delegates signing: send no signature, slot, nonce or version"u8,
        _ => "These terms cannot be signed"u8,
    };
}
