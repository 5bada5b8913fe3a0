using System.Text.Json;
using CustomerGrains.Matching.Evaluating;

namespace CustomerGrains.Cli.Tests.Commands;

public sealed class QualityCommandTests : IDisposable
{
    private const string FebrlHeading = "source,record_id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,soc_sec_id\n";
    private const string SeedHeading = "Match Id,ID,BIRTHDATE,FIRST,LAST,GENDER,ADDRESS,CITY,STATE,ZIP,SSN";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pairs_across_two_files_leave_out_pairs_within_one()
    {
        // The two records of file a are one in our eyes and two in truth: wrong, but not across the files.
        Write("febrl4/records.csv", FebrlHeading
            + "a,1,clementine,wetherby,12,banksia street,,hobart,7000,tas,19610317,4471932\n"
            + "a,2,clementine,wetherby,12,banksia street,,hobart,7000,tas,19610317,\n"
            + "b,1,clementine,wetherby,12,banksia street,,hobart,7000,tas,19610317,4471932\n"
            + "b,2,ozias,quarmby,9,kelp road,,darwin,0800,nt,19400102,8820017\n");
        Write("febrl4/truth.csv", "source,record_id,cluster_id\na,1,x\na,2,z\nb,1,x\nb,2,y\n");
        var figures = await FiguresAsync("febrl4");
        Assert.Equal(["F1 across", "F1 one-to-one", "missed in review", "review right"], figures.Select(figure => figure.GetProperty("measure").GetString()));
        var figure = figures[0];
        Assert.Equal("1 right, 1 wrong, 0 missed", figure.GetProperty("counts").GetString());
        Assert.Equal(0.666667, figure.GetProperty("value").GetDouble());
        Assert.False(figure.GetProperty("ok").GetBoolean());
        Assert.Contains(figure.GetProperty("peers").EnumerateArray(), peer => peer.GetProperty("system").GetString() == "Python Record Linkage Toolkit");
    }

    [Fact]
    public async Task Told_that_a_file_holds_nobody_twice_its_records_are_two_however_alike()
    {
        Write("febrl4/records.csv", FebrlHeading
            + "a,1,clementine,wetherby,12,banksia street,,hobart,7000,tas,19610317,4471932\n"
            + "a,2,clementine,wetherby,12,banksia street,,hobart,7000,tas,19610317,4471932\n"
            + "b,1,clementine,wetherby,12,banksia street,,hobart,7000,tas,19610317,4471932\n");
        Write("febrl4/truth.csv", "source,record_id,cluster_id\na,1,x\na,2,z\nb,1,x\n");
        var figures = await FiguresAsync("febrl4");
        Assert.Equal("1 right, 1 wrong, 0 missed", figures[0].GetProperty("counts").GetString());
        Assert.Contains(figures[1].GetProperty("counts").GetString(), (string[])["1 right, 0 wrong, 0 missed", "0 right, 1 wrong, 1 missed"]);
    }

    [Fact]
    public async Task A_model_trained_on_the_set_stands_beside_with_its_own_floor()
    {
        // Thirty people, each twice, the second time without the identifier.
        string[] given = ["clementine", "ozias", "belinda", "rufus", "imogen", "quentin"];
        string[] surnames = ["wetherby", "quarmby", "strathmore", "clutterbuck", "okonkwo", "fairweather", "lindqvist", "barraclough", "nakamura", "delacroix"];
        var rows = from i in Enumerable.Range(0, 30)
                   from twice in Enumerable.Range(0, 2)
                   select (Id: (2 * i) + twice, Person: i,
                       Line: $"{given[i % 6]},{surnames[i % 10]},{i + 1},kelp street,,hobart,{7000 + i},tas,19{30 + i}{1 + (i % 12):00}{1 + (i % 28):00},{(twice == 0 ? $"{4471932 + (i * 7919)}" : "")}");
        Write("febrl1/records.csv", FebrlHeading + string.Concat(rows.Select(row => $"f,{row.Id},{row.Line}\n")));
        Write("febrl1/truth.csv", "source,record_id,cluster_id\n" + string.Concat(rows.Select(row => $"f,{row.Id},{row.Person}\n")));
        var run = await Run.OfAsync("quality", "--data", _folder.Path, "--sets", "febrl1", "--trained", "--json");
        using var json = JsonDocument.Parse(run.Answers);
        var trained = json.RootElement.GetProperty("figures")[0].GetProperty("trained");
        Assert.Equal((0.9995, "30 right, 0 wrong, 0 missed"), (trained.GetProperty("floor").GetDouble(), trained.GetProperty("counts").GetString()));
        Assert.Matches("febrl1 +F1 +1.0000 +0.9980 +ok +1.0000 +0.9995 +ok", (await Run.OfAsync("quality", "--data", _folder.Path, "--sets", "febrl1", "--trained")).Answers);
    }

