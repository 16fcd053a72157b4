using System;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Dictionary;

/// <summary>Checks messages against a dictionary and says the first fault in the session protocol's terms.</summary>
/// <remarks>Hot path: one pass over the fields, no allocation. Thread: one owner.</remarks>
public sealed class MessageValidator
{
    private const int FirstUserDefinedTag = 5000;

    private readonly DataDictionary _dictionary;
    private readonly UnknownTagPolicy _userDefinedTags;

    /// <summary>Creates a validator.</summary>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="userDefinedTags">What to do with tags from 5000 up that it does not know.</param>
    public MessageValidator(DataDictionary dictionary, UnknownTagPolicy userDefinedTags = UnknownTagPolicy.Ignore)
    {
        _dictionary = dictionary;
        _userDefinedTags = userDefinedTags;
    }

    /// <summary>Checks a message.</summary>
    /// <param name="message">The parsed message.</param>
    public ValidationResult Validate(FixMessage message)
    {
        MessageDefinition? definition = _dictionary.FindMessage(message.MsgType);
        if (definition is null)
        {
            return new ValidationResult(SessionRejectReason.InvalidMsgType, -1);
        }

        FieldSet seen = default;
        FieldSection section = FieldSection.Header;
        int index = 0;
        while (index < message.FieldCount)
        {
            int tag = message.TagAt(index);
            FieldDefinition? field = _dictionary.FindField(tag);
            if (field is null)
            {
                if (IsUnknownFault(tag))
                {
                    return new ValidationResult(SessionRejectReason.InvalidTagNumber, tag);
                }

                index++;
                continue;
            }

            int fault = PlaceFault(definition, field, ref section);
            fault = fault >= 0 ? fault : ValueFault(field, message.ValueAt(index), ref seen);
            if (fault >= 0)
            {
                return new ValidationResult(fault, tag);
            }

            index++;
            if (field.Type == FixFieldType.NumInGroup)
            {
                ValidationResult group = ValidateGroup(message, definition.Body, tag, ref index);
                if (!group.IsValid)
                {
                    return group;
                }
            }
        }

        int missing = _dictionary.RequiredOutsideBody.FirstMissingFrom(seen);
        missing = missing >= 0 ? missing : definition.Body.Required.FirstMissingFrom(seen);
        return Missing(missing);
    }

    private static int ValueFault(FieldDefinition field, ReadOnlySpan<byte> value, ref FieldSet seen) =>
        seen.Add(field.Ordinal) ? field.Check(value) : SessionRejectReason.TagAppearsMoreThanOnce;

    private static int PlaceFault(MessageDefinition message, FieldDefinition field, ref FieldSection section)
    {
        switch (field.Section)
        {
            case FieldSection.Header:
                return section == FieldSection.Header ? -1 : SessionRejectReason.TagOutOfOrder;
            case FieldSection.Trailer:
                section = FieldSection.Trailer;
                return -1;
            default:
                if (!message.Body.Contains(field.Ordinal))
                {
                    return SessionRejectReason.TagNotDefinedForMessage;
                }

                if (section == FieldSection.Trailer)
                {
                    return SessionRejectReason.TagOutOfOrder;
                }

                section = FieldSection.Body;
                return -1;
        }
    }

    private bool IsUnknownFault(int tag) =>
        tag < FirstUserDefinedTag || _userDefinedTags == UnknownTagPolicy.Reject;

    private ValidationResult Missing(int ordinal) => ordinal < 0
        ? ValidationResult.Valid
        : new ValidationResult(SessionRejectReason.RequiredTagMissing, _dictionary.TagOf(ordinal));

    private ValidationResult ValidateGroup(FixMessage message, FieldLevel level, int countTag, ref int index)
    {
        GroupDefinition? group = level.GroupOf(countTag);
        if (group is null || !FixInteger.TryParse(message.ValueAt(index - 1), out long declaredCount))
        {
            return ValidationResult.Valid;
        }

        FieldSet seen = default;
        long entryCount = 0;
        int lastOrder = -1;
        while (index < message.FieldCount)
        {
            int tag = message.TagAt(index);
            FieldDefinition? field = _dictionary.FindField(tag);
            if (field is null)
            {
                if (IsUnknownFault(tag))
                {
                    return new ValidationResult(SessionRejectReason.InvalidTagNumber, tag);
                }

                index++;
                continue;
            }

            if (!group.Entry.Contains(field.Ordinal))
            {
                break;
            }

            if (tag == group.DelimiterTag)
            {
                ValidationResult entry = entryCount == 0 ? ValidationResult.Valid : EntryResult(group, seen);
                if (!entry.IsValid)
                {
                    return entry;
                }

                entryCount++;
                seen = default;
                lastOrder = -1;
            }

            int order = group.Entry.OrderOf(field.Ordinal);
            bool isOutOfOrder = entryCount == 0 || order < lastOrder;
            int fault = MemberFault(field, message.ValueAt(index), isOutOfOrder, ref seen);
            if (fault >= 0)
            {
                return new ValidationResult(fault, tag);
            }

            lastOrder = order;
            index++;
            if (field.Type == FixFieldType.NumInGroup
                && ValidateGroup(message, group.Entry, tag, ref index) is { IsValid: false } nested)
            {
                return nested;
            }
        }

        if (entryCount != declaredCount)
        {
            return new ValidationResult(SessionRejectReason.GroupCountMismatch, countTag);
        }

        return entryCount == 0 ? ValidationResult.Valid : EntryResult(group, seen);
    }

    private static int MemberFault(
        FieldDefinition field, ReadOnlySpan<byte> value, bool isOutOfOrder, ref FieldSet seen)
    {
        int fault = ValueFault(field, value, ref seen);
        return fault < 0 && isOutOfOrder ? SessionRejectReason.GroupFieldsOutOfOrder : fault;
    }

    private ValidationResult EntryResult(GroupDefinition group, in FieldSet seen) =>
        Missing(group.Entry.Required.FirstMissingFrom(seen));
}
