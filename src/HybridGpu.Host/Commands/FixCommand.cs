using System.CommandLine;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Org.BouncyCastle.Security;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu fix</c>: what an operator of the FIX gateway needs beside the running venue.</summary>
internal static class FixCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Where the private key goes; it must not be there." };
        var keygen = new Command(
            "keygen", "Make a key that signs Logons: the private one into a file, the public one to be configured.")
        {
            file,
        };
        keygen.SetAction(parsed => MakeKey(parsed.GetValue(file)!));
        return new Command("fix", "Keys for the FIX gateway.") { keygen };
    }

    /// <summary>The private key is written for its owner's eyes alone and never printed.</summary>
    private static int MakeKey(string path)
    {
        byte[] privateKey = new byte[Ed25519.SecretKeySize];
        byte[] publicKey = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePrivateKey(new SecureRandom(), privateKey);
        Ed25519.GeneratePublicKey(privateKey, 0, publicKey, 0);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var stream = new FileStream(path, options);
            using var writer = new StreamWriter(stream);
            writer.WriteLine(Convert.ToBase64String(privateKey));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"No key was made: {fault.Message}");
            return 1;
        }

        Console.WriteLine($"\"publicKey\": \"{Convert.ToBase64String(publicKey)}\"");
        return 0;
    }
}