    [Fact]
    public async Task Test_records_are_judged_alone_against_the_seed()
    {
        Write("verdicts/nbs_seed.csv", $"{SeedHeading}\n"
            + "1,77,1961-03-17,Clementine,Wetherby,F,12 Banksia Street,Laramie,WY,82070,447-19-3219\n"
            + "2,78,1940-11-02,Ozias,Quarmby,M,9 Kelp Road,Bangor,ME,04401,882-00-1745\n");
        Write("verdicts/nbs_test.csv", $"Test Case #,{SeedHeading},Expected Result\n"
            + "1,1,77,1961-03-17,Clementine,Wetherby,F,12 Banksia Street,Laramie,WY,82070,447-19-3219,match\n"
            + "2,2,78,1985-06-23,Belinda,Strathmore,F,400 Ocean Drive,Miami,FL,33101,,no_match\n"
            + "3,2,78,1961-03-17,Clementine,Wetherby,F,12 Banksia Street,Laramie,WY,82070,447-19-3219,match\n");
        var figures = await FiguresAsync("verdicts");
        Assert.Equal(
            ["match linked: of 2: 1 linked, 0 review, 1 apart; 1 linked elsewhere", "no_match not linked: of 1: 0 linked, 0 review, 1 apart; 0 linked elsewhere"],
            figures.Select(figure => $"{figure.GetProperty("measure")}: {figure.GetProperty("counts")}"));
        var run = await Run.OfAsync("quality", "--data", _folder.Path, "--sets", "verdicts", "--mistakes", "5");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("match expected, apart, and linked with another record of the seed", run.Answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_judged_by_the_names_alone()
    {
        Write("names/name_pairs.csv", "case_group,schema,name1,name2,is_match,quality,category,notes\n"
            + "g,Person,Clementine Wetherby,Clementine Wetherby,true,STRONG,,\n"
            + "g,Person,Clementine Wetherby,Ozias Quarmby,false,STRONG,,\n"
            + "g,Company,Wetherby Clutterbuck Ltd,Wetherby Clutterbuck Limited,true,STRONG,,\n"
            + "g,Company,Wetherby Clutterbuck Ltd,Wetherby Clutterbuck Limited,false,STRONG,,\n");
        var figure = Assert.Single(await FiguresAsync("names"));
        Assert.Equal("2 right, 1 wrong, 0 missed; precision 0.667, recall 1.000", figure.GetProperty("counts").GetString());
    }

    [Fact]
    public async Task A_published_possible_match_counts_when_it_is_linked_rightly_or_offered_for_review()
    {
        const string ann = "\"NAME_FULL\":\"Clementine Wetherby\",\"DATE_OF_BIRTH\":\"1961-03-17\",\"EMAIL_ADDRESS\":\"clem.w@post.example\"";
        Write("senzing-truth-set/customers.jsonl",
            $$"""
            {"DATA_SOURCE":"CUSTOMERS","RECORD_ID":"1",{{ann}}}
            {"DATA_SOURCE":"CUSTOMERS","RECORD_ID":"2",{{ann}}}
            """);
        Write("senzing-truth-set/reference.jsonl", """{"DATA_SOURCE":"REFERENCE","RECORD_ID":"1","NAME_FULL":"Ozias Quarmby","DATE_OF_BIRTH":"1940-11-02"}""");
        Write("senzing-truth-set/watchlist.jsonl", """{"DATA_SOURCE":"WATCHLIST","RECORD_ID":"1","NAME_FULL":"Belinda Strathmore","DATE_OF_BIRTH":"1985-06-23"}""");
        Write("senzing-truth-set/key.csv", "TEST_GROUP,CLUSTER_ID,DATA_SOURCE,RECORD_ID\n1,1,CUSTOMERS,1\n1,1,CUSTOMERS,2\n1,2,REFERENCE,1\n1,3,WATCHLIST,1\n");
        Write("senzing-truth-set/senzing_published_relationships.csv", "level,match_key,entity_a,entity_b,records_a,records_b\n"
            + "POSSIBLE_MATCH,+NAME,1,2,CUSTOMERS:1,CUSTOMERS:2\nPOSSIBLE_MATCH,+NAME,1,2,CUSTOMERS:1|CUSTOMERS:2,WATCHLIST:1\nPOSSIBLE_RELATION,+NAME,1,2,CUSTOMERS:1,REFERENCE:1\n");
        var figures = await FiguresAsync("senzing");
        Assert.Equal(["precision", "recall", "possible matches seen", "missed in review", "review right"], figures.Select(figure => figure.GetProperty("measure").GetString()));
        Assert.Equal("of 2 published: 1 linked rightly, 0 offered for review", figures[2].GetProperty("counts").GetString());
    }

    [Fact]
    public async Task Ablation_has_a_row_for_everything_on_and_one_for_each_mechanism()
    {
        // A nickname beside a rare surname: what the names weigh falls below the threshold when nicknames are off.
        Write("names/name_pairs.csv", "schema,name1,name2,is_match\nPerson,Robert Clutterbuck,Bob Clutterbuck,true\nPerson,Clementine Wetherby,Clementine Wetherby,true\n");
        var run = await Run.OfAsync("quality", "--data", _folder.Path, "--sets", "names", "--ablation", "--json");
        using var json = JsonDocument.Parse(run.Answers);
        var rows = json.RootElement.GetProperty("ablation").EnumerateArray().ToDictionary(
            row => row.GetProperty("without").GetString()!, row => row.GetProperty("figures")[0].GetProperty("value").GetDouble());
        Assert.Equal(["", .. Mechanism.All.Select(mechanism => mechanism.Name)], rows.Keys);
        Assert.Equal((1, 0.666667), (rows[""], rows["nicknames"]));

        var one = await Run.OfAsync("quality", "--data", _folder.Path, "--sets", "names", "--without", "nicknames", "--json");
        Assert.Contains("\"value\":0.666667", one.Answers, StringComparison.Ordinal);
        var words = await Run.OfAsync("quality", "--data", _folder.Path, "--sets", "names", "--ablation");
        Assert.Matches("nicknames +-0.3333", words.Answers);
        Assert.Equal(2, (await Run.OfAsync("quality", "--data", _folder.Path, "--without", "sonar")).ExitCode);
    }

    [Fact]
    public async Task What_is_offered_for_review_is_also_counted_over_the_public_sets_together()
    {
        // Two of one rare name in two towns, for a person to judge: two people in the first set, one who moved in the second.
        const string one = "f,1,clementine,wetherby,12,banksia street,,hobart,7000,tas,19610317,\nf,2,clementine,wetherby,3,kelp road,,darwin,0800,nt,,\n";
        Write("febrl1/records.csv", FebrlHeading + one);
        Write("febrl1/truth.csv", "source,record_id,cluster_id\nf,1,x\nf,2,y\n");
        Write("febrl3/records.csv", FebrlHeading + one);
        Write("febrl3/truth.csv", "source,record_id,cluster_id\nf,1,x\nf,2,x\n");
        var figures = await FiguresAsync("febrl1", "febrl3");
        Assert.Equal(
            ["missed in review: 1 of 1 in 2 sets", "review right: 1 of 2 in 2 sets"],
            figures.Where(figure => figure.GetProperty("set").GetString() == "all public sets").Select(figure => $"{figure.GetProperty("measure")}: {figure.GetProperty("counts")}"));
        Assert.DoesNotContain(await FiguresAsync("febrl1", "town"), figure => figure.GetProperty("set").GetString() == "all public sets");
        var words = await Run.OfAsync("quality", "--data", _folder.Path, "--sets", "febrl1", "febrl3", "--ablation");
        Assert.Matches(@"rare-names +\S+ +\S+ +-1.0000 +\S+ +-1.0000 +\+0.5000", words.Answers);
    }

    [Fact]
    public async Task A_set_that_is_missing_is_named()
    {
        var run = await Run.OfAsync("quality", "--data", _folder.Path, "--sets", "febrl1");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("febrl1", run.Complaints, StringComparison.Ordinal);
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.Path, path))!);
        _folder.Write(path, text);
    }

    private async Task<JsonElement[]> FiguresAsync(params string[] sets)
    {
        var run = await Run.OfAsync(["quality", "--data", _folder.Path, "--sets", .. sets, "--json"]);
        using var json = JsonDocument.Parse(run.Answers);
        return [.. json.RootElement.GetProperty("figures").EnumerateArray().Select(figure => figure.Clone())];
    }
}
