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
        ("american_down_in", OptionStyle.AmericanDownAndIn),
        ("american_down_out", OptionStyle.AmericanDownAndOut),
        ("american_up_in", OptionStyle.AmericanUpAndIn),
        ("american_up_out", OptionStyle.AmericanUpAndOut),
    ];

    /// <summary>All names, for a message.</summary>
    public static string Names { get; } = string.Join(", ", Known.Select(known => known.Name))
        + ", barrier, american_barrier";

    /// <summary>The names of a barrier's kinds, for a message.</summary>
    public static string BarrierNames { get; } = string.Join(
        ", ", Known.Where(known => IsBarrierKind(known.Style)).Select(known => known.Name));

    /// <summary>Reads a style; case, <c>_</c>, <c>-</c> and spaces don't matter.</summary>
    /// <param name="text">For example <c>european</c>, <c>down_out</c> or <c>DownOut</c>.</param>
    /// <param name="barrierText">What kind of barrier it is; where the style isn't the bare word <c>barrier</c> or
    /// <c>american_barrier</c> it is empty or says the same.</param>
    /// <param name="style">The style.</param>
    /// <returns>Whether both were known, else which of the two wasn't.</returns>
    public static StyleReading Read(
        ReadOnlySpan<char> text, ReadOnlySpan<char> barrierText, out OptionStyle style)
    {
        bool isAmerican = IsSame(text, "american_barrier");
        if (!isAmerican && !IsSame(text, "barrier"))
        {
            return !TryParse(text, out style) ? StyleReading.UnknownStyle
                : IsSaidBy(barrierText, style) ? StyleReading.Known
                : StyleReading.Contradiction;
        }

        if (!TryParse(barrierText, out style) || !IsBarrierKind(style))
        {
            return StyleReading.UnknownBarrier;
        }

        style = isAmerican ? Exercised(style) : style;
        return StyleReading.Known;
    }

    // A row may say its barrier twice; what it says must be one thing.
    private static bool IsSaidBy(ReadOnlySpan<char> barrierText, OptionStyle style) =>
        barrierText.IsWhiteSpace()
        || (TryParse(barrierText, out OptionStyle barrier)
            && (barrier == style || (IsBarrierKind(barrier) && Exercised(barrier) == style)));

    // The kinds that a barrier's own column names.
    private static bool IsBarrierKind(OptionStyle style) =>
        style is >= OptionStyle.DownAndIn and <= OptionStyle.UpAndOut;

    private static OptionStyle Exercised(OptionStyle style) => style switch
    {
        OptionStyle.DownAndIn => OptionStyle.AmericanDownAndIn,
        OptionStyle.DownAndOut => OptionStyle.AmericanDownAndOut,
        OptionStyle.UpAndIn => OptionStyle.AmericanUpAndIn,
        _ => OptionStyle.AmericanUpAndOut,
    };

    private static bool TryParse(ReadOnlySpan<char> text, out OptionStyle style)
    {
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
