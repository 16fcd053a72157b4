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
    public const int LineCharsMax = BoundedText.LineCharsMax;

    private const int FieldsMax = 1_024;

    private readonly BoundedText _text;
    private readonly (int Start, int Length)[] _fields = new (int, int)[FieldsMax];
    private string[] _names = [];
    private bool _isPushedBack;

    private CsvSource(string path, BoundedText text)
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
    public static CsvSource Open(string path) =>
        new(path, BoundedText.Open(path, new UTF8Encoding(false, throwOnInvalidBytes: true)));

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
            ? _text.Line.Slice(_fields[index].Start, _fields[index].Length)
            : [];

    /// <summary>A fault in the current line.</summary>
    public InputFault Fault(int column, string problem) => new(
        Path, Line, (uint)column < (uint)_names.Length ? _names[column] : "", problem);

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private bool ReadLine()
    {
        bool isAny = _text.Read();
        return _text.IsTooLong
            ? throw new InvalidDataException($"a line is longer than {LineCharsMax} characters")
            : isAny;
    }

    private bool Split()
    {
        FieldCount = 0;
        ReadOnlySpan<char> line = _text.Line.TrimEnd();
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
