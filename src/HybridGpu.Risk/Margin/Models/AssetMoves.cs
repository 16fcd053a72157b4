using System;
using System.Collections.Generic;

namespace HybridGpu.Risk.Margin.Models;

/// <summary>What becomes of single collateral assets in a scenario, beside what their underlying does.</summary>
internal sealed class AssetMoves() : Dictionary<string, double>(StringComparer.Ordinal);
