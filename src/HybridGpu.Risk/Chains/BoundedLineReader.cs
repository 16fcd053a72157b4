using System.IO;

namespace HybridGpu.Risk.Chains;

/// <summary>Reads lines no longer than a bound, so that a file of one endless line can't take the memory.</summary>
internal sealed class BoundedLineReader(TextReader text, int lineCharsMax)
{
    private readonly char[] _line = new char[lineCharsMax];

    /// <summary>The next line without its end, or null after the last.</summary>
    /// <exception cref="InvalidDataException">A longer line.</exception>
    public string? Read()
    {
        int length = 0;
        int next = text.Read();
        if (next < 0)
        {
            return null;
        }

        for (; next >= 0 && next != '\n'; next = text.Read())
        {
            if (length == _line.Length)
            {
                throw new InvalidDataException($"A line is longer than {_line.Length} characters.");
            }

            _line[length++] = (char)next;
        }

        return new string(_line, 0, length > 0 && _line[length - 1] == '\r' ? length - 1 : length);
    }
}
