using System.Globalization;

namespace CustomerGrains.Orleans.Tests.Schema;

/// <summary>Reminders: replaced by name, found by grain and by range of hashes, deleted at their version.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private static readonly DateTime s_start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private OrleansTables _tables = null!;
    private IReminderTable _reminders = null!;

    public async Task InitializeAsync()
    {
        _tables = await OrleansTables.CreateAsync();
        _reminders = await _tables.RemindersAsync();
    }

    public async Task DisposeAsync() => await _tables.DisposeAsync();

    [Fact]
    public async Task A_reminder_is_added_then_replaced()
    {
        var first = await _reminders.UpsertRow(Reminder(1, "sweep", TimeSpan.FromMinutes(1)));
        var second = await _reminders.UpsertRow(Reminder(1, "sweep", TimeSpan.FromDays(40)));
        Assert.NotEqual(first, second);
        var read = await _reminders.ReadRow(Grain(1), "sweep");
        Assert.Equal((Grain(1), "sweep", s_start, TimeSpan.FromDays(40), second), (read!.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag));
        Assert.Null(await _reminders.ReadRow(Grain(1), "other"));
    }

    [Fact]
    public async Task Reminders_of_a_grain_are_read_together()
    {
        await _reminders.UpsertRow(Reminder(1, "one"));
        await _reminders.UpsertRow(Reminder(1, "two"));
        await _reminders.UpsertRow(Reminder(2, "three"));
        Assert.Equal(["one", "two"], (await _reminders.ReadRows(Grain(1))).Reminders.Select(reminder => reminder.ReminderName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_reminder_is_deleted_at_its_version_only()
    {
        var old = await _reminders.UpsertRow(Reminder(1, "sweep"));
        var current = await _reminders.UpsertRow(Reminder(1, "sweep"));
        Assert.False(await _reminders.RemoveRow(Grain(1), "sweep", old!));
        Assert.NotNull(await _reminders.ReadRow(Grain(1), "sweep"));
        Assert.True(await _reminders.RemoveRow(Grain(1), "sweep", current!));
        Assert.Null(await _reminders.ReadRow(Grain(1), "sweep"));
        Assert.False(await _reminders.RemoveRow(Grain(1), "sweep", current!));
    }

    [Fact]
    public async Task Ranges_of_the_ring_hold_what_lies_in_them_over_its_end_too()
    {
        foreach (var number in Enumerable.Range(0, 200))
        {
            await _reminders.UpsertRow(Reminder(number, "sweep"));
        }

        // Bounds: made up, all of the ring, and exactly the hash of a grain, which is in when it ends the range and out when it begins it.
        uint[] bounds = [0, 1, 0x3FFF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0xC000_0000, 0xFFFF_FFFF, Grain(7).GetUniformHashCode(), Grain(8).GetUniformHashCode()];
        foreach (var begin in bounds)
        {
            foreach (var end in bounds)
            {
                var expected = Enumerable.Range(0, 200).Select(Grain).Where(grain => IsIn(grain.GetUniformHashCode(), begin, end));
                var read = (await _reminders.ReadRows(begin, end)).Reminders.Select(reminder => reminder.GrainId);
                Assert.Equal(expected.Order(), read.Order());
            }
        }
    }

    [Fact]
    public async Task All_reminders_of_a_service_can_be_deleted()
    {
        await _reminders.UpsertRow(Reminder(1, "one"));
        await _reminders.UpsertRow(Reminder(2, "two"));
        await _reminders.TestOnlyClearTable();
        Assert.Empty((await _reminders.ReadRows(0, 0)).Reminders);
    }

    [Fact]
    public async Task Of_reminders_added_at_once_under_one_name_one_row_is_left()
    {
        var tables = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _tables.RemindersAsync()));
        var versions = await Task.WhenAll(tables.Select(table => table.UpsertRow(Reminder(1, "sweep"))));
        Assert.Equal(16, versions.Distinct().Count());
        Assert.Single((await _reminders.ReadRows(Grain(1))).Reminders);
    }

    private static bool IsIn(uint hash, uint begin, uint end) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static GrainId Grain(int number) => GrainId.Create("sweeper", "s1." + number.ToString(CultureInfo.InvariantCulture));

    private static ReminderEntry Reminder(int grain, string name, TimeSpan? period = null) =>
        new() { GrainId = Grain(grain), ReminderName = name, StartAt = s_start, Period = period ?? TimeSpan.FromMinutes(1) };
}
