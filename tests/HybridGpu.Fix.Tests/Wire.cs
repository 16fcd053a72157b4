using System.Text;
using HybridGpu.Fix.Codec;

namespace HybridGpu.Fix.Tests;

/// <summary>Messages as people write them: fields separated by a bar.</summary>
internal static class Wire
{
    /// <summary>Puts BodyLength and CheckSum round fields that begin with 35.</summary>
    public static byte[] Frame(string fields, string beginString = "FIX.4.4")
    {
        string body = fields.Replace('|', '\u0001') + "\u0001";
        string head = $"8={beginString}\u00019={Encoding.Latin1.GetByteCount(body)}\u0001{body}";
        int sum = Encoding.Latin1.GetBytes(head).Sum(value => value) % 256;
        return Encoding.Latin1.GetBytes($"{head}10={sum:D3}\u0001");
    }

    public static FixMessage Parse(byte[] bytes)
    {
        var message = new FixMessage();
        Assert.That(message.Parse(bytes, 0, bytes.Length), Is.True);
        return message;
    }

    public static FixMessage Parse(string fields) => Parse(Frame(fields));

    public static string Show(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).Replace('\u0001', '|');

    /// <summary>One field of a shown message.</summary>
    public static string? Field(string shown, int tag)
    {
        string? field = shown.Split('|').FirstOrDefault(f => f.StartsWith($"{tag}=", StringComparison.Ordinal));
        return field?[(field.IndexOf('=', StringComparison.Ordinal) + 1)..];
    }
}
