using System.Security.Cryptography.X509Certificates;

namespace HybridGpu.Gateway.Access;

/// <summary>Whether the other side's certificate comes from an authority of one's own choice.</summary>
public static class CertificateTrust
{
    /// <summary>True when one of the authorities has issued it and it is valid now. The system's own trust doesn't
    /// count.</summary>
    /// <param name="authorities">The authorities.</param>
    /// <param name="certificate">What the other side showed; null is refused.</param>
    public static bool IsIssuedBy(X509Certificate2Collection authorities, X509Certificate? certificate)
    {
        if (certificate is null)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);

        // Authorities of a venue's own seldom publish revocations; a key that is lost is taken off the configuration.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var its = new X509Certificate2(certificate);
        return chain.Build(its);
    }
}
