using System.Diagnostics.CodeAnalysis;
using System.Text;
using HybridGpu.Risk.Recordings;

namespace HybridGpu.Host.Match;

/// <summary>Lines of a text file, plain or gzip (told by the first bytes), up to a bound.</summary>
/// <remarks>UTF-8 with or without a byte order mark; lines ended by LF. A line is valid until the next one.
/// Thread: one. Allocation: none per line.</remarks>
internal sealed class BoundedText : IDisposable
{
    /// <summary>Longest line in characters.</summary>
    public const int LineCharsMax = 16_384;

    // Enough for a byte order mark, which the runtime's reader wants in one piece, and for a gzip file's two bytes.
    private const int HeadBytes = 4;
    private const int GzipFirst = 0x1f;
    private const int GzipSecond = 0x8b;

    private readonly StreamReader _text;
    private readonly char[] _buffer = new char[1 << 16];
    private readonly char[] _line = new char[LineCharsMax];
    private int _bufferAt;
    private int _bufferEnd;
    private int _lineLength;

    private BoundedText(StreamReader text) => _text = text;

    /// <summary>The current line without its LF, cut at the bound.</summary>
    public Span<char> Line => _line.AsSpan(0, _lineLength);

    /// <summary>Whether the current line is longer than the bound.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Opens a file or a pipe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">UTF-8, which says what becomes of bytes that are none.</param>
    /// <exception cref="MatchInputException">It can't be read.</exception>
    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope",
        Justification = "The reader that is returned closes the streams, which close the file.")]
    public static BoundedText Open(string path, UTF8Encoding encoding)
    {
        FileStream? file = null;
        try
        {
            file = File.OpenRead(path);
            var head = new byte[HeadBytes];
            int count = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            bool isGzip = count > 1 && head[0] == GzipFirst && head[1] == GzipSecond;
            var whole = new HeadStream(head.AsMemory(0, count), file);
            return new BoundedText(new StreamReader(isGzip ? new WholeGzipStream(whole) : whole, encoding));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            file?.Dispose();
            throw new MatchInputException(new InputFault(path, 0, "", $"the file can't be read: {problem.Message}"));
        }
    }

    /// <summary>Goes to the next line; what is beyond the bound of a longer one is passed over.</summary>
    /// <returns>False after the last.</returns>
    public bool Read()
    {
        _lineLength = 0;
        IsTooLong = false;
        bool isAny = false;
        while (_bufferAt < _bufferEnd || Refill())
        {
            isAny = true;
            ReadOnlySpan<char> rest = _buffer.AsSpan(_bufferAt, _bufferEnd - _bufferAt);
            int end = rest.IndexOf('\n');
            int taken = end < 0 ? rest.Length : end;
            int kept = Math.Min(taken, LineCharsMax - _lineLength);
            IsTooLong |= kept < taken;
            rest[..kept].CopyTo(_line.AsSpan(_lineLength));
            _lineLength += kept;
            _bufferAt += taken + (end < 0 ? 0 : 1);
            if (end >= 0)
            {
                break;
            }
        }

        return isAny;
    }

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private bool Refill()
    {
        _bufferAt = 0;
        _bufferEnd = _text.Read(_buffer);
        return _bufferEnd > 0;
    }
}
