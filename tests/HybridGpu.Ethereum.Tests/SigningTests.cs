using System.Security.Cryptography;
using HybridGpu.Ethereum.Rlp;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Tests.Support;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests;

[TestFixture]
public sealed class SigningTests
{
    /// <summary>Vectors for RFC 6979 on secp256k1 that Bitcoin's libraries share; messages are hashed with SHA-256.
    /// </summary>
    [TestCase(
        "0000000000000000000000000000000000000000000000000000000000000001",
        "Satoshi Nakamoto",
        "0x934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8",
        "0x2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5")]
    [TestCase(
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
        "Satoshi Nakamoto",
        "0xfd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0",
        "0x6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5")]
    public void Signatures_are_deterministic_with_low_s(string key, string message, string r, string s)
    {
        using var signer = EthereumKey.Parse(key);
        var digest = new Hash32(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(message)));

        EcdsaSignature signature = signer.Sign(digest);

        Assert.That(signature.R.ToString(), Is.EqualTo(r));
        Assert.That(signature.S.ToString(), Is.EqualTo(s));
        Assert.That(signature.Recover(digest), Is.EqualTo(signer.Address));
    }

    /// <summary>The first of the public development keys that every local test node funds.</summary>
    [Test]
    public void An_address_comes_from_its_key() =>
        Assert.That(Keys.First.Address.ToString(), Is.EqualTo("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));

    [Test]
    public void The_signer_is_recovered_and_no_other_signature_of_his_is_accepted()
    {
        Random random = Seed.Random();
        byte[] bytes = new byte[32];
        for (int i = 0; i < 50; i++)
        {
            random.NextBytes(bytes);
            var digest = new Hash32(bytes);
            using var key = EthereumKey.Generate();
            EcdsaSignature signature = key.Sign(digest);

            Assert.That(EcdsaSignature.Parse(signature.ToArray()).Recover(digest), Is.EqualTo(key.Address));
            EcdsaSignature other = signature with { RecoveryId = (byte)(1 - signature.RecoveryId) };
            Assert.That(other.Recover(digest), Is.Not.EqualTo(key.Address));
            Assert.That((other with { S = HighS(signature.S) }).Recover(digest), Is.Null, "high s");
        }
    }

    [TestCase("0x0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [TestCase("0xsecret")]
    public void A_bad_key_is_refused_without_being_shown(string key) => Assert.That(
        () => EthereumKey.Parse(key),
        Throws.ArgumentException.With.Message.Not.Contains(key[2..]));

    [Test]
    public void A_key_prints_its_address_only_and_a_disposed_one_signs_nothing()
    {
        var key = EthereumKey.Parse(Keys.FirstHex);

        Assert.That(key.ToString(), Does.Contain("0xf39F").And.Not.Contains(Keys.FirstHex[2..10]));
        key.Dispose();
        Assert.That(() => key.Sign(default), Throws.InstanceOf<ObjectDisposedException>());
    }

    /// <summary>Vector: ethereumjs' tests of EIP-1559 (packages/tx/test/json/eip1559.json, index 0), which other
    /// clients share.</summary>
    [Test]
    public void A_transaction_of_type_2_is_signed_encoded_and_hashed()
    {
        using var key = EthereumKey.Parse("8f2a55949038a9610f50fb23b5883af3b4ecb3c3bb792cbcefbd1542c692be63");
        var transaction = new DynamicFeeTransaction
        {
            ChainId = 4,
            Nonce = 819,
            MaxPriorityFeePerGas = 75_853,
            MaxFeePerGas = 121_212,
            GasLimit = 35_552,
            To = Address.Parse("0x000000000000000000000000000000000000aaaa"),
            Value = 43_203_529,
        };

        SignedTransaction signed = transaction.Sign(key);

        Assert.That(Hex.Encode(signed.Raw.Span), Is.EqualTo(
            "0x02f86e048203338301284d8301d97c828ae094000000000000000000000000000000000000aaaa8402933bc980c080a00f924cb6"
            + "8412c8f1cfd74d9b581c71eeaf94fff6abdde3e5b02ca6b2931dcf47a07dd1c50027c3e31f8b565e25ce68a5072110f61fce5eee"
            + "81b195dd51273c2f83"));
        Assert.That(
            signed.Hash.ToString(),
            Is.EqualTo("0x2e564c87eb4b40e7f469b2eec5aa5d18b0b46a24e8bf0919439cfb0e8fcae446"));
    }

    [Test]
    public void A_signed_transaction_is_read_back_with_its_sender_and_access_list()
    {
        var transaction = new DynamicFeeTransaction
        {
            ChainId = 31_337,
            Nonce = 0,
            MaxPriorityFeePerGas = 1,
            MaxFeePerGas = 2,
            GasLimit = 21_000,
            Data = new byte[] { 1, 2, 3 },
            AccessList = [new AccessListEntry(Keys.First.Address, [default, new Hash32(new byte[32])])],
        };
        SignedTransaction signed = transaction.Sign(Keys.First);

        var back = SignedTransaction.Decode(signed.Raw.Span);

        Assert.That(back.Sender, Is.EqualTo(Keys.First.Address));
        Assert.That(back.Hash, Is.EqualTo(signed.Hash));
        Assert.That(back.Transaction.To, Is.Null);
        Assert.That(back.Transaction.SigningHash(), Is.EqualTo(transaction.SigningHash()));
        Assert.That(back.Transaction.AccessList[0].StorageKeys, Has.Count.EqualTo(2));
        Assert.That(() => SignedTransaction.Decode([1, .. signed.Raw.Span[1..]]), Throws.InstanceOf<FormatException>());
        Assert.That(() => SignedTransaction.Decode([2, .. RlpCodec.Encode(RlpItem.List())]),
            Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void A_tip_above_the_fee_is_not_signed()
    {
        var transaction = new DynamicFeeTransaction
        {
            ChainId = 1,
            Nonce = 0,
            MaxPriorityFeePerGas = 3,
            MaxFeePerGas = 2,
            GasLimit = 21_000,
        };

        Assert.That(() => transaction.Sign(Keys.First), Throws.InvalidOperationException);
    }

    /// <summary>Values that wallets' libraries document for personal_sign.</summary>
    [TestCase("Hello World", "0xa1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2")]
    [TestCase("hello world", "0xd9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68")]
    public void A_personal_message_is_prefixed(string text, string hash) =>
        Assert.That(PersonalMessage.Hash(text).ToString(), Is.EqualTo(hash));

    private static Hash32 HighS(Hash32 s)
    {
        var order = new System.Numerics.BigInteger(
            Convert.FromHexString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
            isUnsigned: true,
            isBigEndian: true);
        var low = new System.Numerics.BigInteger(s.ToArray(), isUnsigned: true, isBigEndian: true);
        byte[] high = (order - low).ToByteArray(isUnsigned: true, isBigEndian: true);
        return new Hash32([.. new byte[32 - high.Length], .. high]);
    }
}
