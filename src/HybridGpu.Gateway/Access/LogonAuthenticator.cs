using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Access;

/// <summary>Checks that a Logon was signed by one of its client's keys, now, and only once.</summary>
/// <remarks>
/// Signed is the text <c>HYBRIDGPU-LOGON-1</c>, SenderCompID, TargetCompID, Username(553) and RawData(96), each but the
/// last followed by a line feed; RawData is the time in ms since 1970, a full stop and a nonce; Password(554) is the
/// Ed25519 signature (RFC 8032) in base64. A time more than <see cref="Window"/> off, or before this object was made,
/// is refused, and so is a nonce that was used before: a Logon that was overheard is worth nothing, also after a
/// restart. After <see cref="FailuresMax"/> failures in a row the client is locked out, longer each time. Thread: any.
/// </remarks>
internal sealed class LogonAuthenticator
{
    /// <summary>Failures in a row before a client is locked out.</summary>
    public const int FailuresMax = 5;

    /// <summary>Logons of one client within two windows; more are refused.</summary>
    public const int NoncesMax = 1_024;

    /// <summary>Most that a client's clock may be off.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>The first lockout; it doubles each time.</summary>
    public static readonly TimeSpan LockoutMin = TimeSpan.FromSeconds(30);

    /// <summary>The longest lockout.</summary>
    public static readonly TimeSpan LockoutMax = TimeSpan.FromHours(1);

    /// <summary>Addresses whose failures are counted one by one.</summary>
    public const int AddressesMax = 1_024;

    private const int NonceLengthMin = 8;
    private const int RawDataLengthMax = 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LogonKey> _keys = [];
    private readonly Dictionary<string, long> _used = [];
    private readonly TimeProvider _time;
    private readonly long _startedMillis;
    private readonly Dictionary<string, Failures> _failures = [];

    /// <summary>Stands for all addresses for which there is no room.</summary>
    private readonly Failures _elsewhere = new();

    public LogonAuthenticator(IEnumerable<LogonKey> keys, TimeProvider time)
    {
        _time = time;
        _startedMillis = NowMillis();
        foreach (LogonKey key in keys)
        {
            if (key.PublicKey.Length != LogonSignature.PublicKeySize || !_keys.TryAdd(key.Id, key))
            {
                throw new ArgumentException(
                    $"Logon key '{key.Id}' isn't {LogonSignature.PublicKeySize} bytes, or is there twice.");
            }
        }
    }

    /// <summary>Whether the Logon may pass. Why not is nobody's business who can't sign.</summary>
    /// <param name="logon">The Logon.</param>
    /// <param name="address">Where it comes from: a stranger who fails elsewhere locks nobody out here.</param>
    public bool IsGenuine(FixMessage logon, string address)
    {
        lock (_lock)
        {
            long now = NowMillis();
            Failures failures = FailuresOf(address, now);
            if (now < failures.LockedUntilMillis)
            {
                return false;
            }

            if (IsSigned(logon, now))
            {
                _failures.Remove(address);
                return true;
            }

            failures.Count(now);
            return false;
        }
    }

    /// <summary>At the bound those go whose time is over; while there is still no room all others are one.</summary>
    private Failures FailuresOf(string address, long now)
    {
        if (_failures.TryGetValue(address, out Failures? known))
        {
            return known;
        }

        if (_failures.Count >= AddressesMax)
        {
            foreach ((string old, Failures failures) in _failures)
            {
                if (failures.IsForgotten(now))
                {
                    _failures.Remove(old);
                }
            }
        }

        if (_failures.Count >= AddressesMax)
        {
            return _elsewhere;
        }

        var added = new Failures();
        _failures.Add(address, added);
        return added;
    }

    private static string Text(FixMessage message, int tag) =>
        message.TryGetBytes(tag, out ReadOnlySpan<byte> value) ? Encoding.Latin1.GetString(value) : "";

    private bool IsSigned(FixMessage logon, long now)
    {
        string rawData = Text(logon, Tags.RawData);
        string keyId = Text(logon, Tags.Username);
        return _keys.TryGetValue(keyId, out LogonKey? key)
            && IsFresh(rawData, now)
            && TryReadSignature(logon, out byte[] signature)
            && LogonSignature.Verify(
                signature, key.PublicKey, Text(logon, Tags.SenderCompID), Text(logon, Tags.TargetCompID), keyId,
                rawData)
            && TryUse($"{keyId}\n{rawData}", now);
    }

    private static bool TryReadSignature(FixMessage logon, out byte[] signature)
    {
        signature = new byte[LogonSignature.Size];
        return logon.TryGetBytes(Tags.Password, out ReadOnlySpan<byte> text)
            && text.Length <= Base64.GetMaxEncodedToUtf8Length(LogonSignature.Size)
            && Convert.TryFromBase64String(Encoding.Latin1.GetString(text), signature, out int length)
            && length == LogonSignature.Size;
    }

    private bool IsFresh(string rawData, long now)
    {
        int stop = rawData.IndexOf('.', StringComparison.Ordinal);
        return stop > 0 && rawData.Length <= RawDataLengthMax && rawData.Length - stop - 1 >= NonceLengthMin
            && long.TryParse(rawData.AsSpan(0, stop), NumberStyles.None, CultureInfo.InvariantCulture, out long millis)
            && millis >= _startedMillis && Math.Abs(now - millis) <= Window.TotalMilliseconds;
    }

    /// <summary>Only what was signed gets here, so nobody else can fill the table.</summary>
    private bool TryUse(string nonce, long now)
    {
        if (_used.Count >= NoncesMax)
        {
            foreach ((string old, long usedAt) in _used)
            {
                if (now - usedAt > 2 * Window.TotalMilliseconds)
                {
                    _used.Remove(old);
                }
            }
        }

        return _used.Count < NoncesMax && _used.TryAdd(nonce, now);
    }

    private long NowMillis() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What came from one address.</summary>
    private sealed class Failures
    {
        private int _inARow;
        private int _lockouts;
        private long _lastMillis = long.MinValue;

        public long LockedUntilMillis { get; private set; } = long.MinValue;

        public void Count(long now)
        {
            _lastMillis = now;
            if (++_inARow < FailuresMax)
            {
                return;
            }

            double millis = LockoutMin.TotalMilliseconds * Math.Pow(2, Math.Min(_lockouts, 20));
            LockedUntilMillis = now + (long)Math.Min(millis, LockoutMax.TotalMilliseconds);
            _inARow = 0;
            _lockouts++;
        }

        /// <summary>Nothing came for the longest lockout after the last failure or lockout.</summary>
        public bool IsForgotten(long now) =>
            Math.Max(_lastMillis, LockedUntilMillis) < now - (long)LockoutMax.TotalMilliseconds;
    }
}
