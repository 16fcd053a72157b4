using System.Text;
using HybridGpu.Host.Match;

namespace HybridGpu.Host.Pricing;

/// <summary>Reads lines of comma-separated fields with RFC 4180 quotes, one line at a time, and keeps each line's own
/// text so that it can be copied through.</summary>
/// <remarks>
/// UTF-8 with or without a byte order mark, plain or gzip, lines ended by LF or CRLF. A quoted field ends on its line.
/// A line that can't be read has a <see cref="Fault"/> and the next one is read as usual. Fields are valid until the
/// next <see cref="Read"/>. Thread: one. Allocation: none per line.
/// </remarks>
internal sealed class QuotedCsvReader : IDisposable
{
    /// <summary>Longest line in characters; a longer one is a fault and is skipped to its end.</summary>
    public const int LineCharsMax = BoundedText.LineCharsMax;

    private const int FieldsMax = 256;

    private readonly BoundedText _text;
    private readonly char[] _clean = new char[LineCharsMax];
    private readonly (int Start, int Length)[] _fields = new (int, int)[FieldsMax];
    private int _lineLength;
    private int _cleanLength;

    private QuotedCsvReader(string path, BoundedText text)
    {
        Path = path;
        _text = text;
    }

    /// <summary>The file as the user named it.</summary>
    public string Path { get; }

    /// <summary>Number of the current line from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Fields of the current line.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Why the current line can't be used; null when it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>The current line as it stands in the file, without its end.</summary>
    public ReadOnlySpan<char> Text => _text.Line[.._lineLength];

    /// <summary>Opens a file.</summary>
    /// <exception cref="MatchInputException">It can't be read.</exception>
    public static QuotedCsvReader Open(string path) =>
        new(path, BoundedText.Open(path, new UTF8Encoding(false)));

    /// <summary>Goes to the next line that isn't empty.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="MatchInputException">The file is damaged or cut short.</exception>
    public bool Read()
    {
        try
        {
            while (ReadLine())
            {
                Line++;
                if (_text.IsTooLong || Text.IndexOfAnyExcept(' ', '\t') >= 0)
                {
                    Fault = _text.IsTooLong ? $"the line is longer than {LineCharsMax} characters" : Split();
                    return true;
                }
            }

            return false;
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException)
        {
            throw new MatchInputException(new InputFault(
                Path, Line + 1, "", $"the file is damaged or cut short here: {problem.Message}"));
        }
    }

    /// <summary>A field of the current line without its quotes and the spaces around it.</summary>
    public ReadOnlySpan<char> Field(int index) => _clean.AsSpan(_fields[index].Start, _fields[index].Length);

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private bool ReadLine()
    {
        bool isAny = _text.Read();
        _lineLength = _text.Line is [.., '\r'] line ? line.Length - 1 : _text.Line.Length;
        return isAny;
    }

    private string? Split()
    {
        FieldCount = 0;
        _cleanLength = 0;
        if (Text.Contains('\uFFFD'))
        {
            return "the line is not UTF-8";
        }

        int at = 0;
        while (true)
        {
            if (FieldCount == FieldsMax)
            {
                return $"the line has more than {FieldsMax} fields";
            }

            at = SkipSpaces(at);
            string? problem = at < _lineLength && Text[at] == '"' ? Quoted(ref at) : Bare(ref at);
            if (problem is not null)
            {
                return $"field {FieldCount + 1}: {problem}";
            }

            FieldCount++;
            if (at == _lineLength)
            {
                return null;
            }

            at++;
        }
    }

    private int SkipSpaces(int at)
    {
        while (at < _lineLength && Text[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }

    private string? Bare(ref int at)
    {
        int comma = Text[at..].IndexOf(',');
        int end = comma < 0 ? _lineLength : at + comma;
        ReadOnlySpan<char> field = Text[at..end].TrimEnd();
        field.CopyTo(_clean.AsSpan(_cleanLength));
        Keep(_cleanLength, field.Length);
        at = end;
        return field.Contains('"') ? "a quote stands inside a field without quotes" : null;
    }

    private string? Quoted(ref int at)
    {
        int start = _cleanLength;
        int to = start;
        at++;
        while (at < _lineLength)
        {
            char next = Text[at++];
            if (next != '"')
            {
                _clean[to++] = next;
            }
            else if (at < _lineLength && Text[at] == '"')
            {
                _clean[to++] = '"';
                at++;
            }
            else
            {
                Keep(start, to - start);
                at = SkipSpaces(at);
                return at == _lineLength || Text[at] == ',' ? null : "text stands behind the closing quote";
            }
        }

        return "the quote is not closed on its line";
    }

    private void Keep(int start, int length)
    {
        _fields[FieldCount] = (start, length);
        _cleanLength = start + length;
    }
}
