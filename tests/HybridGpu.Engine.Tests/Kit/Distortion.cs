using System.Reflection;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>Overwrites fields of a command's body with values from the ends of their widths, and from between
/// them.</summary>
/// <remarks>The fields are found by reflection, so a kind or a field that is added is thrown at the engine
/// too.</remarks>
internal sealed class Distortion
{
    private static readonly Dictionary<CommandKind, (int Offset, int Size)[]> Fields = FieldsByKind();

    private readonly Random _random;

    public Distortion(Random random)
    {
        _random = random;
    }

    /// <summary>Distorts some of the fields: often one, since what is garbage throughout is refused at its first
    /// field.</summary>
    public void Apply(ref Command command)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Command>(ref command));
        if (!Fields.TryGetValue(command.Header.Kind, out (int Offset, int Size)[]? fields))
        {
            _random.NextBytes(bytes[CommandHeader.WireSize..]);
            return;
        }

        for (int count = 1 + Math.Min(_random.Next(8), _random.Next(8)); count > 0; count--)
        {
            (int offset, int size) = fields[_random.Next(fields.Length)];
            Overwrite(bytes.Slice(CommandHeader.WireSize + offset, size));
        }
    }

    /// <summary>Distorts words of a payload, or cuts it, or makes one up.</summary>
    public byte[] Apply(byte[] payload)
    {
        int length = _random.Next(6) switch
        {
            0 => _random.Next(700),
            1 => _random.Next(payload.Length + 1),
            _ => payload.Length,
        };
        byte[] distorted = new byte[length];
        _random.NextBytes(distorted);
        payload.AsSpan(0, Math.Min(length, payload.Length)).CopyTo(distorted);
        for (int count = _random.Next(4); count > 0 && length >= 8; count--)
        {
            Overwrite(distorted.AsSpan(_random.Next(length / 8) * 8, 8));
        }

        return distorted;
    }

    /// <summary>A number from an end of its 64 bits, near a power of 2, small, or anywhere.</summary>
    public long Number()
    {
        long power = 1L << _random.Next(64);
        return _random.Next(6) switch
        {
            0 => _random.Next(-3, 4),
            1 => long.MaxValue - _random.Next(3),
            2 => long.MinValue + _random.Next(3),
            3 => unchecked(power + _random.Next(-2, 3)),
            4 => unchecked(-power + _random.Next(-2, 3)),
            _ => _random.NextInt64(long.MinValue, long.MaxValue),
        };
    }

    private void Overwrite(Span<byte> field)
    {
        if (field.Length > sizeof(long))
        {
            // A name or a hash: empty, full, or anything.
            field.Fill(_random.Next(2) == 0 ? (byte)0 : (byte)0xFF);
            if (_random.Next(2) == 0)
            {
                _random.NextBytes(field);
            }

            return;
        }

        // The ends of a narrow field's own width: a number is shifted down so that its top bits count.
        long number = Number();
        ulong bits = _random.Next(2) == 0 ? (ulong)number : (ulong)number >> (64 - (8 * field.Length));
        for (int i = 0; i < field.Length; i++)
        {
            field[i] = (byte)(bits >> (8 * i));
        }
    }

    private static Dictionary<CommandKind, (int Offset, int Size)[]> FieldsByKind()
    {
        var fields = new Dictionary<CommandKind, (int Offset, int Size)[]>();
        foreach (CommandKind kind in Enum.GetValues<CommandKind>())
        {
            string body = kind is CommandKind.ListInstrument or CommandKind.ListCombo ? "Instrument" : kind.ToString();
            if (typeof(Command).GetField(body)?.FieldType is { } type)
            {
                fields.Add(kind, FieldsOf(type));
            }
        }

        return fields;
    }

    private static (int Offset, int Size)[] FieldsOf(Type body)
    {
        int[] offsets =
        [
            .. body.GetFields(BindingFlags.Instance | BindingFlags.Public)
                .Select(field => field.GetCustomAttribute<FieldOffsetAttribute>()!.Value).Order(),
        ];
        int end = body.StructLayoutAttribute!.Size;
        return [.. offsets.Select((offset, i) => (offset, (i + 1 < offsets.Length ? offsets[i + 1] : end) - offset))];
    }
}
