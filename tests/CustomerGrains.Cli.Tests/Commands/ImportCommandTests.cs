using System.Globalization;
using System.Text.RegularExpressions;
using CustomerGrains.Cli.Importing.Progress;

namespace CustomerGrains.Cli.Tests.Commands;

/// <summary>Goal: the commands of someone's first hour, against a real server process.</summary>
public sealed class ImportCommandTests : ServerTest
{
    [Fact]
    public async Task Three_senzing_files_are_imported_searched_shown_explained_and_decided()
    {
        var customers = Folder.Write("customers.jsonl",
            """
            {"DATA_SOURCE":"CUSTOMERS","RECORD_ID":"1","FEATURES":[{"RECORD_TYPE":"PERSON"},{"NAME_FIRST":"Annabel","NAME_LAST":"Fotheringay"},{"DATE_OF_BIRTH":"1970-03-14"},{"ADDR_FULL":"1 High Street, Townsville AB10 1AB"},{"EMAIL_ADDRESS":"annabel.f@post.example"}],"STATUS":"Active"}
            {"DATA_SOURCE":"CUSTOMERS","RECORD_ID":"2","FEATURES":[{"RECORD_TYPE":"PERSON"},{"NAME_FIRST":"Bogdan","NAME_LAST":"Zielinski"},{"DATE_OF_BIRTH":"1951-11-30"}]}
            """);
        var reference = Folder.Write("reference.jsonl",
            """
            {"DATA_SOURCE":"REFERENCE","RECORD_ID":"A","RECORD_TYPE":"PERSON","PRIMARY_NAME_FIRST":"Annabel","PRIMARY_NAME_LAST":"Fotheringay","DATE_OF_BIRTH":"1970-03-14","HOME_ADDR_FULL":"1 High Street, Townsville AB10 1AB"}
            """);
        var watchlist = Folder.Write("watchlist.jsonl",
            """
            {"DATA_SOURCE":"WATCHLIST","RECORD_ID":"W1","FEATURES":[{"RECORD_TYPE":"ORGANIZATION"},{"NAME_ORG":"Fotheringay Holdings Ltd"}]}
            not json
            """);
        var import = await ClientAsync("import", customers, reference, watchlist, "--region", "GB", "--rejects", Path.Combine(Folder.Path, "rejects.csv"));
        Assert.Equal(1, import.ExitCode);
        Assert.Contains("customers.jsonl: 2 records", import.Answers, StringComparison.Ordinal);
        Assert.Contains("1 line was not taken", import.Answers, StringComparison.Ordinal);
        Assert.Contains("Registered the source 'watchlist' (region GB).", import.Complaints, StringComparison.Ordinal);
        Assert.Equal("line,reason\n2,\"the line is not JSON at byte 2\"\n", await File.ReadAllTextAsync(Path.Combine(Folder.Path, "rejects.csv")));

        var search = await ClientAsync("search", "Annabel", "Fotheringay", "1970-03-14");
        Assert.Equal(0, search.ExitCode);
        Assert.StartsWith("Annabel Fotheringay", search.Answers, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', search.Answers);

        var show = await ClientAsync("show", "reference:A");
        Assert.Contains("customers:1", show.Answers, StringComparison.Ordinal);
        Assert.Contains("(2 records from 2 sources)", show.Answers, StringComparison.Ordinal);
        var id = show.Answers.Split(' ', StringSplitOptions.RemoveEmptyEntries).First(word => word.StartsWith("C-", StringComparison.Ordinal));

        var why = await ClientAsync("why", "customers:1", "reference:A");
        Assert.Contains("certain", why.Answers, StringComparison.Ordinal);
        Assert.Contains("1970-03-14", why.Answers, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', why.Answers);
        Assert.Contains("all together", why.Answers, StringComparison.Ordinal);
        Assert.Contains("certain", (await ClientAsync("why", id)).Answers, StringComparison.Ordinal);
        var how = (await ClientAsync("how", "reference:A")).Answers;
        Assert.Equal(how, (await ClientAsync("how", id)).Answers);
        Assert.Matches(@"1\. (customers:1|reference:A): where it starts", how);
        Assert.Matches(@"2\. (customers:1 joins reference:A|reference:A joins customers:1)\r?\n", how);
        Assert.Contains("\"JOIN_REASON_EVIDENCE\"", (await ClientAsync("how", id, "--json")).Answers, StringComparison.Ordinal);

        var apart = await ClientAsync("decide", "different", "customers:1", "reference:A", "--by", "J. Ward", "--reason", "asked her");
        Assert.Matches("customers:1 is customer C-.*, reference:A is customer C-", apart.Answers);
        string[] two = [.. apart.Answers.Split(' ', ',').Select(word => word.Trim().TrimEnd('.')).Where(word => word.StartsWith("C-", StringComparison.Ordinal))];
        var whyApart = (await ClientAsync("why", two[0], two[1])).Answers;
        Assert.Matches(@"J\. Ward decided that they are different, \d{4}-\d\d-\d\d \d\d:\d\dZ: asked her\.", whyApart);
        Assert.Contains("No pair of the two waits for a person.", whyApart, StringComparison.Ordinal);
        Assert.Contains($"Left out:{Environment.NewLine}- {two[1]} (reference:A): J. Ward decided", (await ClientAsync("how", two[0])).Answers, StringComparison.Ordinal);
        var withdrawn = await ClientAsync("decide", "withdraw", "customers:1", "reference:A", "--by", "J. Ward", "--reason", "asked again");
        Assert.Contains($"Both records are now customer {id}.", withdrawn.Answers, StringComparison.Ordinal);
        Assert.Contains("created from", (await ClientAsync("history", id)).Answers, StringComparison.Ordinal);
        Assert.Contains("customers", (await ClientAsync("sources")).Answers, StringComparison.Ordinal);
        Assert.Contains("\"records\": \"4\"", (await ClientAsync("status", "--json")).Answers, StringComparison.Ordinal);

        Assert.Equal((4, 4), ((await ClientAsync("show", "nowhere:1")).ExitCode, (await ClientAsync("search", "Xqzwv")).ExitCode));
        var wrong = await ClientAsync("show", "hello");
        Assert.Equal((2, "'hello' is neither a customer nor a record: write a customer id such as C-0001-2345-K, or SOURCE:RECORD such as housing:H1234."), (wrong.ExitCode, wrong.Complaints.TrimEnd()));
    }

    [Fact]
    public async Task Repeated_ids_are_replaced_and_counted_and_unknown_sources_are_refused_when_asked_to()
    {
        var file = Folder.Write("a.csv", "id,name\n1,Ann Lee\n2,Bo Fox\n1,Ann Leigh\n");
        var rejects = Path.Combine(Folder.Path, "r.csv");
        var refused = await ClientAsync("import", file, "--source", "desk", "--register", "false", "--rejects", rejects);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("desk", await File.ReadAllTextAsync(rejects), StringComparison.Ordinal);

        var taken = await ClientAsync("import", file, "--source", "desk", "--rejects", rejects);
        Assert.Equal(0, taken.ExitCode);
        Assert.Contains("1 record came more than once in this file, desk:1 first; the later one replaced the earlier.", taken.Answers, StringComparison.Ordinal);
        Assert.Contains("Ann Leigh", (await ClientAsync("show", "desk:1")).Answers, StringComparison.Ordinal);
        Assert.Contains("1 unchanged", (await ClientAsync("import", file, "--source", "desk", "--rejects", rejects)).Answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Birth_dates_that_are_none_and_a_file_that_may_be_cut_off_are_told()
    {
        var file = Folder.Write("a.csv", "id,name,dob\n1,Ann Lee,1970-02-28\n2,Bo Fox,1970-02-30\n3,Cy Poe,\n4,Di Roe,31/04/1980\n5,Ed Gow,19");
        var import = await ClientAsync("import", file, "--source", "desk", "--rejects", Path.Combine(Folder.Path, "r.csv"));
        Assert.Equal(0, import.ExitCode);
        Assert.Contains("Warning: 3 birth dates are no dates, first in line 3; kept with the record, and never matched.", import.Answers, StringComparison.Ordinal);
        Assert.Contains("Note: the last line has no line end; if the file was cut off there, import the whole file again.", import.Answers, StringComparison.Ordinal);

        var whole = Folder.Write("b.csv", "id,name,dob\n2,Bo Fox,1970-02-28\n");
        var again = await ClientAsync("import", whole, "--source", "desk", "--rejects", Path.Combine(Folder.Path, "r.csv"));
        Assert.Contains("b.csv: 1 records", again.Answers, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", again.Answers, StringComparison.Ordinal);
        Assert.DoesNotContain("Note", again.Answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_where_something_else_answers_says_what_to_write()
    {
        var pages = await Run.OfAsync("status", "--server", Server.Http);
        Assert.Equal(3, pages.ExitCode);
        Assert.Contains("Name the gRPC port with --server", pages.Complaints, StringComparison.Ordinal);
        var tls = await Run.OfAsync("status", "--server", Server.Grpc.Replace("http:", "https:", StringComparison.Ordinal));
        Assert.Equal(3, tls.ExitCode);
        Assert.Contains("write http:// instead of https://", tls.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_field_reads_as_a_sentence()
    {
        var run = await ClientAsync("show", "C-0000-0001-X");
        Assert.Equal((2, "A field is invalid. customer_id is no customer id, or its check character is wrong; it should look like C-0001-2345-K."), (run.ExitCode, run.Complaints.TrimEnd()));
    }

    [Fact]
    public async Task An_import_killed_half_way_goes_on_and_loses_nothing()
    {
        // Method: kill -9 the importing process once it has noted some progress, then run it again with --resume.
        const int Records = 12_000;
        var town = Path.Combine(Folder.Path, "town.csv");
        await Run.OfAsync("generate", "--records", Records.ToString(CultureInfo.InvariantCulture), "--out", town);
        var progress = Path.Combine(Folder.Path, ImportProgress.PathFor(town));
        using (var importing = ServerProcess.Program("import", town, "--server", Server.Grpc))
        {
            importing.StartInfo.WorkingDirectory = Folder.Path;
            using var watcher = new FileSystemWatcher(Folder.Path, Path.GetFileName(progress));
            var noted = new TaskCompletionSource();
            void Look(object sender, FileSystemEventArgs change)
            {
                if (ImportProgress.Read(progress) is { Line: > 0 })
                {
                    noted.TrySetResult();
                }
            }

            watcher.Created += Look;
            watcher.Renamed += Look;
            watcher.EnableRaisingEvents = true;
            importing.Start();
            await noted.Task.WaitAsync(TimeSpan.FromMinutes(2));
            importing.Kill();
            await importing.WaitForExitAsync();
        }

        var stopped = ImportProgress.Read(progress)!.Line;
        Assert.InRange(stopped, 1, Records);
        using var resumed = ServerProcess.Program("import", town, "--server", Server.Grpc, "--resume");
        resumed.StartInfo.WorkingDirectory = Folder.Path;
        resumed.Start();
        var answers = resumed.StandardOutput.ReadToEndAsync();
        var complaints = await resumed.StandardError.ReadToEndAsync();
        await resumed.WaitForExitAsync();
        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains($"Going on after line {stopped.ToString(CultureInfo.InvariantCulture)}.", complaints, StringComparison.Ordinal);
        Assert.Contains("lines had been taken before the interruption", await answers, StringComparison.Ordinal);
        Assert.False(File.Exists(progress));
        Assert.Contains($"\"records\": \"{Records}\"", (await ClientAsync("status", "--json")).Answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_and_a_takenFolder_say_what_to_do()
    {
        var port = Server.Grpc["http://".Length..];
        var taken = await Run.OfAsync("serve", "--data", Path.Combine(Folder.Path, "other"), "--grpc", port, "--http", "127.0.0.1:0");
        Assert.Equal(3, taken.ExitCode);
        Assert.StartsWith($"A port is taken: {port} (--grpc)", taken.Complaints, StringComparison.Ordinal);
        var folder = await Run.OfAsync("serve", "--data", Path.Combine(Folder.Path, "data"), "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0");
        Assert.Equal(3, folder.ExitCode);
        Assert.StartsWith("The data folder", folder.Complaints, StringComparison.Ordinal);
        Assert.Contains("--data", folder.Complaints, StringComparison.Ordinal);
        var file = await Run.OfAsync("serve", "--data", Folder.Write("taken", "x"), "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0");
        Assert.Equal(5, file.ExitCode);
        Assert.StartsWith($"The data folder {Path.Combine(Folder.Path, "taken")} cannot be made", file.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_aServer_the_error_says_how_to_start_one()
    {
        Server.Kill();
        var run = await ClientAsync("status");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("The server does not answer. Start one with 'cgrains serve'", run.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_prints_rate_and_latencies()
    {
        var run = await ClientAsync("load", "--records", "300", "--rate", "2000");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("300 records, ", run.Answers, StringComparison.Ordinal);
        Assert.Matches(@"acknowledged within p50 [\d.]+ ms, p95 [\d.]+ ms, p99 [\d.]+ ms, p99\.9 [\d.]+ ms", run.Answers);
    }

    /// <summary>Goal: what is sent before measuring is not counted, and every record goes to one of the servers. Method: the same server twice, as two of a cluster would be.</summary>
    [Fact]
    public async Task Load_warms_up_and_spreads_one_town_over_the_servers()
    {
        var run = await ClientAsync("load", "--records", "300", "--warm-up", "100", "--server", Server.Grpc);
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^200 records, [\d,]+/s, 0 refused, 0 sent again", run.Answers);
        var status = await ClientAsync("status", "--json");
        Assert.Matches("\"records\": \"300\"", status.Answers);

        var nothing = await ClientAsync("load", "--records", "100", "--warm-up", "100");
        Assert.Equal((2, "--warm-up is less than --records, so that there is something left to measure."), (nothing.ExitCode, nothing.Complaints.TrimEnd()));
        var two = await ClientAsync("status", "--server", Server.Grpc);
        Assert.Equal((2, "This command asks one server: give --server once."), (two.ExitCode, two.Complaints.Split('\n')[0].TrimEnd()));
    }

    [Fact]
    public async Task Load_asks_for_residents_and_says_how_long_answers_took_and_whom_they_found()
    {
        var none = await ClientAsync("load", "--records", "300", "--searches", "16", "--search-only");
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("16 searches, ", none.Answers, StringComparison.Ordinal);
        Assert.Contains("Nobody was found: load the town first", none.Complaints, StringComparison.Ordinal);

        var run = await ClientAsync("load", "--records", "300", "--searches", "160", "--search-in-flight", "2");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("300 records, ", run.Answers, StringComparison.Ordinal);
        Assert.Matches(@"answered within p50 [\d.]+ ms, p95 [\d.]+ ms, p99 [\d.]+ ms, p99\.9 [\d.]+ ms", run.Answers);
        Assert.Matches(@"phone +found +20 of +20 ", run.Answers);
        Assert.Matches(@"name with a typing error, postcode found +(19|20) of +20 ", run.Answers);

        // Nothing is sent, and the same is asked and found.
        var again = await ClientAsync("load", "--records", "300", "--searches", "160", "--search-only", "--search-p99-max", "10000");
        Assert.Equal(0, again.ExitCode);
        Assert.DoesNotContain("acknowledged", again.Answers, StringComparison.Ordinal);
        Assert.Equal(Found(run.Answers), Found(again.Answers));

        var limit = await ClientAsync("load", "--records", "300", "--searches", "16", "--search-only", "--search-p99-max", "0");
        Assert.Equal((2, "--search-p99-max must be at least 1."), (limit.ExitCode, limit.Complaints.Split('\n')[0].TrimEnd()));
        var empty = await ClientAsync("load", "--search-only");
        Assert.Equal((2, "--search-only needs --searches: say how many, e.g. --searches 2000."), (empty.ExitCode, empty.Complaints.TrimEnd()));

        static string[] Found(string answers) => [.. Regex.Matches(answers, @"found +\d+ of +\d+|[\d,]+ with the person meant").Select(match => match.Value)];
    }
}
