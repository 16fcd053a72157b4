using System.Reflection;
using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Lanes;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace HybridGpu.Gpu.Benchmarks;

/// <summary>The text that a card's driver gets of every kernel, for ptxas to report registers and spills.</summary>
internal static class PtxText
{
    /// <summary>Writes NAME.ptx of every kernel.</summary>
    public static void WriteAll(string directory)
    {
        Directory.CreateDirectory(directory);
        using Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O2));
        PtxEmitter.Register(context);
        using var backend = new PTXBackend(
            context, new CudaCapabilityContext(CudaArchitecture.SM_80), CudaArchitecture.SM_80,
            CudaInstructionSet.ISA_70, null!);
        foreach (MethodInfo kernel in typeof(DeviceKernels).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Concat(typeof(MonteCarloKernels).GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Concat(typeof(MarginDeviceKernels).GetMethods(BindingFlags.Static | BindingFlags.Public)))
        {
            MethodInfo method = kernel.IsGenericMethodDefinition ? kernel.MakeGenericMethod(typeof(PtxLane)) : kernel;
            var compiled = (PTXCompiledKernel)backend.Compile(
                EntryPointDescription.FromImplicitlyGroupedKernel(method), default);
            File.WriteAllText(Path.Combine(directory, $"{kernel.Name}.ptx"), compiled.PTXAssembly);
        }
    }
}
