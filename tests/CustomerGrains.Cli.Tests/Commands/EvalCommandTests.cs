using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Tests.Commands;

public sealed class EvalCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_is_one_object_with_the_agreed_names_and_right_figures()
    {
        // Two people: Ann twice and certain, Bo once; a fourth record that the truth does not name.
        var records = _folder.Write("a.csv",
            "source,record_id,given_name,surname,date_of_birth,address,postcode,email\n"
            + "a,1,Annabel,Fotheringay,1970-03-14,1 High Street,AB10 1AB,annabel.f@post.example\n"
            + "b,1,Annabel,Fotheringay,1970-03-14,1 High Street,AB10 1AB,annabel.f@post.example\n"
            + "a,2,Bogdan,Zielinski,1951-11-30,77 Low Road,ZE1 0AA,bz@mail.example\n"
            + "a,3,Carl,Quist,1988-08-08,5 Mill Lane,PL1 1AA,quist@mail.example\n");
        var truth = _folder.Write("truth.csv", "source,record_id,cluster_id\na,1,x\nb,1,x\na,2,y\nb,99,y\n");
        var run = await Run.OfAsync("eval", "--records", records, "--truth", truth, "--json");
        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Answers);
        Assert.Equal(
            ["records", "customers", "pairs", "bcubed", "review", "records_per_second", "peak_rss_bytes", "partition_hash", "review_band", "missed", "blocking"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal((4, 3), (json.RootElement.GetProperty("records").GetInt32(), json.RootElement.GetProperty("customers").GetInt32()));
        Assert.Equal("""{"tp":1,"fp":0,"fn":0,"precision":1,"recall":1,"f1":1}""", json.RootElement.GetProperty("pairs").GetRawText());
        Assert.Equal("""{"precision":1,"recall":1,"f1":1}""", json.RootElement.GetProperty("bcubed").GetRawText());
        Assert.Equal("""{"true":0,"false":0}""", json.RootElement.GetProperty("review").GetRawText());
        Assert.Equal("""{"questions":0,"right":null,"of_missed":null}""", json.RootElement.GetProperty("review_band").GetRawText());
        Assert.Equal((1, 1), (json.RootElement.GetProperty("blocking").GetProperty("true_pairs").GetInt32(), json.RootElement.GetProperty("blocking").GetProperty("true_pairs_met").GetInt32()));
        Assert.True(json.RootElement.GetProperty("peak_rss_bytes").GetInt64() > 1_000_000);
        Assert.Matches("^[0-9a-f]{32}$", json.RootElement.GetProperty("partition_hash").GetString());

        var words = await Run.OfAsync("eval", "--records", records, "--truth", truth);
        Assert.Contains("precision 1.0000, recall 1.0000, F1 1.0000", words.Answers, StringComparison.Ordinal);
        Assert.Contains("1 records are not in the truth", words.Complaints, StringComparison.Ordinal);
        Assert.Contains("1 records of the truth are in none of the files", words.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_holds_nobody_twice_keeps_its_records_apart()
    {
        const string Ann = "Annabel,Fotheringay,1970-03-14,1 High Street,AB10 1AB,annabel.f@post.example\n";
        var records = _folder.Write("a.csv", "source,record_id,given_name,surname,date_of_birth,address,postcode,email\n" + $"a,1,{Ann}b,1,{Ann}b,2,{Ann}");
        var truth = _folder.Write("truth.csv", "source,record_id,cluster_id\na,1,x\nb,1,x\nb,2,y\n");
        foreach (var (more, customers) in new (string[], int)[] { ([], 1), (["--one-to-one", "a"], 1), (["--one-to-one", "a", "--one-to-one", "b"], 2) })
        {
            using var json = JsonDocument.Parse((await Run.OfAsync(["eval", "--records", records, "--truth", truth, "--json", .. more])).Answers);
            Assert.Equal(customers, json.RootElement.GetProperty("customers").GetInt32());
        }
    }

    [Fact]
    public async Task Order_number_in_flight_and_repetition_do_not_show_in_the_partition()
    {
        var (records, truth) = (Path.Combine(_folder.Path, "town.csv"), Path.Combine(_folder.Path, "truth.csv"));
        await Run.OfAsync("generate", "--records", "400", "--seed", "5", "--out", records, "--truth", truth);
        var hashes = new List<string>();
        foreach (var how in (string[])["", "--one-by-one", "--shuffle 1", "--shuffle 2 --in-flight 200", "--shuffle 3 --repeat"])
        {
            var run = await Run.OfAsync(["eval", "--records", records, "--truth", truth, "--json", .. how.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            using var json = JsonDocument.Parse(run.Answers);
            Assert.Equal(400, json.RootElement.GetProperty("records").GetInt32());
            hashes.Add(json.RootElement.GetProperty("partition_hash").GetString()!);
        }

        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public async Task Senzings_key_form_names_the_records_of_senzing_files()
    {
        var records = _folder.Write("a.jsonl",
            """
            {"DATA_SOURCE":"CRM","RECORD_ID":"1","NAME_FULL":"Annabel Fotheringay","DATE_OF_BIRTH":"1970-03-14","EMAIL_ADDRESS":"annabel.f@post.example"}
            {"DATA_SOURCE":"ERP","RECORD_ID":"1","NAME_FULL":"Annabel Fotheringay","DATE_OF_BIRTH":"1970-03-14","EMAIL_ADDRESS":"annabel.f@post.example"}
            """);
        var truth = _folder.Write("key.csv", "TEST_GROUP,CLUSTER_ID,DATA_SOURCE,RECORD_ID\n100,1,CRM,1\n100,1,ERP,1\n");
        var run = await Run.OfAsync("eval", "--records", records, "--truth", truth, "--json");
        Assert.Contains("\"tp\":1,\"fp\":0,\"fn\":0", run.Answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_come_costliest_first_with_both_records_and_where_the_pair_ended()
    {
        // Wrong: one person by all that is known, two by the truth, which has three records of the one: three pairs. Missed: a record that shares nothing, and one that shares too little.
        const string ann = "Annabel,Fotheringay,1970-03-14,1 High Street,AB10 1AB,annabel.f@post.example\n";
        var records = _folder.Write("a.csv",
            "source,record_id,given_name,surname,date_of_birth,address,postcode,email\n"
            + $"a,1,{ann}a,2,{ann}a,3,{ann}b,1,{ann}"
            + "a,4,Bogdan,Zielinski,1951-11-30,77 Low Road,ZE1 0AA,bz@mail.example\n"
            + "a,5,Carl,Quist,1988-08-08,5 Mill Lane,PL1 1AA,quist@mail.example\n"
            + "a,6,Dora,Ravenscroft,1990-01-14,8 Mill Lane,PL1 1AA,\n"
            + "a,7,,Ravenscroft,,,PL1 1AA,\n");
        var truth = _folder.Write("truth.csv", "source,record_id,cluster_id\na,1,x\na,2,x\na,3,x\nb,1,w\na,4,y\na,5,y\na,6,z\na,7,z\n");
        var run = await Run.OfAsync("eval", "--records", records, "--truth", truth, "--mistakes", "20", "--json");
        using var json = JsonDocument.Parse(run.Answers);
        var mistakes = json.RootElement.GetProperty("mistakes").EnumerateArray().ToArray();
        Assert.Equal(["wrong 3", "missed 1", "missed 1"], mistakes.Select(mistake => $"{mistake.GetProperty("kind")} {mistake.GetProperty("pairs")}"));
        Assert.Equal("a link by itself", mistakes[0].GetProperty("situation").GetString());
        Assert.Equal("b:1", mistakes[0].GetProperty("b").GetProperty("name").GetString());
        Assert.Equal("Annabel Fotheringay · born 1970-03-14 · 1 High Street, AB10 1AB · annabel.f@post.example", mistakes[0].GetProperty("b").GetProperty("values").GetString());
        Assert.Equal("met, below review; not offered for review", mistakes[1].GetProperty("situation").GetString());
        Assert.NotEmpty(mistakes[1].GetProperty("shared").EnumerateArray());
        Assert.Equal("never met at a blocking key; not offered for review", mistakes[2].GetProperty("situation").GetString());
        Assert.Empty(mistakes[2].GetProperty("shared").EnumerateArray());
        Assert.Equal(mistakes[0].GetProperty("bits").GetDouble(), mistakes[0].GetProperty("evidence").EnumerateArray().Sum(evidence => evidence.GetProperty("bits").GetDouble()), 6);
        Assert.Equal(
            """{"offered":0,"never_met":1,"below_review":1,"in_review":0,"kept_apart":0,"forbidden":0}""", json.RootElement.GetProperty("missed").GetRawText());

        var words = await Run.OfAsync("eval", "--records", records, "--truth", truth, "--mistakes", "1");
        Assert.Contains("of the true pairs not linked 0.0 % are in the review band", words.Answers, StringComparison.Ordinal);
        Assert.Contains("wrong, 3 pairs, ", words.Answers, StringComparison.Ordinal);
        Assert.DoesNotContain("missed, 1 pair, ", words.Answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_curve_is_a_picture_or_a_page_that_needs_nothing_else_and_marks_the_models_thresholds()
    {
        var (records, truth) = (Path.Combine(_folder.Path, "town.csv"), Path.Combine(_folder.Path, "truth.csv"));
        await Run.OfAsync("generate", "--records", "300", "--seed", "3", "--out", records, "--truth", truth);
        var (picture, page) = (Path.Combine(_folder.Path, "curve.svg"), Path.Combine(_folder.Path, "curve.html"));
        var run = await Run.OfAsync("eval", "--records", records, "--truth", truth, "--curve", picture, "--json");
        using var json = JsonDocument.Parse(run.Answers);
        var link = MatchingModel.Default.LinkThreshold / 100.0;
        var own = json.RootElement.GetProperty("curve").EnumerateArray().Single(point => point.GetProperty("link_threshold").GetDouble() == link);
        foreach (var measure in (string[])["precision", "recall", "f1"])
        {
            // The curve comes from the batch reference, the figures from the index: at the model's own threshold they are one.
            Assert.Equal(json.RootElement.GetProperty("pairs").GetProperty(measure).GetDouble(), own.GetProperty(measure).GetDouble());
        }

        var svg = XDocument.Load(picture).Root!;
        XNamespace names = "http://www.w3.org/2000/svg";
        Assert.Equal(3, svg.Elements(names + "polyline").Count());
        Assert.Contains(svg.Elements(names + "text"), text => text.Value == string.Create(CultureInfo.InvariantCulture, $"link {link:0.##}"));
        Assert.Contains(svg.Elements(names + "text"), text => text.Value.StartsWith("review ", StringComparison.Ordinal));

        await Run.OfAsync("eval", "--records", records, "--truth", truth, "--curve", page);
        var html = await File.ReadAllTextAsync(page);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.Contains("Blocking", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=", html);
    }

    [Fact]
    public async Task A_mechanism_that_is_off_resolves_in_memory_and_what_is_sent_nowhere_has_no_order()
    {
        var (records, truth) = (Path.Combine(_folder.Path, "town.csv"), Path.Combine(_folder.Path, "truth.csv"));
        await Run.OfAsync("generate", "--records", "300", "--seed", "3", "--out", records, "--truth", truth);
        var run = await Run.OfAsync("eval", "--records", records, "--truth", truth, "--without", "birth-date-grades", "household");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("resolved in memory at once", run.Answers, StringComparison.Ordinal);
        var refused = await Run.OfAsync("eval", "--records", records, "--truth", truth, "--without", "household", "--shuffle", "4");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--shuffle is a way of sending", refused.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_curve_of_another_form_is_refused_before_anything_is_done()
    {
        var run = await Run.OfAsync("eval", "--records", "a.csv", "--truth", "t.csv", "--curve", "curve.png");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--curve must name a file that ends in .html or .svg.", run.Complaints, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source,record_id\na,1\n", "truth.csv: the heading lacks the column \"cluster_id\"")]
    [InlineData("source,record_id,cluster_id\na,1,x\na,1,y\n", "truth.csv, line 3: the record a:1 is named twice.")]
    [InlineData("source,record_id,cluster_id\na,1\n", "truth.csv, line 2: columns are missing.")]
    public async Task A_truth_that_is_none_says_why(string truth, string message)
    {
        var run = await Run.OfAsync("eval", "--records", _folder.Write("a.csv", "id,name\n1,Ann\n"), "--source", "a", "--truth", _folder.Write("truth.csv", truth));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Complaints, StringComparison.Ordinal);
    }
}
