using System.CommandLine;
using HybridGpu.Gpu.Benchmarks;

var backend = new Option<string>("--backend")
{
    Description = "What to measure: cuda, simd, or ilgpu-cpu (slow).",
    DefaultValueFactory = _ => "cuda",
};
backend.AcceptOnlyFromAmong("cuda", "simd", "ilgpu-cpu");
var write = new Option<string?>("--write")
{
    Description = "Directory for the workloads and their expected results, for the twins in other languages.",
};
var scale = new Option<int>("--scale")
{
    Description = "Divides the workloads: 1 is a million contracts and ten million positions.",
    DefaultValueFactory = _ => 1,
};
var ptx = new Option<string?>("--ptx") { Description = "Directory for the PTX text of every kernel, for ptxas." };
var command = new RootCommand("Checks the bits of the risk kernels on a device and measures them.")
{
    backend, write, scale, ptx,
};
command.SetAction(parsed => new Measurement(
    parsed.GetValue(backend)!, parsed.GetValue(write), parsed.GetValue(scale), parsed.GetValue(ptx)).Run());
return command.Parse(args).Invoke();
