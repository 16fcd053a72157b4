using System.Globalization;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Tests.Support;

/// <summary>A vector's fields, read as what the code calls them.</summary>
internal sealed class WireFields
{
    private readonly IReadOnlyDictionary<string, string> _values;

    public WireFields(string name)
    {
        _values = WireDocument.Fields(name);
    }

    public IEnumerable<(uint Instrument, long Value)> Numbered(string prefix) =>
        from pair in _values
        where pair.Key.StartsWith(prefix + " ", StringComparison.Ordinal)
        let number = uint.Parse(pair.Key[(prefix.Length + 1)..], null)
        select (number, long.Parse(pair.Value, CultureInfo.InvariantCulture));

    public string Text(string name) => _values[name];

    public bool Has(string name) => _values.ContainsKey(name);

    public ulong Number(string name) => Has(name) ? ulong.Parse(_values[name], CultureInfo.InvariantCulture) : 0;

    public long Signed(string name) => long.Parse(_values[name], CultureInfo.InvariantCulture);

    public Hash32 Word(string name) => Has(name) ? Hash32.Parse(_values[name]) : default;

    public Address Owner() => Has("owner") ? new Address(Convert.FromHexString(_values["owner"])) : default;

    public InstrumentTerms Terms() => new()
    {
        Instrument = (uint)Number("instrument"),
        Underlying = (byte)Number("underlying"),
        Payoff = (byte)Number("payoff"),
        Strike = Number("strike"),
        ExpiryNs = Number("expiryNs"),
        TickSize = Number("tickSize"),
        LotSize = Number("lotSize"),
        IsSettled = Number("settled") == 1,
        Settlement = Number("settlement"),
    };
}
