using System.Globalization;
using System.Text;
using HybridGpu.Gateway.Access;

namespace HybridGpu.Gateway.Tests;

/// <summary>A client's key, and the fields of a Logon that it signs.</summary>
internal sealed class SignedLogon
{
    private readonly (byte[] Private, byte[] Public) _key = LogonSignature.MakeKey();

    public SignedLogon(string id) => Id = id;

    public string Id { get; }

    public LogonKey Key => new(Id, _key.Public);

    /// <summary>553, 95, 96 and 554 at a time.</summary>
    public (int Tag, string Value)[] Fields(
        DateTimeOffset time, string nonce = "nonce-0123456789", string sender = "MAKER", string target = "HYBRIDGPU")
    {
        string rawData = string.Create(CultureInfo.InvariantCulture, $"{time.ToUnixTimeMilliseconds()}.{nonce}");
        byte[] signature = LogonSignature.Sign(_key.Private, sender, target, Id, rawData);
        return
        [
            (553, Id), (95, Encoding.ASCII.GetByteCount(rawData).ToString(CultureInfo.InvariantCulture)), (96, rawData),
            (554, Convert.ToBase64String(signature)),
        ];
    }
}
