using System;
using System.Buffers;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Security.Cryptography;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Signatures;

/// <summary>Checks that a session's orders and mass quotes were signed by one of its keys, over the terms that the
/// venue read.</summary>
/// <remarks>
/// The venue computes the struct hash from its own command, so whatever it misread makes the signature wrong. Cost: one
/// P-256 verification (about 0.1 ms of the session's own thread; perf/results), which allocates what .NET's ECDsa does;
/// a session with several keys pays for each that it tries, the last one that fitted first. Thread: the session's.
/// </remarks>
internal sealed class OrderSignatures : IDisposable
{
    /// <summary>Keys of a session; a change of keys needs two.</summary>
    public const int KeysMax = 4;

    /// <summary>Bytes of a signature: r and s.</summary>
    public const int Size = 64;

    /// <summary>Digits of a nonce or version: those of a FIX integer.</summary>
    public const long NumberMax = 999_999_999_999_999_999;

    private readonly List<(OrderKey Terms, ECDsa Key)> _keys = [];
    private readonly Hash256 _domain;
    private readonly TimeProvider _time;
    private int _last;

    /// <param name="keys">1 to <see cref="KeysMax"/> keys.</param>
    /// <param name="domain">The venue's domain.</param>
    /// <param name="time">The clock by which keys end.</param>
    /// <exception cref="ArgumentException">More keys.</exception>
    public OrderSignatures(IReadOnlyList<OrderKey> keys, OrderDomain domain, TimeProvider time)
    {
        if (keys.Count is 0 or > KeysMax)
        {
            throw new ArgumentException($"A session has 1 to {KeysMax} order keys, not {keys.Count}.");
        }

        _domain = domain.Separator();
        _time = time;
        foreach (OrderKey terms in keys)
        {
            var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(terms.PublicKey.Span, out _);
            _keys.Add((terms, key));
        }
    }

    /// <summary>Checks an order of whoever has sent it. Hot path where the account delegates: no allocation.</summary>
    /// <param name="client">Who has sent it.</param>
    /// <param name="raw">The message.</param>
    /// <param name="message">The same, as what it is.</param>
    /// <param name="order">The order as read so far; gets its slot, nonce and expiry where it is signed.</param>
    /// <param name="hash">The struct hash; zero where the account delegates.</param>
    /// <param name="fault">What is wrong, for a machine.</param>
    /// <returns>Empty, or what is wrong, for Text(58).</returns>
    public static ReadOnlySpan<byte> Check(
        GatewayClient client,
        FixMessage raw,
        scoped in NewOrderSingleReader message,
        scoped ref NewOrder order,
        out Hash256 hash,
        out SignatureFault fault) => client.Signatures is { } signatures
            ? signatures.Check(raw, in message, ref order, out hash, out fault)
            : CheckDelegated(raw, out hash, out fault);

    /// <summary>The same of a mass quote, whose entries are the client's.</summary>
    /// <param name="client">Who has sent it.</param>
    /// <param name="raw">The message.</param>
    /// <param name="message">The same, as what it is.</param>
    /// <param name="quote">The command as read so far; gets its version and expiry where it is signed.</param>
    /// <param name="hash">The struct hash; zero where the account delegates.</param>
    /// <param name="fault">What is wrong, for a machine.</param>
    /// <returns>Empty, or what is wrong, for Text(58).</returns>
    public static ReadOnlySpan<byte> Check(
        GatewayClient client,
        FixMessage raw,
        scoped in MassQuoteReader message,
        scoped ref MassQuote quote,
        out Hash256 hash,
        out SignatureFault fault) => client.Signatures is { } signatures
            ? signatures.Check(
                raw, in message, ref quote, client.Entries.AsSpan(0, (int)quote.EntryCount), out hash, out fault)
            : CheckDelegated(raw, out hash, out fault);

    /// <summary>Who delegates and signs all the same counts on what nobody checks: that is said.</summary>
    private static ReadOnlySpan<byte> CheckDelegated(FixMessage raw, out Hash256 hash, out SignatureFault fault)
    {
        hash = default;
        fault = SignedFields.AreIn(raw) ? SignatureFault.Delegated : SignatureFault.None;
        return SignatureTexts.Of(fault);
    }

