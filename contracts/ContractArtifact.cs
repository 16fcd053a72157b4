using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace HybridGpu.Contracts;

/// <summary>A compiled contract: its interface and its creation bytecode.</summary>
/// <remarks>Thread: any; immutable. Source: solc's output, reduced by tools/build.js.</remarks>
public sealed class ContractArtifact
{
    private const int AddressDigits = 40;

    private readonly IReadOnlyDictionary<string, int[]> _links;

    private ContractArtifact(string name, string abiJson, string bytecode, IReadOnlyDictionary<string, int[]> links)
    {
        Name = name;
        AbiJson = abiJson;
        Bytecode = bytecode;
        _links = links;
    }

    /// <summary>The contract's name in Solidity.</summary>
    public string Name { get; }

    /// <summary>The contract's interface, a JSON array as solc writes it.</summary>
    public string AbiJson { get; }

    /// <summary>Creation bytecode in hex without a prefix; where a library's address belongs stands solc's
    /// placeholder, which isn't hex.</summary>
    public string Bytecode { get; }

    /// <summary>Names of the libraries whose addresses <see cref="Link"/> needs.</summary>
    public IEnumerable<string> Libraries => _links.Keys;

    /// <summary>Creation bytecode with the addresses of its libraries; constructor arguments are appended to
    /// it.</summary>
    /// <param name="libraryAddresses">Address in hex, with or without 0x, by library name; more than are needed
    /// do no harm.</param>
    /// <exception cref="ArgumentException">An address is missing or isn't one.</exception>
    public byte[] Link(IReadOnlyDictionary<string, string> libraryAddresses)
    {
        ArgumentNullException.ThrowIfNull(libraryAddresses);
        StringBuilder linked = new(Bytecode);
        foreach ((string library, int[] offsets) in _links)
        {
            string address = AddressOf(library, libraryAddresses);
            foreach (int offset in offsets)
            {
                linked.Remove(2 * offset, AddressDigits).Insert(2 * offset, address);
            }
        }

        return Convert.FromHexString(linked.ToString());
    }

    /// <summary>Reads what tools/build.js has written.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    internal static ContractArtifact Read(Stream json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        string name = root.GetProperty("name").GetString()!;
        string bytecode = root.GetProperty("bytecode").GetString()!;
        if (!bytecode.StartsWith("0x", StringComparison.Ordinal) || bytecode.Length <= 2)
        {
            throw new InvalidDataException($"The artifact of {name} has no bytecode.");
        }

        Dictionary<string, int[]> links = root.GetProperty("links").EnumerateObject().ToDictionary(
            library => library.Name,
            library => library.Value.EnumerateArray().Select(offset => offset.GetInt32()).ToArray());
        return new ContractArtifact(name, root.GetProperty("abi").GetRawText(), bytecode[2..], links);
    }

    private string AddressOf(string library, IReadOnlyDictionary<string, string> addresses)
    {
        if (!addresses.TryGetValue(library, out string? address))
        {
            throw new ArgumentException($"{Name} needs the address of its library {library}.", nameof(addresses));
        }

        string digits = address.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? address[2..] : address;
        return digits.Length == AddressDigits && digits.All(char.IsAsciiHexDigit)
            ? digits
            : throw new ArgumentException($"'{address}' is no address of {library}.", nameof(addresses));
    }
}
