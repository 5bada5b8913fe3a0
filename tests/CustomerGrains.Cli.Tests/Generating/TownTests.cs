using CustomerGrains.Cli.Generating;

namespace CustomerGrains.Cli.Tests.Generating;

public sealed class TownTests
{
    private const ulong Seed = 20260101;

    [Fact]
    public void A_seed_gives_the_same_town_again_and_another_seed_another()
    {
        var first = Lines(new Town(2_000, Seed));
        Assert.Equal(first, Lines(new Town(2_000, Seed)));
        Assert.NotEqual(first, Lines(new Town(2_000, Seed + 1)));
    }

    [Fact]
    public void Ten_thousand_records_are_about_six_thousand_residents_from_five_sources()
    {
        var records = new Town(10_000, Seed).Records().ToArray();
        Assert.Equal(10_000, records.Length);
        Assert.InRange(records.Select(record => record.Resident.Number).Distinct().Count(), 5_500, 6_500);
        Assert.Equal(10_000, records.Select(record => record.Identity).Distinct().Count());
        Assert.Equal(5, records.Select(record => record.Identity.Source).Distinct().Count());
        Assert.All(records.GroupBy(record => record.Identity.Source), source => Assert.InRange(source.Count(), 700, 4_000));
    }

    [Fact]
    public void The_town_has_households_movers_marriages_twins_juniors_and_shared_telephones()
    {
        var residents = new Town(10_000, Seed).Records().Select(record => record.Resident).DistinctBy(resident => resident.Number).ToArray();
        Assert.InRange(residents.Count(resident => resident.FormerHome is not null), 300, 1_200);
        Assert.InRange(residents.Count(resident => resident.FormerSurname is not null), 100, 600);
        Assert.Contains(residents, resident => resident.Suffix == "Jr");
        Assert.Contains(residents.GroupBy(resident => (resident.Home, resident.Born, resident.Surname)), twins => twins.Select(twin => twin.Given).Distinct().Count() > 1);
        Assert.Contains(residents.Where(resident => resident.Landline is not null).GroupBy(resident => resident.Landline), shared => shared.Count() > 2);
        var surnames = residents.GroupBy(resident => resident.Surname).Select(surname => surname.Count()).OrderDescending().ToArray();
        Assert.True(surnames[0] > 60 && surnames[^1] == 1, $"most common {surnames[0]}, rarest {surnames[^1]}");
    }

    [Fact]
    public void Nhs_numbers_have_their_check_digit_and_are_nobodys_else()
    {
        var numbers = Enumerable.Range(0, 5_000).Select(person => Numbers.Nhs(person)).OfType<string>().Select(number => number.Replace(" ", "", StringComparison.Ordinal)).ToArray();
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
        Assert.All(numbers, number =>
        {
            Assert.StartsWith("999", number, StringComparison.Ordinal);
            Assert.Equal(0, Enumerable.Range(0, 10).Sum(i => (number[i] - '0') * (10 - i)) % 11);
        });
    }

    [Fact]
    public void No_number_is_given_twice()
    {
        Assert.Equal(50_000, Enumerable.Range(0, 50_000).Select(person => Numbers.Nino(person)).Distinct().Count());
        Assert.Equal(50_000, Enumerable.Range(0, 50_000).Select(household => Numbers.Landline(household)).Distinct().Count());
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(holder => Numbers.Mobile(holder, holder)).Distinct().Count());
    }

    private static string[] Lines(Town town) => [.. town.Records().Select(record => string.Join('|', record.Row) + record.Resident.Number)];
}
