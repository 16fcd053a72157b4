using System.Security.Cryptography.X509Certificates;

namespace HybridGpu.Gateway.Access;

/// <summary>Mutual TLS: whether a client's certificate comes from an authority of the venue's choice.</summary>
internal static class ClientCertificates
{
    /// <summary>True when one of the authorities has issued it and it is valid now. The system's own trust doesn't
    /// count.</summary>
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
