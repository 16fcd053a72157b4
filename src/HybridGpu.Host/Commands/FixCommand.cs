using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HybridGpu.Gateway.Access;
using HybridGpu.Host.Fix;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu fix</c>: what an operator of the FIX gateway needs beside the running venue.</summary>
internal static class FixCommand
{
    public static Command Create() =>
        new("fix", "Make logon keys, watch a session, send messages by hand.") { Keygen(), Tail(), Send() };

    private static Command Keygen()
    {
        var file = new Argument<string>("FILE") { Description = "Where the private key goes; it must not be there." };
        var command = new Command(
            "keygen", "Make a key that signs Logons: the private one into a file, the public one to be configured.")
        {
            file,
        };
        command.SetAction(parsed => MakeKey(parsed.GetValue(file)!));
        return command;
    }

    private static Command Tail()
    {
        var data = new Argument<string>("DATA") { Description = "The venue's --data directory." };
        var session = new Argument<string>("COMPID") { Description = "The client's CompID." };
        Option<int> last = Whole("--last", "How many of the messages that are there.", 20);
        var follow = new Option<bool>("--follow") { Description = "Go on with what comes, until stopped." };
        var command = new Command("tail", "Show a session's messages with tag names, also while the venue runs.")
        {
            data, session, last, follow,
        };
        command.SetAction((parsed, cancellation) => FixTail.RunAsync(
            parsed.GetValue(data)!, parsed.GetValue(session)!, parsed.GetValue(last), parsed.GetValue(follow),
            Console.Out, cancellation));
        return command;
    }

    private static Command Send()
    {
        var messages = new Argument<string[]>("MESSAGE")
        {
            Description = "MSGTYPE|TAG=VALUE|...; a value 'now' is the time.",
            Arity = ArgumentArity.OneOrMore,
        };
        var host = new Option<string>("--host") { Description = "Where.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "The venue's FIX port.", Required = true };
        var sender = new Option<string>("--sender") { Description = "SenderCompID.", Required = true };
        var target = new Option<string>("--target")
        {
            Description = "TargetCompID.",
            DefaultValueFactory = _ => "HYBRIDGPU",
        };
        var wait = new Option<TimeSpan?>("--wait")
        {
            Description = "How long to wait for answers. Default: 2s.",
            CustomParser = Arguments.Duration,
        };
        var keyId = new Option<string?>("--key-id") { Description = "Name of the key that signs the Logon." };
        var key = new Option<string?>("--key") { Description = "Its file, of 'fix keygen'." };
        var tls = new Option<bool>("--tls") { Description = "Speak TLS." };
        var authorities = new Option<string?>("--tls-authorities")
        {
            Description = "PEM of who must have issued the venue's certificate. Default: the system's trust.",
        };
        var certificate = new Option<string?>("--tls-certificate") { Description = "The client's own, PEM." };
        var certificateKey = new Option<string?>("--tls-key") { Description = "Its key, PEM." };
        var command = new Command(
            "send", "Log on with sequences from 1, send messages, print all that goes and comes.")
        {
            messages, host, port, sender, target, wait, keyId, key, tls, authorities, certificate, certificateKey,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(keyId) is null != result.GetResult(key) is null)
            {
                result.AddError("--key-id and --key go together.");
            }

            if (result.GetResult(certificate) is null != result.GetResult(certificateKey) is null)
            {
                result.AddError("--tls-certificate and --tls-key go together.");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(
            () => FixSend.RunAsync(
                new FixSendOptions
                {
                    Host = parsed.GetValue(host)!,
                    Port = parsed.GetValue(port),
                    Sender = parsed.GetValue(sender)!,
                    Target = parsed.GetValue(target)!,
                    Messages = parsed.GetValue(messages)!,
                    Wait = parsed.GetValue(wait) ?? TimeSpan.FromSeconds(2),
                    KeyId = parsed.GetValue(keyId),
                    PrivateKey = parsed.GetValue(key) is { } file ? ReadKey(file) : null,
                    UsesTls = parsed.GetValue(tls),
                    Authorities = parsed.GetValue(authorities) is { } pem ? ReadAuthorities(pem) : null,
                    Certificate = parsed.GetValue(certificate) is { } own
                        ? FixConfiguration.ReadCertificate(own, parsed.GetValue(certificateKey)!)
                        : null,
                },
                Console.Out,
                cancellation)));
        return command;
    }

    private static Option<int> Whole(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static async Task<int> RunAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException
            or CryptographicException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    private static byte[] ReadKey(string file)
    {
        byte[] key = new byte[LogonSignature.PrivateKeySize];
        return Convert.TryFromBase64String(File.ReadAllText(file).Trim(), key, out int length) && length == key.Length
            ? key
            : throw new InvalidDataException($"{file} is no key of 'hybridgpu fix keygen'.");
    }

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }

    /// <summary>The private key is written for its owner's eyes alone and never printed.</summary>
    private static int MakeKey(string path)
    {
        (byte[] privateKey, byte[] publicKey) = LogonSignature.MakeKey();
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
