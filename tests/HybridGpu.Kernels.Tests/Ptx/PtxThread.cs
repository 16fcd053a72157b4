namespace HybridGpu.Kernels.Tests.Ptx;

/// <summary>One thread of a kernel: its registers, and what each instruction does to them.</summary>
/// <remarks>
/// Only the instructions that this product's kernels need; any other throws. f64 operations are the host's, which are
/// IEEE 754's as the card's .rn forms are; bare forms, which may be fused, aren't known here.
/// </remarks>
internal sealed class PtxThread(PtxProgram program, PtxMemory memory, byte[] parameters, ulong nan)
{
    private readonly Dictionary<string, ulong> _registers = [];

    /// <summary>Runs the kernel to its end.</summary>
    /// <param name="block">Number of the block.</param>
    /// <param name="blockSize">Threads of a block.</param>
    /// <param name="index">Number of the thread in its block.</param>
    public void Run(int block, int blockSize, int index)
    {
        _registers["%ctaid.x"] = (ulong)block;
        _registers["%ntid.x"] = (ulong)blockSize;
        _registers["%tid.x"] = (ulong)index;
        int at = 0;
        while (at < program.Instructions.Count)
        {
            PtxInstruction instruction = program.Instructions[at++];
            if (instruction.Guard.Length > 0 && (_registers[instruction.Guard] != 0) == instruction.IsGuardNegated)
            {
                continue;
            }

            switch (instruction.Opcode)
            {
                case "ret":
                    return;
                case "bra.uni":
                    at = program.Label(instruction.Operands[0].Name);
                    break;
                default:
                    Execute(instruction);
                    break;
            }
        }
    }

    private void Execute(PtxInstruction instruction)
    {
        PtxOperand[] to = instruction.Operands;
        string[] parts = instruction.Opcode.Split('.');
        switch (parts[0])
        {
            case "ld":
                _registers[to[0].Name] = Load(parts[1], to[1], BytesOf(parts[2]));
                break;
            case "st":
                Store(parts[1], to[0], BytesOf(parts[2]), Value(to[1]));
                break;
            case "red" when instruction.Opcode == "red.or.global.b32":
                memory.Store(Address(to[0]), 4, memory.Load(Address(to[0]), 4) | Value(to[1]));
                break;
            case "setp":
                _registers[to[0].Name] = Compare(parts[1], parts[2], Value(to[1]), Value(to[2])) ? 1UL : 0;
                break;
            case "selp":
                _registers[to[0].Name] = Value(to[3]) != 0 ? Value(to[1]) : Value(to[2]);
                break;
            default:
                ulong a = Value(to[1]);
                ulong b = to.Length > 2 ? Value(to[2]) : 0;
                ulong c = to.Length > 3 ? Value(to[3]) : 0;
                _registers[to[0].Name] = instruction.Opcode.EndsWith(".f64", StringComparison.Ordinal)
                    ? Floating(instruction.Opcode, a, b, c)
                    : Whole(instruction.Opcode, a, b, c);
                break;
        }
    }

    private ulong Floating(string opcode, ulong a, ulong b, ulong c)
    {
        double x = BitConverter.UInt64BitsToDouble(a);
        double y = BitConverter.UInt64BitsToDouble(b);
        if (opcode == "mov.f64")
        {
            return a;
        }

        double result = opcode switch
        {
            "add.rn.f64" => x + y,
            "sub.rn.f64" => x - y,
            "mul.rn.f64" => x * y,
            "div.rn.f64" => x / y,
            "fma.rn.f64" => Math.FusedMultiplyAdd(x, y, BitConverter.UInt64BitsToDouble(c)),
            "sqrt.rn.f64" => Math.Sqrt(x),
            "cvt.rmi.f64.f64" => Math.Floor(x),
            _ => throw new NotSupportedException(opcode),
        };

        // Which NaN an operation makes differs between machines: nothing may depend on it.
        return double.IsNaN(result) ? nan : BitConverter.DoubleToUInt64Bits(result);
    }

