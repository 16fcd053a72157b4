using System.Diagnostics;
using System.Security.Cryptography;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Host.Bench;

/// <summary>The workload <c>signatures</c>: what a session does to an order or mass quote that is signed.</summary>
/// <remarks>Each signature is verified and must hold, and one over other terms must not.</remarks>
internal sealed class SignatureBench(int runs)
{
    private const int Verifications = 2_000;
    private const int Orders = 64;

    /// <summary>Measures verification side by side, and the tree of a mass quote's entries.</summary>
    public BenchResult Run()
    {
        BenchRow[] rows = [Verify(1), Verify(2), Tree(1), Tree(100), Tree(MassQuote.EntryCountMax)];
        return new BenchResult(
            "signatures",
            rows,
            [
                "verify: struct hash of an order, digest, P-256 verification by .NET's ECDsa (OpenSSL), "
                    + $"{Verifications} a session, each session with its key on a thread of its own. Best of {runs} "
                    + "runs, median beside it.",
                "root: Merkle root and struct hash of a mass quote with so many entries; its one verification comes on "
                    + "top. allocated_bytes: of one verification, or one root.",
            ]);
    }

    private BenchRow Verify(int sessions)
    {
        Session[] all = [.. Enumerable.Range(0, sessions).Select(_ => new Session())];
        try
        {
            all[0].VerifyAll(Orders);
            double[] rates = new double[runs];
            for (int run = 0; run < runs; run++)
            {
                long started = Stopwatch.GetTimestamp();
                Thread[] threads = [.. all.Select(session => new Thread(() => session.VerifyAll(Verifications)))];
                Array.ForEach(threads, thread => thread.Start());
                Array.ForEach(threads, thread => thread.Join());
                rates[run] = sessions * Verifications / Stopwatch.GetElapsedTime(started).TotalSeconds;
            }

            if (all.Any(session => session.HasFailed))
            {
                throw new BenchFailedException("A signature was not judged rightly.");
            }

            Array.Sort(rates);
            long before = GC.GetAllocatedBytesForCurrentThread();
            all[0].VerifyAll(Orders);
            return new BenchRow()
                .With("case", "verify")
                .With("sessions", sessions)
                .With("per_s", rates[^1])
                .With("per_s_median", rates[runs / 2])
                .With("allocated_bytes", (GC.GetAllocatedBytesForCurrentThread() - before) / Orders);
        }
        finally
        {
            Array.ForEach(all, session => session.Dispose());
        }
    }

    private BenchRow Tree(int count)
    {
        var entries = new QuoteEntry[count];
        var quote = new MassQuote { Version = 1, ExpiryNs = 1, EntryCount = (uint)count };
        Hash256 first = OrderHashes.Of(in quote, entries);
        int repeats = Math.Max(1, 20_000 / count);
        double[] micros = new double[runs];
        long allocated = 0;
        for (int run = 0; run < runs; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeats; i++)
            {
                entries[^1].BidLots = i;
                _ = OrderHashes.Of(in quote, entries);
            }

            micros[run] = Stopwatch.GetElapsedTime(started).TotalMicroseconds / repeats;
            allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / repeats;
        }

        entries[^1].BidLots = 0;
        if (OrderHashes.Of(in quote, entries) != first)
        {
            throw new BenchFailedException("The same entries have two roots.");
        }

        Array.Sort(micros);
        return new BenchRow()
            .With("case", "root")
            .With("entries", count)
            .With("us", micros[0])
            .With("us_median", micros[runs / 2])
            .With("allocated_bytes", allocated);
    }

    /// <summary>A session with its key, and orders that it has signed.</summary>
    private sealed class Session : IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private readonly ECDsa _public = ECDsa.Create();
        private readonly Hash256 _domain = OrderDomain.Development.Separator();
        private readonly byte[][] _signatures = new byte[Orders][];

        public Session()
        {
            _public.ImportSubjectPublicKeyInfo(_key.ExportSubjectPublicKeyInfo(), out _);
            Span<byte> digest = stackalloc byte[Hash256.Length];
            for (int i = 0; i < Orders; i++)
            {
                WriteDigest(i, digest);
                _signatures[i] = _key.SignHash(digest);
            }
        }

        public bool HasFailed { get; private set; }

        public void VerifyAll(int count)
        {
            Span<byte> digest = stackalloc byte[Hash256.Length];
            for (int i = 0; i < count; i++)
            {
                WriteDigest(i % Orders, digest);
                HasFailed |= !_public.VerifyHash(digest, _signatures[i % Orders]);
            }

            // The last digest with the signature of another order.
            HasFailed |= _public.VerifyHash(digest, _signatures[count % Orders]);
        }

        public void Dispose()
        {
            _key.Dispose();
            _public.Dispose();
        }

        private void WriteDigest(int order, Span<byte> digest)
        {
            var terms = new NewOrder { Nonce = (ulong)order + 1, Lots = 1, PriceTicks = 1, Side = Side.Buy };
            OrderHashes.WriteDigest(_domain, OrderHashes.Of(in terms), digest);
        }
    }
}
