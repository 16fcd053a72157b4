using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace HybridGpu.FixConformance;

/// <summary>
/// FIX's tag=value form, written and read here without the engine under test, which is thereby checked.
/// </summary>
/// <param name="Fields">The fields in their order on the wire.</param>
internal sealed partial record WireMessage(IReadOnlyList<ScriptField> Fields)
{
    private const char Separator = '\u0001';

    /// <summary>MsgType(35), or nothing.</summary>
    public string MsgType => this[35] ?? string.Empty;

    /// <summary>The first value of a tag; null when it is absent.</summary>
    /// <param name="tag">The tag.</param>
    public string? this[int tag] => Fields.FirstOrDefault(field => field.Tag == tag).Value;

    /// <summary>A number; -1 when the field is absent or no number.</summary>
    /// <param name="tag">The tag.</param>
    public long Number(int tag) =>
        long.TryParse(this[tag], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;

    /// <summary>
    /// Writes fields one after the other. <c>&lt;len&gt;</c> and <c>&lt;sum&gt;</c> become BodyLength and CheckSum of
    /// what is written, also with something added: <c>&lt;len+1&gt;</c>.
    /// </summary>
    /// <param name="fields">The fields, text that is none included.</param>
    /// <returns>The bytes, Latin-1. A last empty text leaves a separator at the end.</returns>
    public static byte[] Encode(IReadOnlyList<ScriptField> fields)
    {
        string text = string.Join(Separator, fields.Select(f => f.Tag == 0 ? f.Value : $"{f.Tag}={f.Value}"));
        Match length = Length().Match(text);
        int trailer = text.LastIndexOf($"{Separator}10=", StringComparison.Ordinal);
        if (length.Success && trailer > length.Index)
        {
            int bodyStart = text.IndexOf(Separator, length.Index) + 1;
            text = Length().Replace(text, match => Sum(match, trailer + 1 - bodyStart, "D"));
        }

        trailer = text.LastIndexOf($"{Separator}10=", StringComparison.Ordinal);
        if (trailer >= 0)
        {
            int sum = Encoding.Latin1.GetBytes(text[..(trailer + 1)]).Sum(value => value) % 256;
            text = CheckSum().Replace(text, match => Sum(match, sum, "D3", 256));
        }

        return Encoding.Latin1.GetBytes(text);
    }

    /// <summary>Reads the first message of received bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="message">The message.</param>
    /// <returns>Its length; 0 when more bytes are needed.</returns>
    /// <exception cref="ConformanceException">They are no well-formed message.</exception>
    public static int TryDecode(ReadOnlySpan<byte> bytes, out WireMessage message)
    {
        message = new WireMessage([]);
        string text = Encoding.Latin1.GetString(bytes);
        if (text.Length < 32)
        {
            return 0;
        }

        Match prefix = Prefix().Match(text);
        if (!prefix.Success)
        {
            throw new ConformanceException($"received what is no message: {Show(text)}");
        }

        int body = prefix.Index + prefix.Length;
        int trailer = body + int.Parse(prefix.Groups[1].Value, CultureInfo.InvariantCulture);
        if (text.Length < trailer + 7)
        {
            return 0;
        }

        int sum = Encoding.Latin1.GetBytes(text[..trailer]).Sum(value => value) % 256;
        string expected = $"10={sum:D3}{Separator}";
        if (text[trailer - 1] != Separator || text[trailer..(trailer + 7)] != expected)
        {
            throw new ConformanceException($"received with a wrong BodyLength or CheckSum: {Show(text)}");
        }

        string[] fields = text[..(trailer + 6)].Split(Separator);
        message = new WireMessage([.. fields.Select(Field)]);
        return trailer + 7;
    }

    /// <summary>Text with separators as bars.</summary>
    /// <param name="text">The text.</param>
    public static string Show(string text) => text.Replace(Separator, '|');

    /// <inheritdoc/>
    public override string ToString() => string.Join('|', Fields.Select(field => $"{field.Tag}={field.Value}"));

    private static ScriptField Field(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && int.TryParse(text[..equals], CultureInfo.InvariantCulture, out int tag)
            ? new ScriptField(tag, text[(equals + 1)..])
            : throw new ConformanceException($"received a field that is none: '{text}'");
    }

    private static string Sum(Match match, int value, string format, int modulus = int.MaxValue)
    {
        int added = match.Groups[1].Length == 0 ? 0 : int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return ((value + added) % modulus).ToString(format, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"<len([+-][0-9]+)?>")]
    private static partial Regex Length();

    [GeneratedRegex(@"<sum([+-][0-9]+)?>")]
    private static partial Regex CheckSum();

    [GeneratedRegex("^8=FIX[^\u0001]{1,8}\u00019=([0-9]{1,6})\u0001(?=35=)")]
    private static partial Regex Prefix();
}
