using System.Net;

namespace CustomerGrains.Orleans.Tests.Schema;

/// <summary>Who is in the cluster: changes are one after another by the version of the table.</summary>
public sealed class MembershipTests : IAsyncLifetime
{
    private static readonly DateTime s_start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private OrleansTables _tables = null!;
    private IMembershipTable _membership = null!;

    public async Task InitializeAsync()
    {
        _tables = await OrleansTables.CreateAsync();
        _membership = await _tables.MembershipAsync();
    }

    public async Task DisposeAsync() => await _tables.DisposeAsync();

    [Fact]
    public async Task An_empty_table_has_a_version_and_a_second_silo_that_comes_up_does_not_reset_it()
    {
        var empty = await _membership.ReadAllAsync();
        Assert.Empty(empty.Members);
        await AddAsync(Silo(1));
        await _tables.MembershipAsync();
        Assert.Equal(empty.Version.Version + 1, (await _membership.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task A_silo_is_added_with_all_that_is_said_of_it()
    {
        var silo = Silo(1);
        await AddAsync(silo);
        var read = Assert.Single((await _membership.ReadRowAsync(silo.SiloAddress)).Members).Item1;
        Assert.Equal(silo.SiloAddress, read.SiloAddress);
        Assert.Equal((silo.SiloName, silo.HostName, silo.Status, silo.ProxyPort), (read.SiloName, read.HostName, read.Status, read.ProxyPort));
        Assert.Equal((silo.StartTime, silo.IAmAliveTime), (read.StartTime, read.IAmAliveTime));
        Assert.True(read.SuspectTimes is null or []);
        Assert.Empty((await _membership.ReadRowAsync(Silo(2).SiloAddress)).Members);
    }

    [Fact]
    public async Task A_silo_that_is_there_or_another_version_than_expected_changes_nothing()
    {
        await AddAsync(Silo(1));
        var now = (await _membership.ReadAllAsync()).Version;
        Assert.False(await _membership.InsertRowAsync(Silo(1), now.Next()));
        Assert.False(await _membership.InsertRowAsync(Silo(2), new TableVersion(now.Version, (now.Version - 1).ToString(System.Globalization.CultureInfo.InvariantCulture))));
        Assert.False(await _membership.UpdateRowAsync(Silo(2), now.VersionEtag, now.Next()));
        var after = await _membership.ReadAllAsync();
        Assert.Equal(now.Version, after.Version.Version);
        Assert.Single(after.Members);
    }

    [Fact]
    public async Task Suspicion_and_death_are_kept_and_raise_the_version()
    {
        var silo = Silo(1);
        await AddAsync(silo);
        await AddAsync(Silo(2));
        silo.AddSuspector(Silo(2).SiloAddress, s_start.AddSeconds(5));
        silo.Status = SiloStatus.Dead;
        silo.IAmAliveTime = s_start.AddSeconds(3);
        var before = (await _membership.ReadAllAsync()).Version;
        Assert.True(await _membership.UpdateRowAsync(silo, before.VersionEtag, before.Next()));
        Assert.False(await _membership.UpdateRowAsync(silo, before.VersionEtag, before.Next()));

        var after = await _membership.ReadAllAsync();
        Assert.Equal(before.Version + 1, after.Version.Version);
        var read = after.Members.Single(member => member.Item1.SiloAddress.Equals(silo.SiloAddress)).Item1;
        Assert.Equal((SiloStatus.Dead, silo.IAmAliveTime), (read.Status, read.IAmAliveTime));
        Assert.Equal((Silo(2).SiloAddress, s_start.AddSeconds(5)), Assert.Single(read.SuspectTimes!).ToValueTuple());
    }

    [Fact]
    public async Task A_sign_of_life_leaves_the_version_alone()
    {
        var silo = Silo(1);
        await AddAsync(silo);
        var before = (await _membership.ReadAllAsync()).Version;
        silo.IAmAliveTime = s_start.AddMinutes(1);
        silo.Status = SiloStatus.Dead;
        await _membership.UpdateIAmAliveAsync(silo);
        var after = await _membership.ReadRowAsync(silo.SiloAddress);
        Assert.Equal(before.Version, after.Version.Version);
        Assert.Equal((s_start.AddMinutes(1), SiloStatus.Active), (after.Members[0].Item1.IAmAliveTime, after.Members[0].Item1.Status));
    }

    [Fact]
    public async Task Of_silos_that_join_at_once_at_one_version_one_does()
    {
        var tables = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _tables.MembershipAsync()));
        var before = (await _membership.ReadAllAsync()).Version;
        var joined = await Task.WhenAll(tables.Select((table, index) => table.InsertRowAsync(Silo(index + 1), before.Next())));
        Assert.Single(joined, joins => joins);
        var after = await _membership.ReadAllAsync();
        Assert.Single(after.Members);
        Assert.Equal(before.Version + 1, after.Version.Version);
    }

    [Fact]
    public async Task Dead_silos_that_gave_no_sign_of_life_for_long_are_cleaned_up_and_no_others()
    {
        var (old, fresh, running) = (Silo(1, SiloStatus.Dead), Silo(2, SiloStatus.Dead), Silo(3));
        fresh.IAmAliveTime = s_start.AddDays(1);
        foreach (var silo in new[] { old, fresh, running })
        {
            await AddAsync(silo);
        }

        old.AddSuspector(running.SiloAddress, s_start.AddSeconds(5));
        var version = (await _membership.ReadAllAsync()).Version;
        Assert.True(await _membership.UpdateRowAsync(old, version.VersionEtag, version.Next()));

        await _membership.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(s_start.AddHours(1)));
        Assert.Equal(
            new[] { fresh, running }.Select(silo => silo.SiloAddress).Order(),
            (await _membership.ReadAllAsync()).Members.Select(member => member.Item1.SiloAddress).Order());
    }

    [Fact]
    public async Task A_cluster_can_be_taken_out_as_a_whole()
    {
        await AddAsync(Silo(1));
        await _membership.DeleteMembershipTableEntriesAsync("test-cluster");
        Assert.Equal(0L, await _tables.ScalarAsync<long>("SELECT count(*) FROM OrleansMembershipTable"));
        Assert.Equal(0L, await _tables.ScalarAsync<long>("SELECT count(*) FROM OrleansMembershipVersionTable"));
    }

    [Fact]
    public async Task Clients_are_given_the_gateways_of_active_silos()
    {
        await AddAsync(Silo(1));
        await AddAsync(Silo(2, SiloStatus.Dead));
        var withoutGateway = Silo(3);
        withoutGateway.ProxyPort = 0;
        await AddAsync(withoutGateway);
        var gateways = await _tables.GatewaysAsync();
        Assert.Equal([Silo(1).ProxyPort], gateways.Select(gateway => gateway.Port));
    }

    private async Task AddAsync(MembershipEntry silo) => Assert.True(await _membership.InsertRowAsync(silo, (await _membership.ReadAllAsync()).Version.Next()));

    private static MembershipEntry Silo(int number, SiloStatus status = SiloStatus.Active) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Parse("10.0.0.1"), 11000 + number, 7),
        SiloName = $"silo-{number}",
        HostName = "host",
        Status = status,
        ProxyPort = 30000 + number,
        StartTime = s_start,
        IAmAliveTime = s_start,
    };
}
