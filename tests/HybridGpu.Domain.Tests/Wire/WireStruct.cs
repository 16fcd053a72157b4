using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Domain.Tests.Wire;

/// <summary>Builds wire structures from a vector's values and takes their bytes, by reflection.</summary>
internal static class WireStruct
{
    /// <summary>The code's type of that name, or null when another room owns it.</summary>
    public static Type? TypeOf(string name) =>
        typeof(Command).Assembly.GetExportedTypes().SingleOrDefault(type => type.Name == name);

    /// <summary>Bytes that a type takes in memory.</summary>
    public static int SizeOf(Type type) => (int)Generic(nameof(SizeOfGeneric), type).Invoke(null, null)!;

    /// <summary>A structure with the vector's values.</summary>
    public static object Build(WireDocument.Structure structure)
    {
        Type type = TypeOf(structure.Name) ?? throw new ArgumentException($"No type is called {structure.Name}.");
        object boxed = Activator.CreateInstance(type)!;
        foreach ((string name, string value) in structure.Values)
        {
            FieldInfo field = type.GetField(name) ?? throw new ArgumentException($"{type.Name} has no field {name}.");
            field.SetValue(boxed, Parse(field.FieldType, value));
        }

        return boxed;
    }

    /// <summary>A structure with the vector's values.</summary>
    public static T Build<T>()
        where T : struct => (T)Build(WireDocument.StructureOf(typeof(T).Name));

    /// <summary>The bytes of a boxed structure.</summary>
    public static byte[] BytesOf(object boxed) =>
        (byte[])Generic(nameof(BytesOfGeneric), boxed.GetType()).Invoke(null, [boxed])!;

    /// <summary>The bytes that the table alone prescribes for integer fields.</summary>
    public static byte[] BytesByTable(WireDocument.Structure structure)
    {
        byte[] bytes = new byte[structure.Size];
        foreach (WireDocument.Field field in structure.Fields.Where(field => field.Name != "reserved"))
        {
            BigInteger value = BigInteger.Parse(structure.Values[field.Name], CultureInfo.InvariantCulture);
            for (int i = 0; i < field.Size; i++)
            {
                bytes[field.Offset + i] = (byte)((value >> (8 * i)) & 0xFF);
            }
        }

        return bytes;
    }

    private static object Parse(Type type, string value)
    {
        if (type == typeof(Hash256))
        {
            return new Hash256(Convert.FromHexString(value));
        }

        if (type == typeof(StateHash))
        {
            return ParseStateHash(value);
        }

        if (type == typeof(Text40) || type == typeof(Text16) || type == typeof(Text8))
        {
            return ParseText(type, value);
        }

        if (type.IsEnum)
        {
            return Enum.ToObject(type, ulong.Parse(value, CultureInfo.InvariantCulture));
        }

        if (type.IsPrimitive)
        {
            return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }

        // An id: a record struct over one integer.
        Type inner = type.GetProperty("Value")!.PropertyType;
        return Activator.CreateInstance(type, Convert.ChangeType(value, inner, CultureInfo.InvariantCulture))!;
    }

    private static StateHash ParseStateHash(string value)
    {
        StateHash hash = default;
        foreach (string item in value.Split(", "))
        {
            hash.Add(ulong.Parse(item["add ".Length..], CultureInfo.InvariantCulture));
        }

        return hash;
    }

    private static object ParseText(Type type, string value)
    {
        byte[] ascii = System.Text.Encoding.ASCII.GetBytes(value);
        bool fits = true;
        object text = type switch
        {
            _ when type == typeof(Text40) => (fits = Text40.TryCreate(ascii, out Text40 t)) ? t : default,
            _ when type == typeof(Text16) => (fits = Text16.TryCreate(ascii, out Text16 t)) ? t : default,
            _ => (fits = Text8.TryCreate(ascii, out Text8 t)) ? t : default,
        };
        Assert.That(fits, Is.True, $"'{value}' does not fit {type.Name}");
        return text;
    }

    private static MethodInfo Generic(string name, Type type) =>
        typeof(WireStruct).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);

    private static int SizeOfGeneric<T>()
        where T : struct => Unsafe.SizeOf<T>();

    private static byte[] BytesOfGeneric<T>(T value)
        where T : struct => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();
}
