using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Orleans.Tests.Keys;

/// <summary>Keys of grains, as the ADO.NET store takes them apart.</summary>
public sealed class GrainKeysTests
{
    /// <summary>What the store keeps of a key: two numbers and a text.</summary>
    private readonly record struct StoredIdentity(ulong N0, ulong N1, string? Extension);

    /// <summary>Goal: two grains never share a row. Method: keys of every kind from numbers and names that lie close together or at the edges, by the rules of the store; as many identities as keys.</summary>
    [Fact]
    public void Distinct_keys_are_distinct_rows()
    {
        var random = new Random(11);
        var numbers = new HashSet<ulong> { 0, 1, 9, 10, 15, 16, 0x19800101, 19800101, long.MaxValue, ulong.MaxValue, 0xadaUL, 0xdecUL << 52 };
        while (numbers.Count < 4000)
        {
            numbers.Add((ulong)random.NextInt64() >> random.Next(60));
        }

        string[] names = ["ada", "0ada", "00ada", "dec-smith", "dec", "19800101", "019800101", "a", "b", "0", "00", new('a', 32), new('0', 32), new('f', 64)];
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var number in numbers)
        {
            keys.Add(GrainKeys.Of(new BlockingKey(number)));
            if (number is > 0 and <= long.MaxValue)
            {
                keys.Add(GrainKeys.OfOwner(new RecordNo((long)number)));
                keys.Add(GrainKeys.OfContact(new CustomerNo((long)number)));
                keys.Add(GrainKeys.OfPair(new RecordNo((long)number), new RecordNo(1 + (random.NextInt64() >> 8))));
            }
        }

        foreach (var name in names)
        {
            keys.Add(GrainKeys.OfSource(name));
            keys.Add(GrainKeys.OfSubscriber(name));
        }

        Assert.Equal(keys.Count, keys.Select(Stored).Distinct().Count());
        Assert.All(keys, key => Assert.True(key.Length <= GrainKeys.LengthMax && !key.Contains('+', StringComparison.Ordinal)));
    }

    /// <summary>Goal: the test above can fail. Method: keys as they would be without a prefix.</summary>
    [Fact]
    public void Keys_that_look_like_numbers_would_share_rows()
    {
        Assert.Equal(Stored("ada"), Stored("0ADA"));
        Assert.Equal(Stored("19800101"), Stored("019800101"));
        Assert.Equal(Stored("dec+smith"), Stored("0DEC+smith"));
        Assert.Equal(Stored(new string('a', 32)), Stored(new string('A', 32)));
    }

    [Fact]
    public void Keys_read_back_as_what_they_were_made_of()
    {
        foreach (var number in new ulong[] { 0, 1, 0xfedcba9876543210, ulong.MaxValue })
        {
            Assert.Equal(new BlockingKey(number), GrainKeys.ReadBlockingKey(IdSpan.Create(GrainKeys.Of(new BlockingKey(number)))));
        }

        Assert.Equal(new RecordNo(4711), GrainKeys.ReadOwner(IdSpan.Create(GrainKeys.OfOwner(new RecordNo(4711)))));
        Assert.Equal(new CustomerNo(4711), GrainKeys.ReadContact(IdSpan.Create(GrainKeys.OfContact(new CustomerNo(4711)))));
        Assert.Equal("housing", GrainKeys.ReadSource(IdSpan.Create(GrainKeys.OfSource("housing"))));
        Assert.Equal(GrainKeys.OfPair(new RecordNo(7), new RecordNo(5)), GrainKeys.OfPair(new RecordNo(5), new RecordNo(7)));
    }

    [Theory]
    [InlineData("o1.12")]
    [InlineData("k1.12")]
    [InlineData("k1.zzzzzzzzzzzzzzzz")]
    [InlineData("K1.0000000000000000")]
    public void A_key_of_another_kind_is_refused(string key) =>
        Assert.Throws<ArgumentException>(() => GrainKeys.ReadBlockingKey(IdSpan.Create(key)));

    [Theory]
    [InlineData("")]
    [InlineData("Housing")]
    [InlineData("a+b")]
    [InlineData("ä")]
    public void A_name_that_a_key_cannot_hold_is_refused(string name) => Assert.Throws<ArgumentException>(() => GrainKeys.OfSource(name));

    /// <summary>The rules by which the ADO.NET store takes a key apart: a GUID, else a hexadecimal number, else a text; an extension behind the first '+'.</summary>
    private static StoredIdentity Stored(string key)
    {
        var grain = GrainId.Create("kind", key);
        if (grain.TryGetGuidKey(out var guid, out var extension))
        {
            var bytes = guid.ToByteArray();
            return new StoredIdentity(BitConverter.ToUInt64(bytes, 0), BitConverter.ToUInt64(bytes, 8), extension);
        }

        return grain.TryGetIntegerKey(out var number, out extension) ? new StoredIdentity(0, (ulong)number, extension) : new StoredIdentity(0, 0, key);
    }
}
