namespace CustomerGrains.Cli.Tests.Commands;

/// <summary>Errors as they are read aloud: what is wrong, and what to do.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("genrate", "Did you mean 'generate'?")]
    [InlineData("generate --record 5", "Did you mean '--records'?")]
    [InlineData("generate --records 0", "--records must be at least 1.")]
    [InlineData("generate --records many", "Cannot parse argument 'many' for option '--records'")]
    [InlineData("eval --records a.csv", "Option '--truth' is required.")]
    [InlineData("eval --records a.csv --truth t.csv --in-flight 0", "--in-flight must be 1 to 4096.")]
    [InlineData("eval --records a.csv --truth t.csv --region England", "--region must be a two-letter region such as GB or US.")]
    [InlineData("eval --records /nowhere/a.csv --truth /nowhere/t.csv", "Could not find a part of the path '/nowhere/t.csv'.")]
    [InlineData("eval --records a.csv --truth t.csv --source Housing!", "Did you mean 'housing'?")]
    [InlineData("status --server localhost:7400", "The address of a server looks like http://127.0.0.1:7400, not 'localhost:7400'.")]
    [InlineData("search --name Ann --dob 1990-02-30", "--dob '1990-02-30' is no date: write e.g. 1970-03-14, 14/03/1970, March 1970 or 1970.")]
    [InlineData("import /nowhere/a.csv", "There is no file '/nowhere/a.csv'.")]
    [InlineData("import /tmp", "'/tmp' is a folder: name the files in it.")]
    [InlineData("sources register Council!", "Did you mean 'council'?")]
    [InlineData("sources register council --mapping /nowhere/m.json", "Mapping /nowhere/m.json cannot be read")]
    [InlineData("eval --records a.csv --truth t.csv --one-to-one Housing!", "--one-to-one must be lower-case letters")]
    [InlineData("model set", "Say what to change: --one-to-one SOURCE, --not-one-to-one SOURCE or --population PEOPLE.")]
    [InlineData("model diff /nowhere/m.json", "Could not find a part of the path '/nowhere/m.json'.")]
    [InlineData("model apply", "Required argument 'model' missing")]
    public async Task A_wrong_command_line_ends_with_2_and_says_what_to_do(string line, string message)
    {
        var run = await Run.OfAsync(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Answers);
        Assert.Contains(message, run.Complaints, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "cgrains demo")]
    [InlineData("generate --help", "Example: cgrains generate")]
    [InlineData("eval --help", "Example: cgrains eval")]
    public async Task Help_teaches_with_an_example_and_carries_no_colours_when_piped(string line, string text)
    {
        var run = await Run.OfAsync(line.Split(' '));
        Assert.Equal((0, ""), (run.ExitCode, run.Complaints));
        Assert.Contains(text, run.Answers, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Answers);
    }
}
