using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;
using Xunit.Abstractions;

namespace CustomerGrains.Matching.Tests.Resolving;

/// <summary>A large component that is resolved again and again as records come, change and go.</summary>
public sealed class ResolutionMemoryTests(ITestOutputHelper output)
{
    private const int MembersMin = ComponentResolver.MembersMax + 1;

    /// <summary>Goal: remembering never shows in the outcome. Method: random members come, change, go and come back, decisions are taken and withdrawn, the order of the list is shuffled; after each step, of one
    /// change or of many, the component is resolved with the memory of the step before and without, and everything must be equal. That most members are repeated shows that the memory is put to the test.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_remembered_changes_nothing(bool isOneToOne) => Seeded.Run(isOneToOne ? 1 : 4, random =>
    {
        var model = isOneToOne ? MatchingModel.Default.WithOneToOneSources(["a"]) : MatchingModel.Default;
        var records = new RandomRecords(random);
        var memory = new ResolutionMemory();
        var members = Enumerable.Range(0, MembersMin + 60).Select(Next).ToList();
        var gone = new List<ComponentMember>();
        var decisions = new List<(RecordIdentity A, RecordIdentity B, bool Same)>();
        var repeated = 0;
        for (var step = 0; step < 60; step++)
        {
            for (var changes = random.Next(6) == 0 ? random.Next(1, 30) : 1; changes > 0; changes--)
            {
                Change();
            }

            ComponentMember[] shuffled = [.. members];
            random.Shuffle(shuffled);
            var places = shuffled.Index().ToDictionary(member => member.Item.Identity, member => member.Index);
            MemberAssertion[] assertions =
                [.. decisions.Where(pair => places.ContainsKey(pair.A) && places.ContainsKey(pair.B)).Select(pair => new MemberAssertion(places[pair.A], places[pair.B], pair.Same))];
            var expected = ComponentResolver.Resolve(shuffled, assertions, model);
            var actual = ComponentResolver.Resolve(shuffled, assertions, model, memory);
            Assert.Equal(expected.ClusterOf, actual.ClusterOf);
            Assert.Equal(expected.ReviewPairs, actual.ReviewPairs);
            Assert.Equal((expected.ClusterCount, expected.Oversize), (actual.ClusterCount, actual.Oversize));
            repeated += memory.RepeatedCount;
        }

        output.WriteLine($"{repeated / 60} of some {members.Count} members were repeated on average");
        Assert.True(isOneToOne ? repeated == 0 : repeated > 60 * 50, $"{repeated} repeated in all");

        void Change()
        {
            switch (random.Next(10))
            {
                case < 4:
                    members.Add(Next(1000 + random.Next(1_000_000)));
                    break;
                case < 6 when members.Count > MembersMin:
                    var leaving = random.Next(members.Count);
                    gone.Add(members[leaving]);
                    members.RemoveAt(leaving);
                    break;
                case 6 when gone.Count > 0:
                    members.Add(gone[^1]);
                    gone.RemoveAt(gone.Count - 1);
                    break;
                case 7:
                    var changing = random.Next(members.Count);
                    members[changing] = members[changing] with { Features = records.Next(RecordType.Person) };
                    break;
                case 8:
                    decisions.Add((members[random.Next(members.Count)].Identity, members[random.Next(members.Count)].Identity, random.Next(2) == 0));
                    break;
                case 9 when decisions.Count > 0:
                    decisions.RemoveAt(random.Next(decisions.Count));
                    break;
            }
        }

        ComponentMember Next(int number) => new(new RecordIdentity("abc"[number % 3].ToString(), $"{number}"), records.Next(RecordType.Person));
    });

    /// <summary>Goal: what was remembered under one model is nothing to another.</summary>
    [Fact]
    public void Another_model_starts_anew() => Seeded.Run(1, random =>
    {
        var records = new RandomRecords(random);
        ComponentMember[] members = [.. Enumerable.Range(0, MembersMin).Select(i => new ComponentMember(new RecordIdentity("s", $"{i}"), records.Next(RecordType.Person)))];
        var memory = new ResolutionMemory();
        ComponentResolver.Resolve(members, [], MatchingModel.Default, memory);
        ComponentResolver.Resolve(members, [], MatchingModel.Default, memory);
        Assert.Equal(MembersMin, memory.RepeatedCount);
        var other = MatchingModel.Default.WithOneToOneSources([]);
        ComponentResolver.Resolve(members, [], other, memory);
        Assert.Equal(0, memory.RepeatedCount);
    });
}
