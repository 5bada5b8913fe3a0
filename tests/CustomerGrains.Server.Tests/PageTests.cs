using CustomerGrains.Client;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Tests;

public sealed class PageTests
{
    [Fact]
    public async Task Pages_of_every_list_join_to_the_whole()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("a", "b", "c", "d", "e");
        var client = server.Client;
        var sources = await PagesAsync(token => client.ListSourcesAsync(new ListSourcesRequest { PageSize = 2, PageToken = token }), page => page.NextPageToken, page => page.Sources.Select(source => source.Name));
        Assert.Equal(["a", "b", "c", "d", "e"], sources);

        for (var i = 0; i < 7; i++)
        {
            var record = People.Numbered(i);
            record.Names[0].Surname = "Searched";
            await client.PutRecordAsync(People.Key("a", $"{i}"), record);
        }

        var found = await PagesAsync(token => client.SearchAsync(new SearchRequest { Text = "Searched", PageSize = 3, PageToken = token }), page => page.NextPageToken, page => page.Hits.Select(hit => hit.Customer.Id));
        Assert.Equal(7, found.Distinct().Count());
        Assert.Equal(7, found.Count);

        var key = People.Key("b", "1");
        string id = "";
        for (var i = 0; i < 5; i++)
        {
            id = (await client.PutRecordAsync(key, People.Person("Hilda", "Beaumont", "1950-01-01", phone: $"01233 49600{i}"))).CustomerId;
        }

        var history = await PagesAsync(token => client.GetHistoryAsync(new HistoryRequest { CustomerId = id, PageSize = 2, PageToken = token }), page => page.NextPageToken, page => page.Events.Select(change => change.Sequence));
        Assert.Equal(5, history.Count);
        Assert.Equal(history.Order(), history);
    }

    [Fact]
    public async Task Review_pages_join_to_the_whole_queue_and_survive_a_restart()
    {
        var folder = RunningServer.NewFolder();
        string token;
        List<PossibleMatch> whole;
        await using (var server = await RunningServer.StartAsync(folder: folder))
        {
            await server.RegisterAsync("a", "b");
            string[] surnames = ["Okafor", "Hartley", "Lindqvist", "Kowalczyk"];
            foreach (var (surname, i) in surnames.Select((surname, i) => (surname, i)))
            {
                // Father and son of one name at one address, and a record without a birth date that may be either.
                var (father, son, either) = (Robert("1961-11-02"), Robert("1990-03-14"), Robert("1990-03-14"));
                either.BirthDates.Clear();
                await server.Client.PutRecordAsync(People.Key("a", $"father{i}"), father);
                await server.Client.PutRecordAsync(People.Key("a", $"son{i}"), son);
                await server.Client.PutRecordAsync(People.Key("b", $"either{i}"), either);
                V1.Record Robert(string birthDate) => People.Person("Robert", surname, birthDate, $"TN23 {i + 1}QX");
            }

            whole = [.. (await server.Client.ListReviewAsync(new ListRequest())).Matches];
            Assert.True(whole.Count >= 2, $"Only {whole.Count} possible matches were made.");
            var first = await server.Client.ListReviewAsync(new ListRequest { PageSize = 1 });
            Assert.Equal(whole[0], Assert.Single(first.Matches));
            token = first.NextPageToken;
            var ofCustomer = await server.Client.ListReviewAsync(new ListRequest { CustomerId = whole[0].CustomerId });
            Assert.NotEmpty(ofCustomer.Matches);
        }

        await using (var server = await RunningServer.StartAsync(folder: folder))
        {
            var rest = await server.Client.ListReviewAsync(new ListRequest { PageSize = 500, PageToken = token });
            Assert.Equal(whole.Skip(1), rest.Matches);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Token_that_was_changed_made_up_or_issued_for_another_request_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("a", "b", "c");
        var token = (await server.Client.ListSourcesAsync(new ListSourcesRequest { PageSize = 1 })).NextPageToken;
        Assert.NotEmpty(token);
        var changed = token[..^2] + (token[^2] == 'A' ? "BA" : "AA");
        foreach (var bad in new[] { changed, "made-up", "!", token[..10], "A" + token })
        {
            await RefusedAsync(() => server.Client.ListSourcesAsync(new ListSourcesRequest { PageSize = 1, PageToken = bad }));
        }

        await RefusedAsync(() => server.Client.ListHotKeysAsync(new ListHotKeysRequest { PageToken = token }));
        await RefusedAsync(() => server.Client.SearchAsync(new SearchRequest { Text = "x", PageToken = token }));

        static async Task RefusedAsync(Func<Task> call) => Assert.Equal(ErrorReason.InvalidPageToken, (await Assert.ThrowsAsync<CustomerGrainsException>(call)).Reason);
    }

    private static async Task<List<TItem>> PagesAsync<TPage, TItem>(Func<string, Task<TPage>> read, Func<TPage, string> next, Func<TPage, IEnumerable<TItem>> items)
    {
        var all = new List<TItem>();
        var token = "";
        do
        {
            var page = await read(token);
            all.AddRange(items(page));
            token = next(page);
        }
        while (token.Length > 0);
        return all;
    }
}