    private ReadOnlySpan<byte> Check(
        FixMessage raw,
        scoped in NewOrderSingleReader message,
        scoped ref NewOrder order,
        out Hash256 hash,
        out SignatureFault fault)
    {
        hash = default;
        ReadOnlySpan<byte> problem = SignedFields.Read(in message, ref order, out fault);
        if (!problem.IsEmpty)
        {
            return problem;
        }

        hash = OrderHashes.Of(in order);
        fault = Verify(raw, hash, out OrderKey? key);
        fault = fault == SignatureFault.None
            ? Judge(key!, OrderKeyScope.Orders, order.Lots, order.ExpiryNs)
            : fault;
        return SignatureTexts.Of(fault);
    }

    private ReadOnlySpan<byte> Check(
        FixMessage raw,
        scoped in MassQuoteReader message,
        scoped ref MassQuote quote,
        ReadOnlySpan<QuoteEntry> entries,
        out Hash256 hash,
        out SignatureFault fault)
    {
        hash = default;
        ReadOnlySpan<byte> problem = SignedFields.Read(in message, ref quote, entries, out fault);
        if (!problem.IsEmpty)
        {
            return problem;
        }

        hash = OrderHashes.Of(in quote, entries);
        fault = Verify(raw, hash, out OrderKey? key);
        fault = fault == SignatureFault.None
            ? Judge(key!, OrderKeyScope.Quotes, LargestOf(entries), quote.ExpiryNs)
            : fault;
        return SignatureTexts.Of(fault);
    }

    /// <inheritdoc/>
    public void Dispose() => _keys.ForEach(one => one.Key.Dispose());

    private static long LargestOf(ReadOnlySpan<QuoteEntry> entries)
    {
        long largest = 0;
        foreach (ref readonly QuoteEntry entry in entries)
        {
            largest = Math.Max(largest, Math.Max(entry.BidLots, entry.AskLots));
        }

        return largest;
    }

    /// <summary>Finds the key that made the signature.</summary>
    private SignatureFault Verify(FixMessage message, Hash256 hash, out OrderKey? made)
    {
        made = null;
        if (!message.TryGetBytes(Tags.Signature, out ReadOnlySpan<byte> text))
        {
            return SignatureFault.Missing;
        }

        Span<byte> signature = stackalloc byte[Size];
        if (text.Length != Base64.GetMaxEncodedToUtf8Length(Size)
            || Base64.DecodeFromUtf8(text, signature, out int read, out int length) != OperationStatus.Done
            || read != text.Length || length != Size)
        {
            return SignatureFault.Malformed;
        }

        Span<byte> digest = stackalloc byte[Hash256.Length];
        OrderHashes.WriteDigest(_domain, hash, digest);
        for (int i = 0; i < _keys.Count; i++)
        {
            int at = (_last + i) % _keys.Count;
            if (_keys[at].Key.VerifyHash(digest, signature))
            {
                _last = at;
                made = _keys[at].Terms;
                return SignatureFault.None;
            }
        }

        return SignatureFault.Wrong;
    }

    /// <summary>Whether the key may sign this. What rests may trade until its expiry, so the key must last as
    /// long.</summary>
    private SignatureFault Judge(OrderKey key, OrderKeyScope scope, long lots, long expiryNs)
    {
        if ((key.Scope & scope) == 0)
        {
            return SignatureFault.KeyScope;
        }

        if (key.NotAfter is { } end)
        {
            // In 100 ns, which no expiry that fits 64 bits of ns leaves.
            long endTicks = (end - DateTimeOffset.UnixEpoch).Ticks;
            if (_time.GetUtcNow() > end || expiryNs / 100 > endTicks)
            {
                return SignatureFault.KeyExpired;
            }
        }

        return lots > (key.LotsMax ?? long.MaxValue) ? SignatureFault.OverCap : SignatureFault.None;
    }
}
