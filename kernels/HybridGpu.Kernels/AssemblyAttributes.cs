using System.Runtime.CompilerServices;
using ILGPU;

// ILGPU's CPU accelerator emits an assembly of this name that calls the kernels, which are internal.
[assembly: InternalsVisibleTo(Context.RuntimeAssemblyName)]
