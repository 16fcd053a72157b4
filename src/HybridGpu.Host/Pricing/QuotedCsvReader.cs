using System.Text;
using HybridGpu.Host.Match;

namespace HybridGpu.Host.Pricing;

/// <summary>Reads lines of comma-separated fields with RFC 4180 quotes, one line at a time, and keeps each line's own
/// text so that it can be copied through.</summary>
/// <remarks>
/// UTF-8 with or without a byte order mark, plain or gzip, lines ended by LF or CRLF. A quoted field ends on its line.
/// A line that can't be read has a <see cref="Fault"/> and the next one is read as usual. Fields are valid until the
/// next
/// <see cref="Read"/>. Thread: one. Allocation: none per line.
/// </remarks>
internal sealed class QuotedCsvReader : IDisposable
{
    /// <summary>Longest line in characters; a longer one is a fault and is skipped to its end.</summary>
    public const int LineCharsMax = 16_384;

    private const int FieldsMax = 256;
    private const int GzipFirst = 0x1f;
    private const int GzipSecond = 0x8b;

    private readonly StreamReader _text;
    private readonly char[] _buffer = new char[1 << 16];
    private readonly char[] _line = new char[LineCharsMax];
    private readonly char[] _clean = new char[LineCharsMax];
    private readonly (int Start, int Length)[] _fields = new (int, int)[FieldsMax];
    private int _bufferAt;
    private int _bufferEnd;
    private int _lineLength;
    private int _cleanLength;
    private bool _isTooLong;

    private QuotedCsvReader(string path, StreamReader text)
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
    public ReadOnlySpan<char> Text => _line.AsSpan(0, _lineLength);

    /// <summary>Opens a file.</summary>
    /// <exception cref="MatchInputException">It can't be read.</exception>
    public static QuotedCsvReader Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = File.OpenRead(path);
            bool isGzip = file.ReadByte() == GzipFirst && file.ReadByte() == GzipSecond;
            file.Position = 0;
            Stream bytes = isGzip ? new WholeGzipStream(file) : file;
            return new QuotedCsvReader(path, new StreamReader(bytes, new UTF8Encoding(false)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            file?.Dispose();
            throw new MatchInputException(new InputFault(path, 0, "", $"the file can't be read: {problem.Message}"));
        }
    }

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
                if (_isTooLong || Text.IndexOfAnyExcept(' ', '\t') >= 0)
                {
                    Fault = _isTooLong ? $"the line is longer than {LineCharsMax} characters" : Split();
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
        _lineLength = 0;
        _isTooLong = false;
        bool isAny = false;
        while (_bufferAt < _bufferEnd || Refill())
        {
            isAny = true;
            ReadOnlySpan<char> rest = _buffer.AsSpan(_bufferAt, _bufferEnd - _bufferAt);
            int end = rest.IndexOf('\n');
            int taken = end < 0 ? rest.Length : end;
            int kept = Math.Min(taken, LineCharsMax - _lineLength);
            _isTooLong |= kept < taken;
            rest[..kept].CopyTo(_line.AsSpan(_lineLength));
            _lineLength += kept;
            _bufferAt += taken + (end < 0 ? 0 : 1);
            if (end >= 0)
            {
                break;
            }
        }

        if (_lineLength > 0 && _line[_lineLength - 1] == '\r')
        {
            _lineLength--;
        }

        return isAny;
    }

    private bool Refill()
    {
        _bufferAt = 0;
        _bufferEnd = _text.Read(_buffer);
        return _bufferEnd > 0;
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
            string? problem = at < _lineLength && _line[at] == '"' ? Quoted(ref at) : Bare(ref at);
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
        while (at < _lineLength && _line[at] is ' ' or '\t')
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
            char next = _line[at++];
            if (next != '"')
            {
                _clean[to++] = next;
            }
            else if (at < _lineLength && _line[at] == '"')
            {
                _clean[to++] = '"';
                at++;
            }
            else
            {
                Keep(start, to - start);
                at = SkipSpaces(at);
                return at == _lineLength || _line[at] == ',' ? null : "text stands behind the closing quote";
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
