using System.Numerics;
using System.Text.Json.Nodes;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests.Support;

/// <summary>A chain in memory: blocks by parent hash, a pool, nonces; its owner mines, reorganises and
/// forgets.</summary>
internal sealed class FakeChain
{
    private readonly List<Block> _blocks = [];
    private int _salt;

    public FakeChain() => Mine();

    public List<SignedTransaction> Pool { get; } = [];

    public List<SignedTransaction> Received { get; } = [];

    public BigInteger BaseFee { get; set; } = 1_000;

    public bool IsMiningAtOnce { get; set; }

    public ulong Head => (ulong)_blocks.Count - 1;

    public Block? At(ulong number) => number <= Head ? _blocks[(int)number] : null;

    /// <summary>Mines what of the pool is in order, with logs of the given data besides.</summary>
    public void Mine(params byte[] logs)
    {
        var mined = new List<SignedTransaction>();
        while (Pool.Find(waiting => waiting.Transaction.Nonce == Count(mined)) is SignedTransaction next)
        {
            Pool.Remove(next);
            mined.Add(next);
        }

        ulong number = (ulong)_blocks.Count;
        Hash32 parent = number == 0 ? default : _blocks[^1].Hash;
        Hash32 hash = Keccak256.Hash([.. parent.ToArray(), (byte)number, (byte)_salt, .. logs]);
        _blocks.Add(new Block(number, hash, parent, mined, logs));
    }

    public void MineMany(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Mine();
        }
    }

    /// <summary>Takes the newest blocks away, with what was in them; new ones will have other hashes.</summary>
    public void Lose(int count)
    {
        _blocks.RemoveRange(_blocks.Count - count, count);
        _salt++;
    }

    public ulong Count(IReadOnlyCollection<SignedTransaction>? also = null) =>
        (ulong)(_blocks.Sum(block => block.Transactions.Count) + (also?.Count ?? 0));

    public string? Accept(SignedTransaction signed)
    {
        ulong nonce = signed.Transaction.Nonce;
        if (nonce < Count())
        {
            return "nonce too low";
        }

        if (Pool.Find(waiting => waiting.Transaction.Nonce == nonce) is SignedTransaction old)
        {
            if (old.Hash == signed.Hash)
            {
                return "already known";
            }

            if (signed.Transaction.MaxFeePerGas * 8 < old.Transaction.MaxFeePerGas * 9
                || signed.Transaction.MaxPriorityFeePerGas * 8 < old.Transaction.MaxPriorityFeePerGas * 9)
            {
                return "replacement transaction underpriced";
            }

            Pool.Remove(old);
        }

        Received.Add(signed);
        Pool.Add(signed);
        if (IsMiningAtOnce)
        {
            Mine();
        }

        return null;
    }

    public JsonNode? Receipt(Hash32 hash) => Find(hash) is not (Block block, SignedTransaction signed)
        ? null
        : new JsonObject
        {
            ["transactionHash"] = hash.ToString(),
            ["blockNumber"] = Hex.Quantity(block.Number),
            ["blockHash"] = block.Hash.ToString(),
            ["from"] = signed.Sender.ToString(),
            ["to"] = signed.Transaction.To?.ToString(),
            ["contractAddress"] = null,
            ["gasUsed"] = "0x5208",
            ["effectiveGasPrice"] = "0x1",
            ["status"] = signed.Transaction.Data.Span.SequenceEqual("fail"u8) ? "0x0" : "0x1",
            ["logs"] = new JsonArray(),
        };

    public JsonNode? Transaction(Hash32 hash)
    {
        (Block Block, SignedTransaction Signed)? mined = Find(hash);
        SignedTransaction? signed = mined?.Signed ?? Pool.Find(waiting => waiting.Hash == hash);
        return signed is null ? null : new JsonObject
        {
            ["hash"] = hash.ToString(),
            ["nonce"] = Hex.Quantity(signed.Transaction.Nonce),
            ["from"] = signed.Sender.ToString(),
            ["to"] = signed.Transaction.To?.ToString(),
            ["value"] = Hex.Quantity(signed.Transaction.Value),
            ["input"] = Hex.Encode(signed.Transaction.Data.Span),
            ["blockNumber"] = mined is null ? null : Hex.Quantity(mined.Value.Block.Number),
            ["blockHash"] = mined?.Block.Hash.ToString(),
        };
    }

    public JsonNode? Header(ulong number) => At(number) is not Block block ? null : new JsonObject
    {
        ["number"] = Hex.Quantity(block.Number),
        ["hash"] = block.Hash.ToString(),
        ["parentHash"] = block.Parent.ToString(),
        ["timestamp"] = "0x1",
        ["gasLimit"] = "0x1",
        ["gasUsed"] = "0x0",
        ["baseFeePerGas"] = Hex.Quantity(BaseFee),
        ["transactions"] = new JsonArray([.. block.Transactions.Select(signed => (JsonNode)signed.Hash.ToString())]),
    };

    public JsonArray Logs(ulong from, ulong to) => new([.. _blocks
        .Where(block => block.Number >= from && block.Number <= to)
        .SelectMany(block => block.Logs.Index().Select(log => (JsonNode)new JsonObject
        {
            ["address"] = Address.Zero.ToString(),
            ["topics"] = new JsonArray(),
            ["data"] = Hex.Encode([log.Item]),
            ["blockNumber"] = Hex.Quantity(block.Number),
            ["blockHash"] = block.Hash.ToString(),
            ["transactionHash"] = default(Hash32).ToString(),
            ["logIndex"] = Hex.Quantity(log.Index),
            ["removed"] = false,
        }))]);

    private (Block Block, SignedTransaction Signed)? Find(Hash32 hash)
    {
        foreach (Block block in _blocks)
        {
            if (block.Transactions.FirstOrDefault(signed => signed.Hash == hash) is SignedTransaction found)
            {
                return (block, found);
            }
        }

        return null;
    }

    internal sealed record Block(
        ulong Number, Hash32 Hash, Hash32 Parent, IReadOnlyList<SignedTransaction> Transactions, byte[] Logs);
}
