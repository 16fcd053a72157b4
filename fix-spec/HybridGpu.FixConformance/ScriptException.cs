using System;

namespace HybridGpu.FixConformance;

/// <summary>A script that cannot be read; the message says where.</summary>
internal sealed class ScriptException(string message) : Exception(message);
