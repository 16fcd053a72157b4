using System.Text;
using HybridGpu.Fix.Codec;

namespace HybridGpu.Gateway.Tests;

/// <summary>A copy of a message that a client received.</summary>
internal sealed class ReceivedMessage
{
    private readonly List<(int Tag, string Value)> _fields = [];

    public ReceivedMessage(FixMessage message)
    {
        for (int i = 0; i < message.FieldCount; i++)
        {
            _fields.Add((message.TagAt(i), Encoding.Latin1.GetString(message.ValueAt(i))));
        }
    }

    public string MsgType => this[35]!;

    /// <summary>First value of a tag, or null.</summary>
    public string? this[int tag] => _fields.Find(field => field.Tag == tag).Value;

    /// <summary>All values of some tags, in message order, as "tag=value".</summary>
    public string[] Group(params int[] tags) =>
        [.. _fields.Where(field => tags.Contains(field.Tag)).Select(field => $"{field.Tag}={field.Value}")];

    public override string ToString() => string.Join('|', _fields.Select(field => $"{field.Tag}={field.Value}"));
}
