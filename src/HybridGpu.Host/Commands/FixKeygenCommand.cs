using System.CommandLine;
using HybridGpu.Gateway.Access;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu fix keygen</c>: the private key into a file, the public one to be configured.</summary>
internal static class FixKeygenCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Where the private key goes; it must not be there." };
        var order = new Option<bool>("--order") { Description = "A key that signs orders (P-256), not Logons." };
        var command = new Command(
            "keygen", "Make a key that signs Logons: the private one into a file, the public one to be configured.")
        {
            file, order,
        };
        command.SetAction(parsed => parsed.GetValue(order)
            ? MakeOrderKey(parsed.GetValue(file)!)
            : MakeLogonKey(parsed.GetValue(file)!));
        return command;
    }

    private static int MakeLogonKey(string path)
    {
        (byte[] privateKey, byte[] publicKey) = LogonSignature.MakeKey();
        return Write(path, Convert.ToBase64String(privateKey), Convert.ToBase64String(publicKey));
    }

    private static int MakeOrderKey(string path)
    {
        string pem = OrderSigner.MakeKey();
        using var signer = new OrderSigner(pem, OrderDomain.Development);
        return Write(path, pem, signer.PublicKey);
    }

    /// <summary>The private key is written for its owner's eyes alone and never printed.</summary>
    private static int Write(string path, string privateKey, string publicKey)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var stream = new FileStream(path, options);
            using var writer = new StreamWriter(stream);
            writer.WriteLine(privateKey);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"No key was made: {fault.Message}");
            return 1;
        }

        Console.WriteLine($"\"publicKey\": \"{publicKey}\"");
        return 0;
    }
}
