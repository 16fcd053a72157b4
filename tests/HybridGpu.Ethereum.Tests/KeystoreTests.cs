using HybridGpu.Ethereum.Keystore;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Tests.Support;

namespace HybridGpu.Ethereum.Tests;

/// <summary>Vectors: Web3 Secret Storage Definition, "Test Vectors".</summary>
[TestFixture]
public sealed class KeystoreTests
{
    private const string Secret = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";

    private const string Pbkdf2 = """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
        "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2",
        "kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256",
        "salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
        "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},
        "id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """;

    private const string Scrypt = """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"83dbcc02d8ccb40e466191a123791e0e"},
        "ciphertext":"d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c","kdf":"scrypt",
        "kdfparams":{"dklen":32,"n":262144,"p":8,"r":1,
        "salt":"ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},
        "mac":"2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},
        "id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """;

    private static readonly KeystoreSettings Cheap = new() { ScryptN = 2, ScryptR = 1 };

    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-keystore-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(Pbkdf2, TestName = "The_published_vector_of_pbkdf2_opens")]
    [TestCase(Scrypt, TestName = "The_published_vector_of_scrypt_opens")]
    public void The_published_vectors_open(string json)
    {
        using EthereumKey key = KeystoreFile.Decrypt(json, "testpassword");
        using var expected = EthereumKey.Parse(Secret);

        Assert.That(key.Address, Is.EqualTo(expected.Address));
    }

    /// <summary>Vectors: RFC 7914, section 12.</summary>
    [TestCase("", "", 16, 1, 1,
        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d36"
        + "28cf35e20c38d18906")]
    [TestCase("password", "NaCl", 1024, 8, 16,
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee"
        + "6d8360cbdfa2cc0640")]
    public void Scrypt_gives_the_published_keys(string password, string salt, int n, int r, int p, string hex)
    {
        byte[] key = HybridGpu.Ethereum.Keystore.Scrypt.Derive(
            System.Text.Encoding.ASCII.GetBytes(password), System.Text.Encoding.ASCII.GetBytes(salt), n, r, p, 64);

        Assert.That(Convert.ToHexStringLower(key), Is.EqualTo(hex));
    }

    [TestCase(KeystoreKdf.Scrypt)]
    [TestCase(KeystoreKdf.Pbkdf2)]
    public void A_written_file_opens_with_its_password_only_and_is_the_owners_alone(KeystoreKdf kdf)
    {
        string path = Path.Combine(_folder, "key.json");
        KeystoreFile.Write(path, Keys.First, "pässword", Cheap with { Kdf = kdf, Pbkdf2Iterations = 3 });

        using EthereumKey key = KeystoreFile.Read(path, "pässword");

        Assert.That(key.Address, Is.EqualTo(Keys.First.Address));
        Assert.That(
            () => KeystoreFile.Read(path, "wrong-secret"),
            Throws.InstanceOf<KeystoreException>().With.Message.Not.Contains("wrong-secret"));
        Assert.That(File.ReadAllText(path), Does.Not.Contain(Keys.FirstHex[2..]));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1), "no partial file stays");
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(
                File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public void An_existing_file_is_not_overwritten()
    {
        string path = Path.Combine(_folder, "key.json");
        File.WriteAllText(path, "mine");

        Assert.That(
            () => KeystoreFile.Write(path, Keys.First, "password", Cheap), Throws.InstanceOf<IOException>());
        Assert.That(File.ReadAllText(path), Is.EqualTo("mine"));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    [TestCase("\"version\":3", "\"version\":1", TestName = "Another_version_is_refused")]
    [TestCase("aes-128-ctr", "aes-128-cbc", TestName = "Another_cipher_is_refused")]
    [TestCase("\"n\":262144", "\"n\":1073741824", TestName = "A_derivation_that_costs_too_much_is_refused")]
    [TestCase("\"n\":262144", "\"n\":3", TestName = "A_cost_that_is_no_power_of_two_is_refused")]
    [TestCase("\"kdf\":\"scrypt\"", "\"kdf\":\"none\"", TestName = "Another_derivation_is_refused")]
    [TestCase("\"mac\"", "\"mick\"", TestName = "A_missing_member_is_refused")]
    [TestCase("\"iv\":\"83", "\"iv\":\"zz", TestName = "Bad_hexadecimal_is_refused")]
    [TestCase("{\"crypto\"", "\"crypto\"", TestName = "Bad_JSON_is_refused")]
    public void A_file_that_isnt_a_keystore(string good, string bad)
    {
        string json = Scrypt.Replace(good, bad, StringComparison.Ordinal);
        if (good.Contains("mac", StringComparison.Ordinal))
        {
            json = json.Replace("\"n\":262144", "\"n\":2", StringComparison.Ordinal);
        }

        Assert.That(() => KeystoreFile.Decrypt(json, "testpassword"), Throws.InstanceOf<KeystoreException>());
    }
}
