using System.Globalization;
using System.Text.RegularExpressions;

namespace HybridGpu.Kernels.Tests.Ptx;

/// <summary>The text of one kernel, taken apart. What isn't understood is refused, so that nothing goes
/// unexecuted.</summary>
/// <remarks>Source: NVIDIA, "Parallel Thread Execution ISA", version 7.0, chapters 4 and 5.</remarks>
internal sealed partial class PtxProgram
{
    private readonly List<PtxInstruction> _instructions = [];
    private readonly Dictionary<string, int> _labels = [];
    private readonly Dictionary<string, int> _parameters = [];

    private PtxProgram()
    {
    }

    public IReadOnlyList<PtxInstruction> Instructions => _instructions;

    /// <summary>Bytes of all parameters.</summary>
    public int ParameterBytes { get; private set; }

    /// <summary>Where an instruction with a label is.</summary>
    public int Label(string name) => _labels[name];

    /// <summary>Offset of a parameter.</summary>
    public int OffsetOf(string symbol) => _parameters[symbol];

    /// <exception cref="FormatException">A line isn't understood.</exception>
    public static PtxProgram Parse(string ptx)
    {
        // Functions before the entry are what the compiler made of the intrinsics' bodies for hosts; nothing calls
        // them, and a call would be refused as unknown.
        int entry = Math.Max(0, ptx.IndexOf(".visible .entry", StringComparison.Ordinal));
        var program = new PtxProgram();
        foreach (string raw in ptx[entry..].Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            {
                program.Take(line);
            }
        }

        return program;
    }

    private void Take(string line)
    {
        if (Parameter().Match(line) is { Success: true } parameter)
        {
            ParameterBytes = Place(_parameters, parameter, ParameterBytes);
        }
        else if (LabelLine().Match(line) is { Success: true } label)
        {
            _labels.Add(label.Groups[1].Value, _instructions.Count);
        }
        else if (line.StartsWith(".local", StringComparison.Ordinal))
        {
            throw new FormatException($"'{line}': no kernel here has memory of its own.");
        }
        else if (line[0] == '.' || line is "(" or ")" or "{" or "}")
        {
            // Declarations of version, target, entry and registers; brackets.
        }
        else
        {
            foreach (string statement in line.Trim('{', '}', ' ').Split(';', StringSplitOptions.TrimEntries))
            {
                // A block of an inline statement declares its own predicate, whose name is used in it alone.
                if (statement.Length > 0 && !statement.StartsWith(".reg", StringComparison.Ordinal))
                {
                    _instructions.Add(Statement(statement));
                }
            }
        }
    }

    private static int Place(Dictionary<string, int> symbols, Match declaration, int end)
    {
        int element = int.Parse(declaration.Groups["bits"].ValueSpan, CultureInfo.InvariantCulture) / 8;
        Group align = declaration.Groups["align"];
        int alignment = align.Success ? int.Parse(align.ValueSpan, CultureInfo.InvariantCulture) : element;
        Group count = declaration.Groups["count"];
        int bytes = element * (count.Success ? int.Parse(count.ValueSpan, CultureInfo.InvariantCulture) : 1);
        int offset = (end + alignment - 1) / alignment * alignment;
        symbols.Add(declaration.Groups["name"].Value, offset);
        return offset + bytes;
    }

    private static PtxInstruction Statement(string text)
    {
        Match match = Instruction().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"'{text}' is no instruction that is known here.");
        }

        string rest = match.Groups["operands"].Value.Trim();
        PtxOperand[] operands = rest.Length == 0 ? [] : [.. rest.Split(',').Select(Operand)];
        return new PtxInstruction(
            text, match.Groups["opcode"].Value, operands, match.Groups["guard"].Value, match.Groups["not"].Success);
    }

    private static PtxOperand Operand(string text)
    {
        string operand = text.Trim();
        if (operand.StartsWith("0d", StringComparison.Ordinal))
        {
            ReadOnlySpan<char> bits = operand.AsSpan(2);
            return new PtxOperand("", ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }

        if (operand[0] == '-')
        {
            return new PtxOperand("", (ulong)long.Parse(operand, CultureInfo.InvariantCulture));
        }

        if (char.IsDigit(operand[0]))
        {
            return new PtxOperand("", ulong.Parse(operand, CultureInfo.InvariantCulture));
        }

        string[] address = operand.Trim('[', ']').Split('+');
        ulong displacement = address.Length > 1 ? ulong.Parse(address[1], CultureInfo.InvariantCulture) : 0;
        return new PtxOperand(address[0], displacement);
    }

    [GeneratedRegex(@"^\.param(?: \.align (?<align>\d+))? \.b(?<bits>\d+) (?<name>\w+)(?:\[(?<count>\d+)\])?,?$")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^(\w+):$")]
    private static partial Regex LabelLine();

    [GeneratedRegex(@"^(?:@(?<not>!)?(?<guard>%\w+)\s+)?(?<opcode>[a-z][\w.]*)(?<operands>\s+.*)?$")]
    private static partial Regex Instruction();
}
