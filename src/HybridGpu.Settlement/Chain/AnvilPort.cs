using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HybridGpu.Settlement.Chain;

/// <summary>The node's port: the same at each start where possible, because wallets remember it.</summary>
/// <param name="folder">The node's folder.</param>
internal sealed class AnvilPort(string folder)
{
    private readonly string _path = Path.Combine(folder, "anvil.port");

    /// <summary>Chooses, and remembers the choice.</summary>
    /// <param name="asked">The port that it must be; null for any.</param>
    /// <returns>The port, and the remembered one if that is taken.</returns>
    /// <exception cref="ChainException">The port asked for is taken.</exception>
    public (int Port, int? Taken) Choose(int? asked)
    {
        if (asked is int must)
        {
            return IsFree(must) ? (Remember(must), null) : throw new ChainException(FormattableString.Invariant(
                $"port {must} is taken: end what uses it, or name another port for the chain"));
        }

        int? stored = Stored();
        return stored is int port && IsFree(port) ? (port, null) : (Remember(FindFree()), stored);
    }

    private int? Stored() =>
        File.Exists(_path) && int.TryParse(File.ReadAllText(_path), CultureInfo.InvariantCulture, out int port)
        && port is > 0 and <= IPEndPoint.MaxPort
            ? port
            : null;

    private int Remember(int port)
    {
        AtomicFile.Write(_path, Encoding.ASCII.GetBytes(port.ToString(CultureInfo.InvariantCulture)));
        return port;
    }

    private static int FindFree()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
