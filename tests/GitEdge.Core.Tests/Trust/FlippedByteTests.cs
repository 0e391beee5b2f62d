using GitEdge.Core.Trust;

namespace GitEdge.Core.Tests.Trust;

/// <summary>Threat S2: every byte of object and signature changed, for every key type.</summary>
public sealed class FlippedByteTests
{
    private static readonly byte[] Headers = TagText.Bytes(CommitText.Headers);
    private static readonly byte[] Message = TagText.Bytes(CommitText.Message);
    private static readonly byte[] Payload = TagText.Bytes(TagText.Payload);

    public static TheoryData<int> Keys => [.. Enumerable.Range(0, TestKey.All.Count)];

    // Bit 5 makes another letter of base64 of most, and the other case of a letter.
    private static readonly byte[] Some = [1, 32, 255];

    private static void NoneIsAccepted(byte[] good, byte[] patterns, Func<byte[], Rejection?> verify)
    {
        Assert.Null(verify(good));
        foreach (var pattern in patterns)
        {
            for (var i = 0; i < good.Length; i++)
            {
                var changed = good.ToArray();
                changed[i] ^= pattern;
                Assert.True(verify(changed) is not null, $"byte {i} with {pattern}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void No_flipped_byte_of_a_tag_is_accepted(int index)
    {
        var key = TestKey.All[index];
        var signers = key.Signers;

        NoneIsAccepted([.. Payload, .. key.Sign(Payload)], Some, body => TagVerifier.Verify(body, signers, TagText.Verify).Rejection);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void No_flipped_byte_of_a_commit_is_accepted(int index)
    {
        var key = TestKey.All[index];
        var signers = key.Signers;

        NoneIsAccepted(CommitText.Signed(Headers, Message, payload => key.Sign(payload)), Some,
            body => CommitVerifier.Verify(body, signers, TagText.Verify).Rejection);
    }

    /// <summary>The decoded signature, so that the armour's own checks cannot hide what lies below them.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void No_flipped_byte_of_a_signature_s_blob_is_accepted(int index)
    {
        var key = TestKey.All[index];
        var signers = key.Signers;

        NoneIsAccepted(key.SignBlob(Payload), [1, 2, 4, 8, 16, 32, 64, 128, 255],
            blob => TagVerifier.Verify(TagText.Forged(blob), signers, TagText.Verify).Rejection);
    }
}
