using HybridGpu.Kernels;

namespace HybridGpu.Host.Pricing;

/// <summary>The names that an options file gives to styles.</summary>
internal static class OptionStyles
{
    private const int NameCharsMax = 32;

    private static readonly (string Name, OptionStyle Style)[] Known =
    [
        ("european", OptionStyle.European),
        ("american", OptionStyle.American),
        ("digital", OptionStyle.CashOrNothing),
        ("cash_or_nothing", OptionStyle.CashOrNothing),
        ("asset_or_nothing", OptionStyle.AssetOrNothing),
        ("gap", OptionStyle.Gap),
        ("cash_at_hit", OptionStyle.CashAtHit),
        ("down_in", OptionStyle.DownAndIn),
        ("down_out", OptionStyle.DownAndOut),
        ("up_in", OptionStyle.UpAndIn),
        ("up_out", OptionStyle.UpAndOut),
    ];

    /// <summary>All names, for a message.</summary>
    public static string Names { get; } = string.Join(", ", Known.Select(known => known.Name)) + ", barrier";

    /// <summary>The names of a barrier's kinds, for a message.</summary>
    public static string BarrierNames { get; } = string.Join(
        ", ", Known.Where(known => known.Style >= OptionStyle.DownAndIn).Select(known => known.Name));

    /// <summary>Reads a name; case, <c>_</c>, <c>-</c> and spaces don't matter.</summary>
    /// <param name="text">For example <c>european</c>, <c>down_out</c> or <c>DownOut</c>.</param>
    /// <param name="style">The style.</param>
    /// <param name="isBarrier">True for the bare word <c>barrier</c>, whose kind stands in a column of its own.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out OptionStyle style, out bool isBarrier)
    {
        isBarrier = IsSame(text, "barrier");
        foreach ((string name, OptionStyle known) in Known)
        {
            if (IsSame(text, name))
            {
                style = known;
                return true;
            }
        }

        style = OptionStyle.European;
        return false;
    }

    private static bool IsSame(ReadOnlySpan<char> text, string name)
    {
        if (text.Length > NameCharsMax)
        {
            return false;
        }

        int at = 0;
        foreach (char letter in text)
        {
            if (letter is '_' or '-' or ' ')
            {
                continue;
            }

            at += at < name.Length && name[at] == '_' ? 1 : 0;
            if (at == name.Length || char.ToLowerInvariant(letter) != name[at])
            {
                return false;
            }

            at++;
        }

        return at == name.Length;
    }
}
