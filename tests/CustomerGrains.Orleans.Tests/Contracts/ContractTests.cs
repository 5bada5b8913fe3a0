using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;
using CustomerGrains.Orleans.Contact;
using CustomerGrains.Orleans.Review;
using CustomerGrains.Orleans.Wire;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CustomerGrains.Orleans.Tests.Contracts;

/// <summary>What silos tell each other, and silos of other versions.</summary>
public sealed class ContractTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer(serializer => serializer.AddAssembly(typeof(RevisionWire).Assembly).AddAssembly(typeof(ContractTests).Assembly)).BuildServiceProvider();

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    /// <summary>Goal: nobody changes by accident what outlives a version. The file is changed on purpose only: add, never renumber, rename or reuse. CG_APPROVE=1 writes it.</summary>
    [Fact]
    public void The_contracts_are_the_approved_ones()
    {
        var actual = ContractManifest.Write();
        var file = GoldenFiles.PathOf("contracts.txt");
        if (GoldenFiles.Approves)
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual);
    }

    /// <summary>Goal: what was sent arrives. Method: there and back, every field set to something of its own, compared in full.</summary>
    [Fact]
    public void Everything_comes_back_as_it_was_sent()
    {
        AssertSame(Samples.Call(), Read<RegisterCall>(Serializer.SerializeToArray(Samples.Call())));
        AssertSame(Samples.CrowdedCall(), Read<RegisterCall>(Serializer.SerializeToArray(Samples.CrowdedCall())));
        var reply = Read<RegisterReply>(Serializer.SerializeToArray(Samples.Reply()));
        Assert.Equal(Samples.Reply().Links, reply.Links);
        Assert.Same(RegisterReply.Nobody, Read<RegisterReply>(Serializer.SerializeToArray(RegisterReply.Nobody)));
        AssertSame(Samples.Evidence(), Read<Evidence>(Serializer.SerializeToArray(Samples.Evidence())));
        AssertSame(Samples.Resolved(), Read<ResolveReply>(Serializer.SerializeToArray(Samples.Resolved())));
        Assert.Equal(new RecordRevision(new RecordNo(7), 3), Read<RecordRevision>(Serializer.SerializeToArray(new RecordRevision(new RecordNo(7), 3))));
        var choice = Samples.Choice();
        Assert.Equal(choice, Read<MakeContactChoice>(Serializer.SerializeToArray(choice)));
        Assert.Equal([choice.Choice], Read<ContactChoices>(Serializer.SerializeToArray(new ContactChoices { Choices = [choice.Choice] })).Choices.ToArray());
        Assert.Equal(Samples.Assign(), Read<AssignReview>(Serializer.SerializeToArray(Samples.Assign())));
    }

    /// <summary>Goal: a silo of this version understands one of the version whose bytes are in the golden files. Method: read them.</summary>
    [Fact]
    public void Bytes_of_the_first_version_are_still_read()
    {
        AssertSame(Samples.CallOfTheFirstVersion(), Read<RegisterCall>(GoldenFiles.Bytes("register-call.bin", () => Serializer.SerializeToArray(Samples.CallOfTheFirstVersion()))));
        Assert.Equal(Samples.Reply().Links, Read<RegisterReply>(GoldenFiles.Bytes("register-reply.bin", () => Serializer.SerializeToArray(Samples.Reply()))).Links);
        AssertSame(Samples.Evidence(), Read<Evidence>(GoldenFiles.Bytes("evidence.bin", () => Serializer.SerializeToArray(Samples.Evidence()))));
        AssertSame(Samples.ResolvedOfTheFirstVersion(), Read<ResolveReply>(GoldenFiles.Bytes("resolve-reply.bin", () => Serializer.SerializeToArray(Samples.ResolvedOfTheFirstVersion()))));
        Assert.Equal(Samples.Choice(), Read<MakeContactChoice>(GoldenFiles.Bytes("make-contact-choice.bin", () => Serializer.SerializeToArray(Samples.Choice()))));
        Assert.Equal(Samples.Assign(), Read<AssignReview>(GoldenFiles.Bytes("assign-review.bin", () => Serializer.SerializeToArray(Samples.Assign()))));
    }

    /// <summary>Goal: silos of the next version may add fields. Method: a type with one more under another id, read as the one without, and the other way round.</summary>
    [Fact]
    public void A_field_that_is_not_known_is_left_out_and_one_that_is_missing_has_its_default()
    {
        var newer = Serializer.SerializeToArray(new ChoiceOfTheNextVersion { Subject = 1, Name = "phone", Allowed = true, At = Time, Language = "en" });
        var here = Read<ContactChoice>(newer);
        Assert.Equal(("phone", true, Time, ""), (here.Name, here.Allowed, here.At, here.Evidence));

        var older = Serializer.SerializeToArray(Samples.Choice().Choice);
        var there = Read<ChoiceOfTheNextVersion>(older);
        Assert.Equal(("e-mail", "none"), (there.Name, there.Language));
    }

    /// <summary>Goal: calls stay small. Method: a record as people send it; its bytes are mostly its features.</summary>
    [Fact]
    public void A_registration_is_little_more_than_its_features()
    {
        var call = Samples.Call();
        var bytes = Serializer.SerializeToArray(call).Length;
        var features = FeaturesCodec.Encode(call.Entry.AllFeatures).Length;
        Assert.InRange(bytes, features, features + (8 * call.Entry.Keys.Length) + 100);
    }

    public void Dispose() => _services.Dispose();

    private T Read<T>(byte[] bytes) => Serializer.Deserialize<T>(bytes)!;

    private static void AssertSame(RegisterCall expected, RegisterCall actual)
    {
        Assert.Equal((expected.Predecessor, expected.Model, expected.Entry.Revision, expected.Entry.Identity), (actual.Predecessor, actual.Model, actual.Entry.Revision, actual.Entry.Identity));
        Assert.Equal(expected.Entry.Keys, actual.Entry.Keys);
        Assert.Equal(FeaturesCodec.Encode(expected.Entry.Features), FeaturesCodec.Encode(actual.Entry.Features));
        Assert.Equal(FeaturesCodec.Encode(expected.Entry.AllFeatures), FeaturesCodec.Encode(actual.Entry.AllFeatures));
        Assert.Equal(ReferenceEquals(expected.Entry.Features, expected.Entry.AllFeatures), ReferenceEquals(actual.Entry.Features, actual.Entry.AllFeatures));
    }

    private static void AssertSame(Evidence expected, Evidence actual)
    {
        Assert.Equal((expected.Model, expected.Final), (actual.Model, actual.Final));
        Assert.Equal(expected.Subjects, actual.Subjects);
        Assert.Equal(expected.Links, actual.Links);
        Assert.Equal(expected.Touched, actual.Touched);
        Assert.Equal(expected.Assertions, actual.Assertions);
    }

    private static void AssertSame(ResolveReply expected, ResolveReply actual)
    {
        Assert.Equal((expected.Outcome, expected.Owner), (actual.Outcome, actual.Owner));
        Assert.Equal(expected.Placements, actual.Placements);
        Assert.Equal(expected.Merged, actual.Merged);
        Assert.Equal(expected.Split, actual.Split);
        Assert.Equal(expected.Left, actual.Left);
        Assert.Equal(expected.Unprobed, actual.Unprobed);
    }

    private static class Samples
    {
        private static readonly KeyHasher Hasher = new(new byte[16]);

        private static readonly SourceRecord Person = new()
        {
            Names = [new PersonName { Given = "Margaret", Surname = "Okonkwo" }],
            BirthDates = ["1961-03-12"],
            Phones = [new Phone("07700 900123")],
            Emails = ["m.okonkwo@northmail.net"],
            Addresses = [new Address { HouseNumber = "10", Street = "Downing Street", Postcode = "SW1A 1AA" }],
        };

        public static RegisterCall Call()
        {
            var (entry, _) = Entry([]);
            return new RegisterCall(entry, new RecordRevision(new RecordNo(41), 2), new ModelNo(3));
        }

        public static RegisterCall CrowdedCall()
        {
            var (_, values) = Entry([]);
            var (entry, _) = Entry([values[0]]);
            Assert.NotSame(entry.Features, entry.AllFeatures);
            return new RegisterCall(entry, default, new ModelNo(1));
        }

        /// <summary>With the keys that the first version derived: which ones those are is no part of the contract, that they arrive is.</summary>
        public static RegisterCall CallOfTheFirstVersion()
        {
            ulong[] keys =
            [
                0x09fdc91cf04316b7, 0x1e7ade82c71a3634, 0x265a2cb9be04f525, 0x28d5003433e70da7, 0x2e235148856e736f, 0x4b8a5168f749888a, 0x53b6df95f0bf255c, 0x5c91d4b5d9711b3b,
                0x6b5aa3cc2853002f, 0x6e763b2b39e524b3, 0x78a3e4af833a327d, 0x95a7cc2c1b8c9f10, 0x9f04a93347f9059d, 0xab0ec49449028b06, 0xaf150e22c32ee5a4, 0xbb594867437f626c,
                0xcd302bb1d763b300, 0xd64d7794647fb092, 0xd814bf3869cfe043, 0xe344f7e3e3d90399,
            ];
            return new RegisterCall(CrowdedCall().Entry with { Keys = [.. keys.Select(key => new BlockingKey(key))] }, default, new ModelNo(1));
        }

        public static RegisterReply Reply() => new([Link(5, 1, 9, 2, 1234, LinkKind.Edge), Link(5, 1, 11, 1, -5, LinkKind.Possible)]);

        public static Evidence Evidence() => new()
        {
            Model = new ModelNo(2),
            Subjects = [new RecordRevision(new RecordNo(9), 2), new RecordRevision(new RecordNo(12), 1)],
            Links = Reply().Links,
            Touched = [new RecordNo(3), new RecordNo(4)],
            Assertions = [17, 18],
            Final = true,
        };

        public static ResolveReply Resolved() => ResolvedOfTheFirstVersion() with { Left = [(new RecordNo(9), new CustomerNo(5))] };

        public static ResolveReply ResolvedOfTheFirstVersion() => new()
        {
            Outcome = ResolveOutcome.Unprobed,
            Owner = new RecordNo(3),
            Placements = [new Placement(new RecordNo(9), new RecordNo(3), new CustomerNo(4))],
            Merged = [(new CustomerNo(8), new CustomerNo(4))],
            Split = [(new CustomerNo(4), new CustomerNo(20))],
            Unprobed = [new RecordRevision(new RecordNo(6), 5)],
        };

        public static MakeContactChoice Choice() => new()
        {
            OperationId = "op-1",
            Choice = new ContactChoice { Subject = ContactSubject.Channel, Name = "e-mail", Allowed = true, At = Time, NotedBy = "clerk", Evidence = "form 12" },
        };

        public static AssignReview Assign() => new() { OperationId = "op-2", Assignee = "clerk", Until = Time };

        private static Link Link(long a, int ar, long b, int br, int weight, LinkKind kind) => new(new RecordRevision(new RecordNo(a), ar), new RecordRevision(new RecordNo(b), br), weight, kind);

        private static (RecordEntry Entry, BlockingKey[] ValueKeys) Entry(BlockingKey[] crowded)
        {
            var features = Standardiser.Standardise(Person, new SourceDefaults());
            var keys = BlockingSchemes.Derive(features, Hasher);
            return (RecordEntry.Of(new RecordRevision(new RecordNo(42), 7), new RecordIdentity("housing", "x/1"), features, keys.Keys, crowded, Hasher), keys.ValueKeys);
        }
    }
}

/// <summary><see cref="ContactChoice"/> as a later version may have it.</summary>
[GenerateSerializer]
public sealed record ChoiceOfTheNextVersion
{
    [Id(0)] public byte Subject { get; init; }
    [Id(1)] public string Name { get; init; } = "";
    [Id(2)] public bool Allowed { get; init; }
    [Id(3)] public DateTimeOffset At { get; init; }
    [Id(9)] public string Language { get; init; } = "none";
}
