using System.Reflection;
using System.Text.RegularExpressions;
using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Lanes;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace HybridGpu.Kernels.Tests;

/// <summary>Every kernel is compiled to the text that a card would get, without a card.</summary>
public sealed partial class PtxTests
{
    [TestCase(nameof(DeviceKernels.Contracts))]
    [TestCase(nameof(DeviceKernels.Cells))]
    [TestCase(nameof(DeviceKernels.GeneralCells))]
    [TestCase(nameof(DeviceKernels.Greeks))]
    [TestCase(nameof(MarginDeviceKernels.Sums))]
    [TestCase(nameof(MarginDeviceKernels.Worst))]
    [TestCase(nameof(MarginDeviceKernels.TakeOver))]
    [TestCase(nameof(DeviceKernels.ImpliedVolatility))]
    [TestCase(nameof(MonteCarloKernels.Draws))]
    [TestCase(nameof(MonteCarloKernels.Shocks))]
    [TestCase(nameof(MonteCarloKernels.Profits))]
    public void A_kernel_compiles_to_PTX_whose_every_f64_operation_names_its_rounding(string kernel)
    {
        string ptx = Compile(kernel, typeof(PtxLane));

        Assert.Multiple(() =>
        {
            Assert.That(BareArithmetic().Matches(ptx).Select(m => m.Value), Is.Empty, "f64 without .rn");
            Assert.That(Calls().Matches(ptx).Select(m => m.Value), Is.Empty, "calls");
            Assert.That(Externals().Matches(ptx).Select(m => m.Value), Is.Empty, "unresolved externals");
            Assert.That(ptx, Does.Not.Contain(".local"), "memory of a thread, which is slower than all arithmetic");
        });
        if (kernel is nameof(DeviceKernels.Contracts) or nameof(DeviceKernels.Greeks)
            or nameof(DeviceKernels.ImpliedVolatility) or nameof(MonteCarloKernels.Draws)
            or nameof(MonteCarloKernels.Shocks))
        {
            Assert.That(ptx, Does.Contain("fma.rn.f64").And.Contain("div.rn.f64").And.Contain("sqrt.rn.f64"));
        }
    }

    [Test]
    public void The_scalar_lane_is_rejected_as_PTX_so_the_check_can_fail()
    {
        string ptx = string.Empty;
        try
        {
            ptx = Compile("Probe", typeof(ScalarLane));
        }
        catch (InternalCompilerException)
        {
            Assert.Pass("the compiler itself refuses the fused multiply-add of the host");
        }

        Assert.That(BareArithmetic().IsMatch(ptx) || Calls().IsMatch(ptx) || Externals().IsMatch(ptx), Is.True);
    }

    internal static string Compile(string kernel, Type lane)
    {
        MethodInfo method = kernel.EndsWith("Probe", StringComparison.Ordinal)
            ? typeof(PtxTests).GetMethod(nameof(Probe), BindingFlags.Static | BindingFlags.NonPublic)!
            : (typeof(DeviceKernels).GetMethod(kernel) ?? typeof(MarginDeviceKernels).GetMethod(kernel)
                ?? typeof(MonteCarloKernels).GetMethod(kernel))!;
        if (method.IsGenericMethodDefinition)
        {
            method = method.MakeGenericMethod(lane);
        }

        using Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O2));
        PtxEmitter.Register(context);
        using var backend = new PTXBackend(
            context,
            new CudaCapabilityContext(CudaArchitecture.SM_80),
            CudaArchitecture.SM_80,
            CudaInstructionSet.ISA_70,
            null!);
        var compiled = (PTXCompiledKernel)backend.Compile(
            EntryPointDescription.FromImplicitlyGroupedKernel(method), default);
        return compiled.PTXAssembly;
    }

    private static void Probe<L>(Index1D i, ArrayView<double> x)
        where L : struct, ILane<double> =>
        x[i] = L.Add(L.Mul(x[i], x[i]), L.Div(x[i], 3.0));

    [GeneratedRegex(@"^\s*(?:@\S+\s+)?(?:add|sub|mul|fma|mad|div|sqrt)(?!\.rn)[.\w]*\.f64.*$", RegexOptions.Multiline)]
    private static partial Regex BareArithmetic();

    [GeneratedRegex(@"^\s*(?:@\S+\s+)?call\b.*$", RegexOptions.Multiline)]
    private static partial Regex Calls();

    [GeneratedRegex(@"^\s*\.extern\b.*$", RegexOptions.Multiline)]
    private static partial Regex Externals();
}
