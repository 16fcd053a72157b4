using System;
using System.Collections.Generic;
using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Values;

namespace HybridGpu.Kernels.Lanes;

/// <summary>Writes the operations of <see cref="PtxLane"/>, each as one PTX instruction that names its rounding.
/// </summary>
/// <remarks>
/// Inline assembly (CudaAsm) would do too, but returns through an out parameter, which leaves a store to local memory
/// an operation that ptxas does not remove.
/// </remarks>
internal static class PtxEmitter
{
    // By operation. A selection is this comparison, which is false for NaN, and a select.
    private static readonly Dictionary<string, string> Instructions = new()
    {
        [nameof(PtxLane.Add)] = "add.rn.f64",
        [nameof(PtxLane.Sub)] = "sub.rn.f64",
        [nameof(PtxLane.Mul)] = "mul.rn.f64",
        [nameof(PtxLane.Fma)] = "fma.rn.f64",
        [nameof(PtxLane.Div)] = "div.rn.f64",
        [nameof(PtxLane.Sqrt)] = "sqrt.rn.f64",
        [nameof(PtxLane.Floor)] = "cvt.rmi.f64.f64",
        [nameof(PtxLane.SelectLess)] = "setp.lt.f64",
        [nameof(PtxLane.SelectEqual)] = "setp.eq.f64",
    };

    /// <summary>Makes a context know the operations. Once a context, before its first kernel.</summary>
    public static void Register(Context context)
    {
        foreach (string operation in Instructions.Keys)
        {
            context.GetIntrinsicManager().RegisterMethod(
                typeof(PtxLane).GetMethod(operation)!,
                new PTXIntrinsic(
                    typeof(PtxEmitter), nameof(EmitCall), IntrinsicImplementationMode.GenerateCode));
        }
    }

    private static void EmitCall(PTXBackend backend, PTXCodeGenerator code, Value call)
    {
        string instruction = Instructions[((MethodCall)call).Target.Source.Name];
        if (instruction.StartsWith("setp", StringComparison.Ordinal))
        {
            EmitSelect(code, call, instruction);
            return;
        }

        Emit(code, call, instruction);
    }

    private static void Emit(PTXCodeGenerator code, Value call, string instruction)
    {
        var arguments = new PTXRegisterAllocator.PrimitiveRegister[call.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = code.LoadPrimitive(call[i]);
        }

        PTXRegisterAllocator.HardwareRegister target = code.AllocateHardware(call);
        using PTXCodeGenerator.CommandEmitter command = code.BeginCommand(instruction);
        command.AppendArgument(target);
        foreach (PTXRegisterAllocator.PrimitiveRegister argument in arguments)
        {
            command.AppendArgument(argument);
        }
    }

    // Two instructions, no branch.
    private static void EmitSelect(PTXCodeGenerator code, Value call, string comparison)
    {
        PTXRegisterAllocator.PrimitiveRegister x = code.LoadPrimitive(call[0]);
        PTXRegisterAllocator.PrimitiveRegister y = code.LoadPrimitive(call[1]);
        PTXRegisterAllocator.PrimitiveRegister whenTrue = code.LoadPrimitive(call[2]);
        PTXRegisterAllocator.PrimitiveRegister whenFalse = code.LoadPrimitive(call[3]);
        PTXRegisterAllocator.HardwareRegister target = code.AllocateHardware(call);
        PTXRegisterAllocator.HardwareRegister predicate =
            code.AllocateRegister(BasicValueType.Int1, PTXRegisterKind.Predicate);
        using (PTXCodeGenerator.CommandEmitter compare = code.BeginCommand(comparison))
        {
            compare.AppendArgument(predicate);
            compare.AppendArgument(x);
            compare.AppendArgument(y);
        }

        using (PTXCodeGenerator.CommandEmitter select = code.BeginCommand("selp.f64"))
        {
            select.AppendArgument(target);
            select.AppendArgument(whenTrue);
            select.AppendArgument(whenFalse);
            select.AppendArgument(predicate);
        }

        code.FreeRegister(predicate);
    }
}
