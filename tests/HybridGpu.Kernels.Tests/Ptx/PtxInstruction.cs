namespace HybridGpu.Kernels.Tests.Ptx;

/// <summary>One instruction of a kernel.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Opcode">With all its modifiers.</param>
/// <param name="Operands">The destination first.</param>
/// <param name="Guard">Predicate under which it runs; empty for always.</param>
/// <param name="IsGuardNegated">Runs where the predicate is false.</param>
internal sealed record PtxInstruction(
    string Text, string Opcode, PtxOperand[] Operands, string Guard, bool IsGuardNegated);

/// <summary>A register, a constant, an address or a label.</summary>
/// <param name="Name">Register or symbol; empty for a constant.</param>
/// <param name="Value">Bits of a constant, or the displacement of an address.</param>
internal readonly record struct PtxOperand(string Name, ulong Value);
