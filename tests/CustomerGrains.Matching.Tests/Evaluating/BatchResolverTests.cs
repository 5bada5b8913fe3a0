using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Evaluating;

public sealed class BatchResolverTests
{
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    [Theory]
    [InlineData]
    [InlineData("a", "b")]
    public void The_partition_does_not_depend_on_the_order_of_records_and_assertions(params string[] oneToOne) => Seeded.Run(40, random =>
    {
        var model = MatchingModel.Default.WithOneToOneSources(oneToOne);
        var features = new RandomRecords(random);
        BatchRecord[] records = [.. Enumerable.Range(0, 60).Select(i => new BatchRecord(new RecordIdentity("abc"[random.Next(3)].ToString(), $"{i}"), features.Next()))];
        BatchAssertion[] assertions = [.. Enumerable.Range(0, 6).Select(_ => new BatchAssertion(
            records[random.Next(60)].Identity, records[random.Next(60)].Identity, random.Next(2) == 0))];
        var first = Hash(records, assertions, Hasher, model);
        random.Shuffle(records);
        random.Shuffle(assertions);
        Assert.Equal(first, Hash(records, assertions, new KeyHasher([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]), model));
    });

    [Fact]
    public void Same_joins_records_that_share_no_key_and_different_parts_equal_ones()
    {
        var records = new RandomRecords(new Random(3));
        var features = records.Next(RecordType.Person);
        BatchRecord[] batch = [new(new("s", "1"), features), new(new("s", "2"), features), new(new("s", "3"), new() { Type = RecordType.Person })];
        var joined = BatchResolver.Resolve(batch, [new(new("s", "1"), new("s", "3"), Same: true), new(new("s", "1"), new("s", "2"), Same: false)], MatchingModel.Default, Hasher);
        Assert.Equal(joined.CustomerOf[0], joined.CustomerOf[2]);
        Assert.NotEqual(joined.CustomerOf[0], joined.CustomerOf[1]);
    }

    [Fact]
    public void A_record_twice_in_a_batch_is_refused()
    {
        BatchRecord record = new(new("s", "1"), new() { Type = RecordType.Person });
        Assert.Throws<ArgumentException>(() => BatchResolver.Resolve([record, record], [], MatchingModel.Default, Hasher));
    }

    private static string Hash(BatchRecord[] records, BatchAssertion[] assertions, KeyHasher hasher, MatchingModel model) =>
        PartitionHash.Compute(BatchResolver.Resolve(records, assertions, model, hasher).Customers(records));
}
