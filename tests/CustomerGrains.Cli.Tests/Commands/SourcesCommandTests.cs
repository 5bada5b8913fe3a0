namespace CustomerGrains.Cli.Tests.Commands;

/// <summary>Goal: a source and how its files are read are set from the command line, and no mistake costs anything. Against a real server process.</summary>
public sealed class SourcesCommandTests : ServerTest
{
    private const string Mapping =
        """
        {
          // The tenancy system's own names.
          "recordId": "Ref",
          "dateOrder": "dayFirst",
          "names": [{ "given": "Vorname", "surname": "Nachname" }],
          "birthDates": ["Geb"]
        }
        """;

    private const string File = "Ref,Vorname,Nachname,Geb\n7,Annabel,Fotheringay,3/4/1970\n";

    [Fact]
    public async Task A_source_is_registered_with_its_mapping_and_its_files_are_read_by_it()
    {
        Assert.Contains("No source is registered.", (await ClientAsync("sources")).Complaints, StringComparison.Ordinal);
        var mapping = Folder.Write("housing.json", Mapping);
        var registered = await ClientAsync("sources", "register", "housing", "--title", "Housing: tenancies", "--region", "gb", "--mapping", mapping);
        Assert.Equal(
            (0, $"Registered the source 'housing' (region GB, day first): Housing: tenancies.\nStored {mapping} as the mapping of 'housing'.\n", ""),
            (registered.ExitCode, registered.Answers.ReplaceLineEndings("\n"), registered.Complaints));
        Assert.Matches(@"^housing +0 records  region GB, day first +Housing: tenancies$", (await ClientAsync("sources")).Answers.TrimEnd());
        Assert.Equal(Mapping, (await ClientAsync("sources", "mapping", "housing")).Answers.TrimEnd());

        var file = Folder.Write("a.csv", File);
        var import = await ClientAsync("import", file, "--source", "housing", "--rejects", Path.Combine(Folder.Path, "r.csv"));
        Assert.Equal(0, import.ExitCode);
        Assert.Contains("Columns are read by the mapping stored for 'housing'.", import.Complaints, StringComparison.Ordinal);
        Assert.Matches(@"Nachname +name: surname", import.Complaints);
        Assert.Contains("Annabel Fotheringay", (await ClientAsync("show", "housing:7")).Answers, StringComparison.Ordinal);

        // What is given on the command line goes before what is stored.
        var own = Folder.Write("own.json", Mapping.Replace("Nachname", "Vorname", StringComparison.Ordinal));
        Assert.DoesNotContain("stored for", (await ClientAsync("import", file, "--source", "housing", "--mapping", own)).Complaints, StringComparison.Ordinal);
        var usual = await ClientAsync("import", file, "--source", "housing", "--usual-names");
        Assert.Equal(2, usual.ExitCode);
        Assert.Contains("none of its columns has a usual name (Ref, Vorname, Nachname, Geb)", usual.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_given_stays_and_what_would_read_records_otherwise_is_refused()
    {
        await ClientAsync("sources", "register", "desk", "--title", "The desk", "--region", "US", "--date-order", "month-first");
        var changed = await ClientAsync("sources", "register", "desk", "--title", "Front desk");
        Assert.Equal("Changed the source 'desk' (region US, month first): Front desk.", changed.Answers.TrimEnd());

        var file = Folder.Write("a.csv", "id,name\n1,Ann Lee\n");
        var import = await ClientAsync("import", file, "--source", "desk", "--region", "GB");
        Assert.Equal(0, import.ExitCode);
        Assert.Contains("The source 'desk' is registered with region US, month first, and is read so;", import.Complaints, StringComparison.Ordinal);
        var refused = await ClientAsync("sources", "register", "desk", "--region", "GB");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("while the source has records", refused.Complaints, StringComparison.Ordinal);
        Assert.Contains("region US, month first", (await ClientAsync("sources")).Answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_is_replaced_and_taken_away_and_a_wrong_one_leaves_the_stored_one()
    {
        var mapping = Folder.Write("m.json", Mapping);
        var unknown = await ClientAsync("sources", "mapping", "desk", "--set", mapping);
        Assert.Equal((4, "The server knows no source 'desk': 'cgrains sources' lists those there are, 'cgrains sources register desk' registers it."), (unknown.ExitCode, unknown.Complaints.TrimEnd()));

        await ClientAsync("sources", "register", "desk");
        var none = await ClientAsync("sources", "mapping", "desk");
        Assert.Equal((4, ""), (none.ExitCode, none.Answers));
        Assert.Contains("Store one with 'cgrains sources mapping desk --set FILE'.", none.Complaints, StringComparison.Ordinal);
        Assert.Equal(0, (await ClientAsync("sources", "mapping", "desk", "--set", mapping)).ExitCode);

        foreach (var (text, message) in new[]
        {
            (Mapping.Replace("\"given\"", "\"gvien\"", StringComparison.Ordinal), ", line 5, column 15: \"names[0].gvien\" is not a key. Did you mean \"given\"?"),
            (Mapping.Replace("\"Geb\"]", "\"Geb\"", StringComparison.Ordinal), ", line 7, column 1: this is not JSON:"),
            (Mapping.Replace("\"Ref\",", "\"Ref\", \"source\": \"housing\",", StringComparison.Ordinal), ", line 3, column 22: it names the source \"housing\", not \"desk\""),
        })
        {
            var wrong = Folder.Write("wrong.json", text);
            foreach (var command in new[] { new[] { "sources", "mapping", "desk", "--set", wrong }, ["sources", "register", "desk", "--title", "x", "--mapping", wrong] })
            {
                var run = await ClientAsync(command);
                Assert.Equal(2, run.ExitCode);
                Assert.Contains($"Mapping {wrong}{message}", run.Complaints, StringComparison.Ordinal);
            }
        }

        Assert.Equal(Mapping, (await ClientAsync("sources", "mapping", "desk")).Answers.TrimEnd());
        Assert.DoesNotContain(" x", (await ClientAsync("sources")).Answers, StringComparison.Ordinal);

        var other = Folder.Write("other.csv", "Ref,Vorname,Surname,Geb\n7,Annabel,Fotheringay,3/4/1970\n");
        var import = await ClientAsync("import", other, "--source", "desk");
        Assert.Equal(2, import.ExitCode);
        Assert.Contains(
            "Mapping stored for 'desk', line 5, column 35: \"names[0].surname\" names the column \"Nachname\", which the file does not have. Its columns are: Ref, Vorname, Surname, Geb."
            + " Replace it with 'cgrains sources mapping desk --set FILE', or read the file without it: --usual-names.",
            import.Complaints, StringComparison.Ordinal);

        Assert.Equal("The mapping of 'desk' is taken away.", (await ClientAsync("sources", "mapping", "desk", "--remove")).Answers.TrimEnd());
        Assert.Equal("No mapping was stored for 'desk'.", (await ClientAsync("sources", "mapping", "desk", "--remove")).Answers.TrimEnd());
        Assert.Equal(2, (await ClientAsync("sources", "mapping", "desk", "--remove", "--set", mapping)).ExitCode);
    }
}