    private static ulong Whole(string opcode, ulong a, ulong b, ulong c) => opcode switch
    {
        "mov.b32" => (uint)a,
        "mov.b64" or "mov.pred" or "cvta.to.global.u64" => a,
        "add.s32" or "add.u32" => (uint)a + (uint)b & uint.MaxValue,
        "sub.s32" => unchecked((uint)a - (uint)b),
        "add.s64" or "add.u64" => unchecked(a + b),
        "sub.s64" => unchecked(a - b),
        "mul.lo.s32" => unchecked((uint)a * (uint)b),
        "mul.lo.s64" => unchecked(a * b),
        "mul.wide.u32" => (ulong)(uint)a * (uint)b,
        "mad.lo.s32" => unchecked(((uint)a * (uint)b) + (uint)c),
        "div.s32" => (uint)((int)(uint)a / (int)(uint)b),
        "and.b32" or "and.b64" or "and.pred" => a & b,
        "or.b32" or "or.b64" or "or.pred" => a | b,
        "xor.b64" => a ^ b,
        "not.pred" => a ^ 1,
        "shl.b32" => (uint)a << Shift(b, 32),
        "shl.b64" => a << Shift(b, 64),
        "shr.s32" => (uint)((int)(uint)a >> Shift(b, 32)),
        "shr.s64" => (ulong)((long)a >> Shift(b, 64)),
        "cvt.s32.s64" or "cvt.u32.u64" or "cvt.u64.u32" => (uint)a,
        "mul.lo.u64" => unchecked(a * b),
        "xor.b32" => (uint)(a ^ b),
        "shr.u64" => a >> Shift(b, 64),
        "cvt.rn.f64.s32" => BitConverter.DoubleToUInt64Bits((int)(uint)a),
        "cvt.s64.s32" => (ulong)(int)(uint)a,
        "cvt.s32.u8" or "cvt.u8.u32" => (byte)a,
        _ => throw new NotSupportedException(opcode),
    };

    private static int Shift(ulong by, int bits) =>
        by < (ulong)bits ? (int)by : throw new NotSupportedException($"A shift by {by} of {bits} bits.");

    private static bool Compare(string relation, string type, ulong a, ulong b)
    {
        double x = BitConverter.UInt64BitsToDouble(a);
        double y = BitConverter.UInt64BitsToDouble(b);
        return (relation, type) switch
        {
            ("lt", "f64") => x < y,
            ("eq", "f64") => x == y,
            ("neu", "f64") => !(x == y),
            ("eq", "s32" or "u32") => (uint)a == (uint)b,
            ("ne", "s32" or "u32") => (uint)a != (uint)b,
            ("ge", "s32") => (int)(uint)a >= (int)(uint)b,
            ("gt", "s32") => (int)(uint)a > (int)(uint)b,
            ("lt", "s32") => (int)(uint)a < (int)(uint)b,
            ("eq", "s64") => a == b,
            ("ne", "s64") => a != b,
            ("lt", "s64") => (long)a < (long)b,
            _ => throw new NotSupportedException($"setp.{relation}.{type}"),
        };
    }

    private ulong Load(string space, PtxOperand from, int bytes) => space switch
    {
        "global" => memory.Load(Address(from), bytes),
        "param" => Bytes(parameters, program.OffsetOf(from.Name) + (int)from.Value, bytes),
        _ => throw new NotSupportedException($"ld.{space}"),
    };

    private void Store(string space, PtxOperand to, int bytes, ulong value)
    {
        if (space != "global")
        {
            throw new NotSupportedException($"st.{space}");
        }

        memory.Store(Address(to), bytes, value);
    }

    private ulong Address(PtxOperand operand) => _registers[operand.Name] + operand.Value;

    private ulong Value(PtxOperand operand) =>
        operand.Name.Length == 0 ? operand.Value : _registers[operand.Name];

    private static ulong Bytes(byte[] from, int offset, int bytes)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        from.AsSpan(offset, bytes).CopyTo(number);
        return BitConverter.ToUInt64(number);
    }

    private static int BytesOf(string type) => type switch
    {
        "b8" => 1,
        "b32" => 4,
        "b64" or "f64" => 8,
        _ => throw new NotSupportedException(type),
    };
}
