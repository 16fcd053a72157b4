using System;
using System.Text;
using HybridGpu.Fix.Codec;

namespace HybridGpu.Fix.Dictionary;

/// <summary>What the dictionary says about one tag.</summary>
/// <remarks>Thread: any; immutable.</remarks>
public sealed class FieldDefinition
{
    private readonly byte[][] _values;
    private readonly UInt128 _characters;
    private readonly bool _allSingleCharacter;

    /// <summary>Creates a definition.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its data type.</param>
    /// <param name="section">Where it stands.</param>
    /// <param name="ordinal">Its dense number within the dictionary.</param>
    /// <param name="values">The values allowed; empty for any.</param>
    internal FieldDefinition(
        int tag, string name, FixFieldType type, FieldSection section, int ordinal, ReadOnlySpan<string> values)
    {
        Tag = tag;
        Name = name;
        Type = type;
        Section = section;
        Ordinal = ordinal;
        _values = new byte[values.Length][];
        _allSingleCharacter = true;
        for (int index = 0; index < values.Length; index++)
        {
            _values[index] = Encoding.ASCII.GetBytes(values[index]);
            _allSingleCharacter &= values[index].Length == 1;
            _characters |= UInt128.One << _values[index][0];
        }
    }

    /// <summary>The tag.</summary>
    public int Tag { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its data type.</summary>
    public FixFieldType Type { get; }

    /// <summary>Where it stands.</summary>
    public FieldSection Section { get; }

    /// <summary>Its dense number, by which sets of fields are bit sets.</summary>
    internal int Ordinal { get; }

    /// <summary>Checks a value. Hot path.</summary>
    /// <param name="value">The bytes.</param>
    /// <returns>SessionRejectReason(373), or -1.</returns>
    public int Check(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return SessionRejectReason.TagWithoutValue;
        }

        if (!HasFormat(value))
        {
            return SessionRejectReason.IncorrectDataFormat;
        }

        return _values.Length == 0 || IsAllowed(value) ? -1 : SessionRejectReason.ValueIncorrect;
    }

    private bool HasFormat(ReadOnlySpan<byte> value) => Type switch
    {
        FixFieldType.Int => FixInteger.TryParse(value, out _),
        FixFieldType.Length or FixFieldType.NumInGroup => FixInteger.TryParse(value, out long count) && count >= 0,
        FixFieldType.SeqNum => FixInteger.TryParse(value, out long number) && number >= 0,
        FixFieldType.Char => value.Length == 1,
        FixFieldType.Boolean => value.Length == 1 && value[0] is (byte)'Y' or (byte)'N',
        FixFieldType.Decimal => FixDecimal.TryParse(value, out _),
        FixFieldType.UtcTimestamp => UtcTimestamp.TryParse(value, out _),
        FixFieldType.UtcDateOnly => UtcTimestamp.TryParseDate(value, out _),
        FixFieldType.UtcTimeOnly => UtcTimestamp.TryParseTime(value, out _),
        _ => true,
    };

    private bool IsAllowed(ReadOnlySpan<byte> value)
    {
        if (Type != FixFieldType.MultipleValueString)
        {
            return IsOneOf(value);
        }

        while (true)
        {
            int space = value.IndexOf((byte)' ');
            if (!IsOneOf(space < 0 ? value : value[..space]))
            {
                return false;
            }

            if (space < 0)
            {
                return true;
            }

            value = value[(space + 1)..];
        }
    }

    private bool IsOneOf(ReadOnlySpan<byte> value)
    {
        if (_allSingleCharacter)
        {
            return value.Length == 1 && value[0] < 128 && ((_characters >> value[0]) & 1) != 0;
        }

        foreach (byte[] allowed in _values)
        {
            if (value.SequenceEqual(allowed))
            {
                return true;
            }
        }

        return false;
    }
}
