using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;

namespace HybridGpu.Kernels.Lanes;

/// <summary>Writes the operations of <see cref="PtxLane"/>, each as one PTX instruction that names its rounding.
/// </summary>
/// <remarks>
/// Inline assembly (CudaAsm) would do too, but returns through an out parameter, which leaves a store to local memory
/// an operation that ptxas does not remove.
/// </remarks>
internal static class PtxEmitter
{
    /// <summary>Makes a context know the operations. Once a context, before its first kernel.</summary>
    public static void Register(Context context)
    {
        IntrinsicImplementationManager manager = context.GetIntrinsicManager();
        Add(nameof(PtxLane.Add), nameof(EmitAdd));
        Add(nameof(PtxLane.Sub), nameof(EmitSub));
        Add(nameof(PtxLane.Mul), nameof(EmitMul));
        Add(nameof(PtxLane.Fma), nameof(EmitFma));
        Add(nameof(PtxLane.Div), nameof(EmitDiv));
        Add(nameof(PtxLane.Sqrt), nameof(EmitSqrt));
        Add(nameof(PtxLane.Floor), nameof(EmitFloor));
        Add(nameof(PtxLane.SelectLess), nameof(EmitSelectLess));
        Add(nameof(PtxLane.SelectEqual), nameof(EmitSelectEqual));

        void Add(string operation, string generator) => manager.RegisterMethod(
            typeof(PtxLane).GetMethod(operation)!,
            new PTXIntrinsic(typeof(PtxEmitter), generator, IntrinsicImplementationMode.GenerateCode));
    }

    private static void EmitAdd(PTXBackend backend, PTXCodeGenerator code, Value call) =>
        Emit(code, call, "add.rn.f64");

    private static void EmitSub(PTXBackend backend, PTXCodeGenerator code, Value call) =>
        Emit(code, call, "sub.rn.f64");

    private static void EmitMul(PTXBackend backend, PTXCodeGenerator code, Value call) =>
        Emit(code, call, "mul.rn.f64");

    private static void EmitFma(PTXBackend backend, PTXCodeGenerator code, Value call) =>
        Emit(code, call, "fma.rn.f64");

    private static void EmitDiv(PTXBackend backend, PTXCodeGenerator code, Value call) =>
        Emit(code, call, "div.rn.f64");

    private static void EmitSqrt(PTXBackend backend, PTXCodeGenerator code, Value call) =>
        Emit(code, call, "sqrt.rn.f64");

    private static void EmitFloor(PTXBackend backend, PTXCodeGenerator code, Value call) =>
        Emit(code, call, "cvt.rmi.f64.f64");

    private static void EmitSelectLess(PTXBackend backend, PTXCodeGenerator code, Value call) =>
        EmitSelect(code, call, "setp.lt.f64");

    private static void EmitSelectEqual(PTXBackend backend, PTXCodeGenerator code, Value call) =>
        EmitSelect(code, call, "setp.eq.f64");

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

    // An ordered comparison, false for NaN, and a select: two instructions, no branch.
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
