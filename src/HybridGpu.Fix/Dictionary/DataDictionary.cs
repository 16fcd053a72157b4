using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace HybridGpu.Fix.Dictionary;

/// <summary>Which messages there are, which fields they have, and what values those take.</summary>
/// <remarks>
/// Built once from tables generated from fix-spec/FIX44-HybridGpu.xml; add everything, then use it. Thread: any, once
/// built. Sets of fields are bit sets over dense numbers, so that validation is a few instructions a field.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "The field's own term: QuickFIX users know it.")]
public sealed class DataDictionary
{
    private readonly List<FieldDefinition> _definitions = [];
    private readonly MessageDefinition?[] _messagesByCharacter = new MessageDefinition?[128];
    private readonly Dictionary<int, MessageDefinition> _messagesByPair = [];
    private FieldDefinition?[] _fields = new FieldDefinition?[1024];
    private FieldSet _requiredOutsideBody;

    /// <summary>The venue's own dictionary.</summary>
    public static DataDictionary HybridGpu { get; } = Generated.Fix44Tables.Create();

    /// <summary>The header and trailer fields that every message must have.</summary>
    internal ref readonly FieldSet RequiredOutsideBody => ref _requiredOutsideBody;

    /// <summary>Whether messages of a type are defined here.</summary>
    /// <param name="msgType">MsgType(35).</param>
    public bool IsSupported(ReadOnlySpan<byte> msgType) => FindMessage(msgType) is not null;

    /// <summary>A message type's name; null when it isn't defined here.</summary>
    /// <param name="msgType">MsgType(35).</param>
    public string? NameOf(ReadOnlySpan<byte> msgType) => FindMessage(msgType)?.Name;

    /// <summary>What is known of a tag.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>Null when the dictionary does not have it.</returns>
    public FieldDefinition? FindField(int tag) => (uint)tag < (uint)_fields.Length ? _fields[tag] : null;

    /// <summary>Adds a field.</summary>
    /// <param name="tag">The tag, below 65,536.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its data type.</param>
    /// <param name="section">Where it stands.</param>
    /// <param name="required">Whether every message needs it (header and trailer).</param>
    /// <param name="values">The values allowed; none for any.</param>
    public void AddField(
        int tag,
        string name,
        FixFieldType type,
        FieldSection section,
        bool required,
        params ReadOnlySpan<string> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)(tag - 1), 65_534u);
        if (_definitions.Count == FieldSet.Capacity)
        {
            throw new InvalidOperationException($"A dictionary has at most {FieldSet.Capacity} fields.");
        }

        if (tag >= _fields.Length)
        {
            Array.Resize(ref _fields, Math.Max(tag + 1, 2 * _fields.Length));
        }

        int ordinal = _definitions.Count;
        var definition = new FieldDefinition(tag, name, type, section, ordinal, values);
        _fields[tag] = definition;
        _definitions.Add(definition);
        if (required)
        {
            _requiredOutsideBody.Add(ordinal);
        }
    }

    /// <summary>Adds a message whose fields were added before.</summary>
    /// <param name="msgType">MsgType(35), one or two characters.</param>
    /// <param name="name">Its name.</param>
    /// <param name="uses">Its body's fields and groups.</param>
    public void AddMessage(string msgType, string name, params ReadOnlySpan<FieldUse> uses)
    {
        byte[] type = Encoding.ASCII.GetBytes(msgType);
        var message = new MessageDefinition(name, CreateLevel(uses));
        if (type.Length == 1)
        {
            _messagesByCharacter[type[0]] = message;
        }
        else
        {
            _messagesByPair.Add(PairOf(type), message);
        }
    }

    internal MessageDefinition? FindMessage(ReadOnlySpan<byte> msgType) => msgType.Length switch
    {
        1 => msgType[0] < 128 ? _messagesByCharacter[msgType[0]] : null,
        2 => _messagesByPair.GetValueOrDefault(PairOf(msgType)),
        _ => null,
    };

    internal int TagOf(int ordinal) => _definitions[ordinal].Tag;

    private static int PairOf(ReadOnlySpan<byte> type)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(type.Length, 2);
        return (type[0] << 8) | type[1];
    }

    private FieldLevel CreateLevel(ReadOnlySpan<FieldUse> uses)
    {
        var level = new FieldLevel();
        foreach (FieldUse use in uses)
        {
            FieldDefinition definition = FindField(use.Tag)
                ?? throw new ArgumentException($"Field {use.Tag} is used but not defined.");
            level.Add(definition.Ordinal, use.Required);
            if (use.Entry is not null)
            {
                level.Add(new GroupDefinition(use.Tag, use.Entry[0].Tag, CreateLevel(use.Entry)));
            }
        }

        return level;
    }
}
