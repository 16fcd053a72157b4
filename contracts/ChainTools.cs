using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace HybridGpu.Contracts;

/// <summary>The native programs of the development chain, as npm has installed them beside the contracts.</summary>
/// <remarks>Their folder is the one in which this assembly was built. Errors: none thrown; null when a program isn't
/// there. Cost: one look at the file system. Thread: any.</remarks>
public static class ChainTools
{
    private const string AnvilVariable = "HYBRIDGPU_ANVIL";

    /// <summary>Path of anvil: what HYBRIDGPU_ANVIL names, else the installed one, else null.</summary>
    public static string? AnvilPath => Environment.GetEnvironmentVariable(AnvilVariable) is { Length: > 0 } given
        ? given
        : Installed("anvil");

    /// <summary>Path of forge, null when it isn't installed.</summary>
    public static string? ForgePath => Installed("forge");

    /// <summary>Folder of the contracts on the machine that built this, where it still is; null otherwise.</summary>
    public static string? ContractsDirectory
    {
        get
        {
            string? directory = typeof(ChainTools).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .FirstOrDefault(attribute => attribute.Key == nameof(ContractsDirectory))?.Value;
            return Directory.Exists(directory) ? directory : null;
        }
    }

    private static string? Installed(string tool)
    {
        if (ContractsDirectory is not { } directory || Platform() is not { } platform)
        {
            return null;
        }

        string program = OperatingSystem.IsWindows() ? tool + ".exe" : tool;
        string path = Path.Combine(directory, "node_modules", "@foundry-rs", $"{tool}-{platform}", "bin", program);
        return File.Exists(path) ? path : null;
    }

    private static string? Platform()
    {
        string? system = OperatingSystem.IsLinux() ? "linux"
            : OperatingSystem.IsMacOS() ? "darwin"
            : OperatingSystem.IsWindows() ? "win32"
            : null;
        string? processor = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "amd64",
            Architecture.Arm64 => "arm64",
            _ => null,
        };
        return system is null || processor is null ? null : $"{system}-{processor}";
    }
}
