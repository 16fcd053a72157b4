using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace HybridGpu.FixFuzz;

/// <summary>A message as a list of fields, before it is bytes: what the structural mutator works on.</summary>
/// <remarks>The list has neither BeginString, BodyLength nor CheckSum: <see cref="Frame"/> puts them round it.
/// Thread: one.</remarks>
internal sealed class Draft
{
    private readonly ByteBuffer _text = new();

    /// <summary>The fields, each <c>tag=value</c> as a range of the text.</summary>
    public List<DraftField> Fields { get; } = [];

    /// <summary>Forgets the fields.</summary>
    public void Clear()
    {
        Fields.Clear();
        _text.Clear();
    }

    /// <summary>The tag as it is written.</summary>
    /// <param name="index">Which field.</param>
    public ReadOnlySpan<byte> Tag(int index) => _text.Span.Slice(Fields[index].Start, Fields[index].TagLength);

    /// <summary>The value.</summary>
    /// <param name="index">Which field.</param>
    public Span<byte> Value(int index) => _text.Span.Slice(
        Fields[index].Start + Fields[index].TagLength + 1, Fields[index].ValueLength);

    /// <summary>Appends a field.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="value">Its value.</param>
    public void Add(int tag, ReadOnlySpan<byte> value) => Fields.Add(Write(tag, value));

    /// <summary>Appends a field.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="value">Its value.</param>
    public void Add(int tag, long value)
    {
        Span<byte> text = stackalloc byte[20];
        System.Buffers.Text.Utf8Formatter.TryFormat(value, text, out int length);
        Add(tag, text[..length]);
    }

    /// <summary>Gives a field another value.</summary>
    /// <param name="index">Which field.</param>
    /// <param name="value">The value; may be part of this draft.</param>
    public void SetValue(int index, ReadOnlySpan<byte> value) => Set(index, Tag(index).ToArray(), value.ToArray());

    /// <summary>Gives a field another tag.</summary>
    /// <param name="index">Which field.</param>
    /// <param name="tag">The tag as it is to be written.</param>
    public void SetTag(int index, ReadOnlySpan<byte> tag) => Set(index, tag.ToArray(), Value(index).ToArray());

    /// <summary>Makes bytes of it: BeginString, BodyLength and CheckSum are right.</summary>
    /// <param name="output">Receives the message at its end.</param>
    public void Frame(ByteBuffer output)
    {
        int bodyLength = 0;
        foreach (DraftField field in Fields)
        {
            bodyLength += field.TagLength + field.ValueLength + 2;
        }

        int start = output.Length;
        output.Add("8=FIX.4.4\u00019="u8);
        output.Add(bodyLength);
        output.Add((byte)1);
        foreach (DraftField field in Fields)
        {
            output.Add(_text.Span.Slice(field.Start, field.TagLength + 1 + field.ValueLength));
            output.Add((byte)1);
        }

        AddChecksum(output, start);
    }

    /// <summary>Appends CheckSum(10) over what was written from a place on.</summary>
    /// <param name="output">The buffer.</param>
    /// <param name="start">Where the message begins.</param>
    public static void AddChecksum(ByteBuffer output, int start)
    {
        int sum = 0;
        foreach (byte value in output.Span[start..])
        {
            sum += value;
        }

        sum &= 255;
        output.Add("10="u8);
        output.Add((byte)('0' + (sum / 100)));
        output.Add((byte)('0' + (sum / 10 % 10)));
        output.Add((byte)('0' + (sum % 10)));
        output.Add((byte)1);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int index = 0; index < Fields.Count; index++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Encoding.Latin1.GetString(Tag(index))}={Encoding.Latin1.GetString(Value(index))}|");
        }

        return text.ToString();
    }

    private void Set(int index, byte[] tag, byte[] value)
    {
        int start = _text.Length;
        _text.Add(tag);
        _text.Add((byte)'=');
        _text.Add(value);
        Fields[index] = new DraftField(start, tag.Length, value.Length);
    }

    private DraftField Write(int tag, ReadOnlySpan<byte> value)
    {
        int start = _text.Length;
        _text.Add(tag);
        int tagLength = _text.Length - start;
        _text.Add((byte)'=');
        _text.Add(value);
        return new DraftField(start, tagLength, value.Length);
    }
}
