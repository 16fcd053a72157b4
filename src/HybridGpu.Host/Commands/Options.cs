using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace HybridGpu.Host.Commands;

/// <summary>Options whose values are checked as they are read, each error a sentence of ours.</summary>
/// <remarks>A validator never asks for the value of an option: the library throws for one that couldn't be read.
/// Ranges are checked by the option's own parser, and what options ask of each other is decided on
/// <see cref="Word"/>.</remarks>
internal static class Options
{
    /// <summary>A whole number from a least to a most one.</summary>
    public static Option<T> Whole<T>(string name, string description, T value, T least, T most)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => value,
            CustomParser = result => WholeOf(result, name, least, most),
        };

    /// <summary>Any whole number of its type.</summary>
    public static Option<T> Whole<T>(string name, string description, T value)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        Whole(name, description, value, T.MinValue, T.MaxValue);

    /// <summary>A whole number that must be given.</summary>
    public static Option<T> RequiredWhole<T>(string name, string description)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(name)
        {
            Description = description,
            Required = true,
            CustomParser = result => WholeOf(result, name, T.MinValue, T.MaxValue),
        };

    /// <summary>A number from a least to a most one.</summary>
    public static Option<double> Number(
        string name, string description, double value, double least, double most) => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => value,
            CustomParser = result => NumberOf(result, name, least, most) ?? 0,
        };

    /// <summary>The same, or none.</summary>
    public static Option<double?> NumberOrNone(string name, string description, double least, double most) =>
        new(name)
        {
            Description = description,
            CustomParser = result => NumberOf(result, name, least, most),
        };

    /// <summary>One of the names of an enumeration, in any case; its default is the type's where none is
    /// given.</summary>
    public static Option<T?> Choice<T>(string name, string description, T? value)
        where T : struct, Enum
    {
        string names = string.Join(" or ", Enum.GetNames<T>().Select(one => one.ToLowerInvariant()));
        return new Option<T?>(name)
        {
            Description = description,
            HelpName = names.Replace(" or ", "|", StringComparison.Ordinal),
            DefaultValueFactory = _ => value,
            CustomParser = result =>
            {
                string text = TextOf(result);
                string? found = Array.Find(
                    Enum.GetNames<T>(), one => one.Equals(text, StringComparison.OrdinalIgnoreCase));
                if (found is null)
                {
                    result.AddError($"{name} must be {names}, not '{text}'.");
                }

                return found is null ? null : Enum.Parse<T>(found);
            },
        };
    }

    /// <summary>One of some words.</summary>
    public static Option<string> OneOf(string name, string description, string value, params string[] words)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => value };
        Restrict(option, words);
        return option;
    }

    /// <summary>Lets an option take some words only, and offers them where a shell completes.</summary>
    public static void Restrict(Option<string> option, params string[] words)
    {
        option.HelpName = string.Join('|', words);
        option.CompletionSources.Add(words);
        option.CustomParser = result =>
        {
            string text = TextOf(result);
            if (!words.Contains(text, StringComparer.Ordinal))
            {
                result.AddError($"{option.Name} must be one of {string.Join(", ", words)}, not '{text}'.");
            }

            return text;
        };
    }

    /// <summary>The word given for an option or argument; null where none was, or no value with it. Never throws,
    /// whatever was given.</summary>
    public static string? Word(CommandResult result, Symbol symbol) => symbol switch
    {
        Option option => result.GetResult(option) is { Implicit: false, Tokens: [Token word] } ? word.Value : null,
        Argument argument => result.GetResult(argument) is { Tokens: [Token word] } ? word.Value : null,
        _ => null,
    };

    private static T WholeOf<T>(ArgumentResult result, string name, T least, T most)
        where T : struct, IBinaryInteger<T>
    {
        string text = TextOf(result);
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value)
            && value >= least && value <= most)
        {
            return value;
        }

        result.AddError($"{name} must be from {least} to {most}, not '{text}': write a whole number.");
        return default;
    }

    private static double? NumberOf(ArgumentResult result, string name, double least, double most)
    {
        string text = TextOf(result);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value >= least && value <= most)
        {
            return value;
        }

        result.AddError(FormattableString.Invariant($"{name} must be from {least} to {most}, not '{text}'."));
        return null;
    }

    private static string TextOf(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
}
