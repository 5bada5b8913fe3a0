using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Blocking;

public sealed class CrowdedValuesTests
{
    private static readonly KeyHasher Hasher = new([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    [Fact]
    public void A_record_without_its_crowded_values_is_otherwise_what_it_was() => Seeded.Run(300, random =>
    {
        // Goal: nothing but the values goes. Method: with a crowded key that is nobody's a whole copy; with all value keys no value is left and everything else is.
        var record = new RandomRecords(random).Next();
        DeepEqual.Check(record, CrowdedValues.Without(record, [new BlockingKey(1)], Hasher));
        Assert.Same(record, CrowdedValues.Without(record, [], Hasher));
        var keys = BlockingSchemes.Derive(record, Hasher);
        var without = CrowdedValues.Without(record, keys.ValueKeys, Hasher);
        Assert.Equal(0, without.Phones.Length + without.Emails.Length + without.Identifiers.Length + without.Websites.Length);
        DeepEqual.Check(record.With([], [], [], []), without);
        var left = CrowdedValues.KeysWithout(without, keys.Keys, keys.ValueKeys, Hasher);
        Assert.Empty(left.Intersect(keys.ValueKeys));
        Assert.Empty(left.Except(keys.Keys));
        Assert.Equal(left.Order(), left);
    });

    [Fact]
    public void Value_keys_are_those_of_single_values()
    {
        var record = Standardiser.Standardise(
            new SourceRecord
            {
                Names = [new PersonName { Given = "Ann", Surname = "Lee" }],
                BirthDates = ["1961-03-12"],
                Phones = [new Phone("01632 960001"), new Phone("01632 960002")],
                Emails = ["ann.lee@northmail.net"],
                Identifiers = [new Identifier { Type = "account", Value = "5820417" }],
                Websites = ["annlee.org"],
                Addresses = [new Address { HouseNumber = "10", Street = "Downing Street", Postcode = "SW1A 1AA" }],
            },
            new SourceDefaults());
        var keys = BlockingSchemes.Derive(record, Hasher);
        Assert.Equal(
            ["e-mail", "e-mail local part", "identifier", "phone", "phone", "start of the e-mail address", "website"],
            keys.ValueKeys.Select(key => BlockingSchemes.SchemeOf(record, key, Hasher)).Order());

        // Its parts go with the address, and one phone without the other.
        var phone = keys.ValueKeys.First(key => BlockingSchemes.SchemeOf(record, key, Hasher) == "phone");
        Assert.Single(CrowdedValues.Without(record, [phone], Hasher).Phones);
        var email = keys.ValueKeys.Single(key => BlockingSchemes.SchemeOf(record, key, Hasher) == "e-mail");
        var left = CrowdedValues.KeysWithout(CrowdedValues.Without(record, [email], Hasher), keys.Keys, [email], Hasher);
        Assert.DoesNotContain("e-mail local part", left.Select(key => BlockingSchemes.SchemeOf(record, key, Hasher)));
        Assert.Equal(keys.Keys.Length - 3, left.Length);

        // A local part that a crowd has at many domains brings nobody together, but the address is still there.
        var local = keys.ValueKeys.Single(key => BlockingSchemes.SchemeOf(record, key, Hasher) == "e-mail local part");
        Assert.Single(CrowdedValues.Without(record, [local], Hasher).Emails);
        Assert.Equal(keys.Keys.Length - 1, CrowdedValues.KeysWithout(record, keys.Keys, [local], Hasher).Length);
        Assert.Equal(["e-mail", "phone"], CrowdedValues.LeftOut(record, [.. new[] { phone, email, local }.Order()], Hasher).Order());
    }

    /// <summary>Goal: of a value that one record too many has, the batch is what it would be without it; with one fewer it counts in full.</summary>
    [Fact]
    public void A_batch_is_resolved_without_the_values_of_a_crowd()
    {
        var limit = CrowdedValues.LimitDefault;
        BatchRecord Person(int i, bool withPhone) => new(
            new RecordIdentity("s", $"{i}"),
            Standardiser.Standardise(
                new SourceRecord
                {
                    Names = [new PersonName { Given = i < 2 ? "Ottoline" : $"Al{Letters(i)}", Surname = i < 2 ? "Barraclough" : $"Quist{Letters(i * 7919)}" }],
                    Phones = withPhone ? [new Phone("01632 960001")] : [],
                },
                new SourceDefaults()));
        BatchRecord[] crowd = [.. Enumerable.Range(0, limit + 1).Select(i => Person(i, withPhone: true))];
        BatchRecord[] silent = [.. Enumerable.Range(0, limit + 1).Select(i => Person(i, withPhone: false))];
        Assert.Equal(Hash(silent), Hash(crowd));
        var fewer = BatchResolver.Resolve(crowd[..limit], [], MatchingModel.Default, Hasher);
        Assert.Equal(fewer.CustomerOf[0], fewer.CustomerOf[1]);
        var more = BatchResolver.Resolve(crowd, [], MatchingModel.Default, Hasher);
        Assert.NotEqual(more.CustomerOf[0], more.CustomerOf[1]);
    }

    private static string Hash(BatchRecord[] records) => PartitionHash.Compute(BatchResolver.Resolve(records, [], MatchingModel.Default, Hasher).Customers(records));

    private static string Letters(int number)
    {
        var text = "";
        for (var rest = number; rest > 0; rest /= 20)
        {
            text += (char)('a' + (rest % 20));
        }

        return text;
    }
}
