using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HybridGpu.Ethereum.Values;
using HybridGpu.Gateway.Access;
using HybridGpu.Gateway.Signatures;
using HybridGpu.Host.Fix;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu fix</c>: what an operator of the FIX gateway needs beside the running venue.</summary>
internal static class FixCommand
{
    public static Command Create() =>
        new("fix", "Make keys, watch and stop sessions, send messages by hand.")
        {
            FixKeygenCommand.Create(), Tail(), Send(), FixControlCommands.Sessions(), FixControlCommands.Kill(),
            FixControlCommands.Allow(),
        };

    private static Command Tail()
    {
        var data = new Argument<string>("DATA") { Description = "The venue's --data directory." };
        var session = new Argument<string>("COMPID") { Description = "The client's CompID." };
        Option<int> last = Options.Whole("--last", "How many of the messages that are there.", 20, 0, 1_000_000);
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
        Argument<string[]> messages = Messages();
        var host = new Option<string>("--host") { Description = "Where.", DefaultValueFactory = _ => "127.0.0.1" };
        Option<int> port = Options.RequiredWhole("--port", "The venue's FIX port.", 1, 65_535);
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
        var orderKey = new Option<string?>("--order-key")
        {
            Description = "File of 'fix keygen --order': signs each order D that has no signature.",
        };
        Option<OrderDomain?> orderDomain = OrderDomainOption();
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
            messages, host, port, sender, target, wait, keyId, key, orderKey, orderDomain, tls, authorities,
            certificate, certificateKey,
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
                    OrderSigner = parsed.GetValue(orderKey) is { } orders
                        ? ReadSigner(orders, parsed.GetValue(orderDomain) ?? OrderDomain.Development)
                        : null,
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

    private static Option<OrderDomain?> OrderDomainOption() => new("--order-domain")
    {
        Description = "CHAINID:0xADDRESS of the venue's signed orders. Default: the development domain (docs/fix.md).",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            string[] parts = text.Split(':');
            if (parts.Length == 2
                && ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong chain)
                && chain > 0
                && Address.TryParse(parts[1], out Address contract))
            {
                return new OrderDomain(chain, contract);
            }

            result.AddError($"--order-domain must be CHAINID:0xADDRESS, not '{text}'.");
            return null;
        },
    };

    private static Argument<string[]> Messages()
    {
        var messages = new Argument<string[]>("MESSAGE")
        {
            Description = "MSGTYPE|TAG=VALUE|...; a value 'now' is the time.",
            Arity = ArgumentArity.OneOrMore,
        };
        messages.Validators.Add(result =>
        {
            foreach (System.CommandLine.Parsing.Token token in result.Tokens)
            {
                if (FixSend.TryRead(token.Value) is null)
                {
                    result.AddError(
                        $"'{token.Value}' is no message: MSGTYPE|TAG=VALUE|..., such as "
                        + "'D|11=A1|55=BTC-PERP|54=1|60=now|38=1|40=2|44=60000'.");
                }
            }
        });
        return messages;
    }

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

    private static OrderSigner ReadSigner(string file, OrderDomain domain)
    {
        try
        {
            return new OrderSigner(File.ReadAllText(file), domain);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException($"{file} is no key of 'hybridgpu fix keygen --order'.", fault);
        }
    }

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }
}
