using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace HybridGpu.FixConformance;

/// <summary>Makes a script's fields into a whole message: header, trailer, numbers, times, names.</summary>
/// <param name="target">Whose names and symbol.</param>
/// <param name="numbering">Where the script's numbers lie.</param>
internal sealed partial class MessageBuilder(RunnerTarget target, Numbering numbering)
{
    private static readonly (int Tag, string? Value)[] Header =
        [(8, "FIX.4.4"), (9, "<len>"), (35, null), (34, null), (49, "<sender>"), (52, "<now>"), (56, "<target>")];

    // Ids of orders must be new to a venue that has seen earlier runs.
    private string _id = string.Empty;
    private DateTime _now;

    /// <summary>Begins a script: ids are others than before.</summary>
    public void Begin() => _id = Guid.NewGuid().ToString("N")[..12];

    /// <summary>A message whose header and trailer are filled in where the script doesn't give them.</summary>
    /// <param name="fields">The script's fields; those without a value are left out.</param>
    /// <returns>The bytes.</returns>
    public byte[] Build(IReadOnlyList<ScriptField> fields)
    {
        var all = new List<ScriptField>();
        var rest = new List<ScriptField>(fields);
        foreach ((int tag, string? value) in Header)
        {
            ScriptField field = TakeFirst(rest, tag) ?? new ScriptField(tag, value);
            all.Add(field);
        }

        ScriptField sum = TakeFirst(rest, 10) ?? new ScriptField(10, "<sum>");
        all.AddRange(rest);
        all.Add(sum);
        all.RemoveAll(field => field.Value is null);
        all.Add(new ScriptField(0, string.Empty));
        return BuildRaw(all, IsReset(fields));
    }

    /// <summary>What the script says, with names, numbers and times put in.</summary>
    /// <param name="fields">The fields, in this order.</param>
    /// <param name="isReset">Whether it is a Logon that resets: its number is what it says.</param>
    public byte[] BuildRaw(IReadOnlyList<ScriptField> fields, bool isReset = false)
    {
        // One moment a message: equal times must be equal.
        _now = DateTime.UtcNow;
        if (isReset && fields.Contains(new ScriptField(34, "1")))
        {
            numbering.ResetOurs();
        }

        return WireMessage.Encode(
            [.. fields.Select(field => isReset ? field : numbering.ToWire(field)).Select(Filled)]);
    }

    /// <summary>Whether a received message has what the script expects.</summary>
    /// <param name="expected">The expectation.</param>
    /// <param name="message">The message, counted as the script counts.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Difference(IReadOnlyList<ScriptField> expected, WireMessage message)
    {
        foreach (ScriptField field in expected)
        {
            string? value = message[field.Tag];
            bool matches = field.Value switch
            {
                null => value is null,
                "*" => value is not null,
                ['{', .. string any, '}'] => any.Split(',').Contains(value, StringComparer.Ordinal),
                _ => value == Filled(field).Value,
            };
            if (!matches)
            {
                string wanted = field.Value is null ? "no such field" : Filled(field).Value!;
                return $"{field.Tag} is '{value ?? "absent"}' instead of '{wanted}' in {message}";
            }
        }

        return null;
    }

    /// <summary>Whether these are a Logon with ResetSeqNumFlag.</summary>
    /// <param name="fields">The fields.</param>
    public static bool IsReset(IReadOnlyList<ScriptField> fields) =>
        fields.Contains(new ScriptField(35, "A")) && fields.Contains(new ScriptField(141, "Y"));

    private static ScriptField? TakeFirst(List<ScriptField> fields, int tag)
    {
        int index = fields.FindIndex(field => field.Tag == tag);
        if (index < 0)
        {
            return null;
        }

        ScriptField taken = fields[index];
        fields.RemoveAt(index);
        return taken;
    }

    private ScriptField Filled(ScriptField field) =>
        field with { Value = Placeholder().Replace(field.Value!, match => Fill(match) ?? match.Value) };

    private string? Fill(Match match) => match.Groups[1].Value switch
    {
        "now" => Time(match.Groups[2].Value),
        "sender" => target.Sender,
        "target" => target.Target,
        "symbol" => target.Symbol,
        "price" => target.Price,
        "id" => _id,
        "soh" => "\u0001",
        _ => null,
    };

    private string Time(string offset)
    {
        int seconds = offset.Length == 0 ? 0 : int.Parse(offset, CultureInfo.InvariantCulture);
        return _now.AddSeconds(seconds).ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("<([a-z]+)([+-][0-9]+)?>")]
    private static partial Regex Placeholder();
}
