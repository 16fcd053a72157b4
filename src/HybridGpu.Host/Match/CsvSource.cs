using System.Text;

namespace HybridGpu.Host.Match;

/// <summary>Reads lines of comma-separated fields, plain or gzip (told by the first bytes), one line at a
/// time.</summary>
/// <remarks>
/// No quoting: fields are numbers and names. Spaces around a field are left out, empty lines skipped. The fields of a
/// line are valid until the next <see cref="Read"/>. Thread: one. Allocation: none per line.
/// </remarks>
internal sealed class CsvSource : IDisposable
{
    /// <summary>Longest line in characters; a longer one is no CSV of ours.</summary>
    public const int LineCharsMax = 16_384;

    private const int FieldsMax = 1_024;
    private const int GzipFirst = 0x1f;
    private const int GzipSecond = 0x8b;

    private readonly StreamReader _text;
    private readonly char[] _buffer = new char[1 << 16];
    private readonly char[] _line = new char[LineCharsMax];
    private readonly (int Start, int Length)[] _fields = new (int, int)[FieldsMax];
    private string[] _names = [];
    private int _bufferAt;
    private int _bufferEnd;
    private int _lineLength;
    private bool _isPushedBack;

    private CsvSource(string path, StreamReader text)
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

    /// <summary>Names of the columns; empty until a header was read or columns were named.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Opens a file.</summary>
    /// <exception cref="MatchInputException">It can't be read.</exception>
    public static CsvSource Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = File.OpenRead(path);
            bool isGzip = file.ReadByte() == GzipFirst && file.ReadByte() == GzipSecond;
            file.Position = 0;
            Stream bytes = isGzip ? new WholeGzipStream(file) : file;
            return new CsvSource(path, new StreamReader(bytes, new UTF8Encoding(false, throwOnInvalidBytes: true)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            file?.Dispose();
            throw new MatchInputException(new InputFault(path, 0, "", $"the file can't be read: {problem.Message}"));
        }
    }

    /// <summary>Reads the header line.</summary>
    /// <exception cref="MatchInputException">The file is empty.</exception>
    public void ReadHeader()
    {
        if (!Read())
        {
            throw new MatchInputException(new InputFault(Path, 0, "", "the file is empty: a header line is expected"));
        }

        _names = [.. Enumerable.Range(0, FieldCount).Select(i => Field(i).ToString().ToLowerInvariant())];
    }

    /// <summary>Reads the header line if there is one; a first line that begins with a digit or a minus sign is data,
    /// in the given order of columns.</summary>
    /// <exception cref="MatchInputException">The file is empty.</exception>
    public void ReadHeaderOr(params string[] names)
    {
        ReadHeader();
        if (_names[0].Length > 0 && (char.IsAsciiDigit(_names[0][0]) || _names[0][0] == '-'))
        {
            _names = names;
            _isPushedBack = true;
        }
    }

    /// <summary>Index of a column that must be there.</summary>
    /// <exception cref="MatchInputException">The header lacks it.</exception>
    public int Require(string name)
    {
        int index = Find(name);
        return index >= 0
            ? index
            : throw new MatchInputException(new InputFault(
                Path, 1, name, $"the header has no such column; it has {string.Join(", ", _names)}"));
    }

    /// <summary>Index of a column, or -1.</summary>
    public int Find(string name) => Array.IndexOf(_names, name);

    /// <summary>Goes to the next line that isn't empty.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="MatchInputException">The file is damaged, or a line too long.</exception>
    public bool Read()
    {
        if (_isPushedBack)
        {
            _isPushedBack = false;
            return true;
        }

        try
        {
            while (ReadLine())
            {
                Line++;
                if (Split())
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or DecoderFallbackException)
        {
            throw new MatchInputException(new InputFault(
                Path, Line + 1, "", $"the file is damaged or cut short here: {problem.Message}"));
        }
    }

    /// <summary>A field of the current line; empty when the line is shorter.</summary>
    public ReadOnlySpan<char> Field(int index) =>
        (uint)index < (uint)FieldCount
            ? _line.AsSpan(_fields[index].Start, _fields[index].Length)
            : [];

    /// <summary>A fault in the current line.</summary>
    public InputFault Fault(int column, string problem) => new(
        Path, Line, (uint)column < (uint)_names.Length ? _names[column] : "", problem);

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private bool ReadLine()
    {
        _lineLength = 0;
        while (_bufferAt < _bufferEnd || Refill())
        {
            ReadOnlySpan<char> rest = _buffer.AsSpan(_bufferAt, _bufferEnd - _bufferAt);
            int end = rest.IndexOf('\n');
            int taken = end < 0 ? rest.Length : end;
            if (_lineLength + taken > LineCharsMax)
            {
                throw new InvalidDataException($"a line is longer than {LineCharsMax} characters");
            }

            rest[..taken].CopyTo(_line.AsSpan(_lineLength));
            _lineLength += taken;
            _bufferAt += taken + (end < 0 ? 0 : 1);
            if (end >= 0)
            {
                return true;
            }
        }

        return _lineLength > 0;
    }

    private bool Refill()
    {
        _bufferAt = 0;
        _bufferEnd = _text.Read(_buffer);
        return _bufferEnd > 0;
    }

    private bool Split()
    {
        FieldCount = 0;
        ReadOnlySpan<char> line = _line.AsSpan(0, _lineLength).TrimEnd();
        int start = 0;
        while (start <= line.Length && !line.IsEmpty)
        {
            int comma = line[start..].IndexOf(',');
            int end = comma < 0 ? line.Length : start + comma;
            int first = start;
            while (first < end && line[first] == ' ')
            {
                first++;
            }

            if (FieldCount == FieldsMax)
            {
                throw new InvalidDataException($"a line has more than {FieldsMax} fields");
            }

            _fields[FieldCount++] = (first, line[first..end].TrimEnd().Length);
            start = end + 1;
        }

        return FieldCount > 0;
    }
}
