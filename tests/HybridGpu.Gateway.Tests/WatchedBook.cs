using System.Globalization;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Tests;

/// <summary>What a client makes of a snapshot and the changes that follow it, by the rules of engagement
/// alone.</summary>
internal sealed class WatchedBook
{
    private readonly SortedDictionary<(string Side, decimal Price), string> _levels = [];

    public WatchedBook(ReceivedMessage snapshot)
    {
        Sequence = long.Parse(snapshot[83]!, CultureInfo.InvariantCulture);
        foreach (Dictionary<int, string> entry in Split(snapshot.Group(269, 270, 271), 269))
        {
            if (entry[269] is "0" or "1")
            {
                _levels[(entry[269], Price(entry))] = entry[271];
            }
        }
    }

    public long Sequence { get; private set; }

    /// <summary>The entries of an X.</summary>
    public static List<Dictionary<int, string>> EntriesOf(ReceivedMessage message) =>
        Split(message.Group(279, 269, 270, 271, 83), 279);

    public void Apply(ReceivedMessage message)
    {
        foreach (Dictionary<int, string> entry in EntriesOf(message))
        {
            Sequence++;
            Assert.That(entry[83], Is.EqualTo(Sequence.ToString(CultureInfo.InvariantCulture)), "no number is missing");
            if (entry[269][0] == MDEntryTypeValues.Trade)
            {
                continue;
            }

            (string, decimal) level = (entry[269], Price(entry));
            bool isThere = _levels.ContainsKey(level);
            Assert.That(isThere, Is.EqualTo(entry[279] != "0"), $"{message}");
            if (entry[279] == "2")
            {
                _levels.Remove(level);
            }
            else
            {
                _levels[level] = entry[271];
            }
        }
    }

    public override string ToString() =>
        string.Join(' ', _levels.Select(level => $"{level.Key.Side}:{level.Key.Price}x{level.Value}"));

    private static decimal Price(Dictionary<int, string> entry) =>
        decimal.Parse(entry[270], CultureInfo.InvariantCulture);

    private static List<Dictionary<int, string>> Split(string[] fields, int firstTag)
    {
        List<Dictionary<int, string>> entries = [];
        foreach (string field in fields)
        {
            string[] parts = field.Split('=', 2);
            int tag = int.Parse(parts[0], CultureInfo.InvariantCulture);
            if (tag == firstTag)
            {
                entries.Add([]);
            }

            entries[^1][tag] = parts[1];
        }

        return entries;
    }
}
