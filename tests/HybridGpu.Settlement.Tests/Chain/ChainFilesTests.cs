using System.Numerics;
using System.Runtime.Versioning;
using HybridGpu.Ethereum.Keystore;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.Tests.Chain.Support;

namespace HybridGpu.Settlement.Tests.Chain;

/// <summary>What is kept in files: keys, raw transactions, the record of contracts, batches.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ChainFilesTests : IDisposable
{
    private const ulong Mainnet = 1;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Plain_keys_and_the_well_known_account_are_refused_on_a_chain_with_real_money()
    {
        string path = _folder.File("operator.key");

        Assert.That(() => ChainKeys.DevAccount(Mainnet), Throws.TypeOf<ChainException>());
        Assert.That(() => ChainKeys.OpenOrCreateDev(path, Mainnet), Throws.TypeOf<ChainException>());
        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void A_development_key_is_made_once_and_readable_by_its_owner_only()
    {
        string path = _folder.File("keys/operator.key");
        using EthereumKey made = ChainKeys.OpenOrCreateDev(path, DevChains.Anvil);
        using EthereumKey read = ChainKeys.OpenOrCreateDev(path, DevChains.Anvil);

        Assert.That(read.Address, Is.EqualTo(made.Address));
        Assert.That(
            File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void A_key_that_others_may_read_is_refused_without_being_shown()
    {
        string path = _folder.File("operator.key");
        ChainKeys.OpenOrCreateDev(path, DevChains.Anvil).Dispose();
        string secret = File.ReadAllText(path).Trim();
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        ChainException? refusal = Assert.Throws<ChainException>(
            () => ChainKeys.OpenOrCreateDev(path, DevChains.Anvil));

        Assert.That(refusal!.ToString(), Does.Contain("chmod 600").And.Not.Contain(secret));
    }

    [Test]
    public void A_keystore_opens_with_its_password_and_not_with_another()
    {
        string keystore = _folder.File("operator.json");
        string password = _folder.File("password");
        using EthereumKey key = EthereumKey.Generate();
        var cheap = new KeystoreSettings { Kdf = KeystoreKdf.Pbkdf2, Pbkdf2Iterations = 1 };
        KeystoreFile.Write(keystore, key, "correct horse", cheap);
        AtomicFile.Write(password, "correct horse\n"u8, isSecret: true);

        using EthereumKey read = ChainKeys.OpenKeystore(keystore, password);
        AtomicFile.Write(password, "battery staple\n"u8, isSecret: true);
        ChainException? refusal = Assert.Throws<ChainException>(() => ChainKeys.OpenKeystore(keystore, password));

        Assert.That(read.Address, Is.EqualTo(key.Address));
        Assert.That(refusal!.ToString(), Does.Not.Contain("battery"));
    }

    [Test]
    public void Raw_transactions_are_there_after_reopening_and_refused_ones_are_not()
    {
        string path = _folder.File("raw.log");
        using (var log = RawTransactionLog.Open(path))
        {
            SignedTransaction refused = Signed(1);
            log.Append(Signed(0));
            log.Append(refused);
            log.Refuse(refused);
            log.Append(Signed(1, fee: 7));
        }

        using var again = RawTransactionLog.Open(path);

        Assert.That(again.Count, Is.EqualTo(2));
    }

    [Test]
    public void A_raw_transaction_cut_short_by_a_power_failure_is_dropped_and_the_next_takes_its_place()
    {
        string path = _folder.File("raw.log");
        using (var log = RawTransactionLog.Open(path))
        {
            log.Append(Signed(0));
            log.Append(Signed(1));
        }

        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(file.Length - 3);
        }

        using (var torn = RawTransactionLog.Open(path))
        {
            Assert.That(torn.Count, Is.EqualTo(1));
            torn.Append(Signed(1));
        }

        using var again = RawTransactionLog.Open(path);

        Assert.That(again.Count, Is.EqualTo(2));
    }

    [Test]
    public void Damage_in_the_middle_of_the_raw_transactions_is_refused_with_its_place()
    {
        string path = _folder.File("raw.log");
        using (var log = RawTransactionLog.Open(path))
        {
            log.Append(Signed(0));
            log.Append(Signed(1));
        }

        byte[] bytes = File.ReadAllBytes(path);
        bytes[20] ^= 1;
        File.WriteAllBytes(path, bytes);

        ChainException? refusal = Assert.Throws<ChainException>(() => RawTransactionLog.Open(path));

        Assert.That(refusal!.Message, Does.Contain("raw.log").And.Contain("byte 0"));
    }

    [Test]
    public async Task A_full_log_of_raw_transactions_stops_what_would_be_sent_and_keeps_what_it_has()
    {
        string path = _folder.File("raw.log");
        using (var log = RawTransactionLog.Open(path, entriesMax: 2))
        {
            TransactionSenderSettings settings = log.Attach(new TransactionSenderSettings());
            await settings.BeforeSend!(Signed(0), default);
            await settings.BeforeSend!(Signed(1), default);

            // The sender awaits this before it sends: what throws here is never sent.
            ChainException? full = await Assert.ThrowsAsync<ChainException>(
                async () => await settings.BeforeSend!(Signed(2), default));

            Assert.That(full!.Message, Does.Contain("raw.log is full"));
            Assert.That(log.Count, Is.EqualTo(2));
        }

        using var again = RawTransactionLog.Open(path);
        Assert.That(again.Count, Is.EqualTo(2));
        Assert.That(again.NextNonceOf(DevChains.Anvil, Signed(0).Sender), Is.EqualTo(2UL));
    }

    [Test]
    public void A_log_of_raw_transactions_takes_what_fills_its_bytes_and_not_one_more()
    {
        string path = _folder.File("raw.log");
        using (var log = RawTransactionLog.Open(path))
        {
            log.Append(Signed(0));
        }

        long one = new FileInfo(path).Length;
        using (var tooSmall = RawTransactionLog.Open(path, bytesMax: (2 * one) - 1))
        {
            Assert.That(() => tooSmall.Append(Signed(1)), Throws.TypeOf<ChainException>());
        }

        Assert.That(new FileInfo(path).Length, Is.EqualTo(one), "what isn't taken leaves nothing");
        using var fits = RawTransactionLog.Open(path, bytesMax: 2 * one);
        fits.Append(Signed(1));
        Assert.That(fits.Count, Is.EqualTo(2));
    }

    [Test]
    public void The_record_of_contracts_is_read_as_it_was_written_and_anything_else_is_refused()
    {
        string path = _folder.File("contracts.json");
        var deployment = new ChainDeployment
        {
            ChainId = DevChains.Anvil,
            Rollup = Address.Parse("0x00000000000000000000000000000000000000a1"),
            Vault = Address.Parse("0x00000000000000000000000000000000000000a2"),
            Token = Address.Parse("0x00000000000000000000000000000000000000a3"),
            Operator = Address.Parse("0x00000000000000000000000000000000000000a4"),
            GenesisRoot = Hash32.Parse(new string('7', 64)),
            Parameters = ABatch.Parameters,
            Block = 5,
            WindowSeconds = 60,
            WindowBlocks = 3,
        };
        deployment.Save(path);

        Assert.That(ChainDeployment.Load(path), Is.EqualTo(deployment));
        File.WriteAllText(path, "{\"chainId\":31337}");
        Assert.That(
            () => ChainDeployment.Load(path),
            Throws.TypeOf<ChainException>().With.Message.Contains("rollup is missing"));
        Assert.That(
            () => ChainDeployment.Load(_folder.File("nothing")),
            Throws.TypeOf<ChainException>().With.Message.Contains("isn't there"));
    }

    private static SignedTransaction Signed(ulong nonce, int fee = 1)
    {
        using EthereumKey key = ChainKeys.DevAccount(DevChains.Anvil);
        return new DynamicFeeTransaction
        {
            ChainId = DevChains.Anvil,
            Nonce = nonce,
            MaxPriorityFeePerGas = BigInteger.One,
            MaxFeePerGas = fee,
            GasLimit = 21_000,
            To = Address.Zero,
        }.Sign(key);
    }
}
