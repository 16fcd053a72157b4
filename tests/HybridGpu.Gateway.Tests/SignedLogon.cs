using System.Globalization;
using System.Text;
using HybridGpu.Gateway.Access;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Org.BouncyCastle.Security;

namespace HybridGpu.Gateway.Tests;

/// <summary>A client's key, and the fields of a Logon that it signs.</summary>
internal sealed class SignedLogon
{
    private readonly byte[] _privateKey = new byte[Ed25519.SecretKeySize];
    private readonly byte[] _publicKey = new byte[Ed25519.PublicKeySize];

    public SignedLogon(string id)
    {
        Id = id;
        Ed25519.GeneratePrivateKey(new SecureRandom(), _privateKey);
        Ed25519.GeneratePublicKey(_privateKey, 0, _publicKey, 0);
    }

    public string Id { get; }

    public LogonKey Key => new(Id, _publicKey);

    /// <summary>553, 95, 96 and 554 at a time.</summary>
    public (int Tag, string Value)[] Fields(
        DateTimeOffset time, string nonce = "nonce-0123456789", string sender = "MAKER", string target = "HYBRIDGPU")
    {
        string rawData = string.Create(CultureInfo.InvariantCulture, $"{time.ToUnixTimeMilliseconds()}.{nonce}");
        byte[] signed = LogonAuthenticator.SignedBytes(sender, target, Id, rawData);
        byte[] signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_privateKey, 0, signed, 0, signed.Length, signature, 0);
        return
        [
            (553, Id), (95, Encoding.ASCII.GetByteCount(rawData).ToString(CultureInfo.InvariantCulture)), (96, rawData),
            (554, Convert.ToBase64String(signature)),
        ];
    }
}
