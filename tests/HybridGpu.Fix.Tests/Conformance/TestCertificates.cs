using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HybridGpu.Fix.Tests.Conformance;

/// <summary>Certificates that live as long as a test.</summary>
internal static class TestCertificates
{
    /// <summary>A certificate for a name, signed by itself, with its key.</summary>
    public static X509Certificate2 Create(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>Writes NAME.pem and NAME.key into a folder.</summary>
    public static void Save(this X509Certificate2 certificate, string folder, string name)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(Path.Combine(folder, name + ".pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, name + ".key"), key.ExportPkcs8PrivateKeyPem());
    }
}
