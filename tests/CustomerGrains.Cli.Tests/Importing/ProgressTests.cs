using CustomerGrains.Cli.Importing.Progress;

namespace CustomerGrains.Cli.Tests.Importing;

public sealed class ProgressTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_an_unbroken_run_of_settled_lines_counts()
    {
        var prefix = new AcknowledgedPrefix(10);
        var lines = Enumerable.Range(11, 4).Select(line => prefix.Begin(line)).ToArray();
        prefix.Settle(lines[2]);
        prefix.Settle(lines[1]);
        Assert.Equal(10, prefix.Line);
        prefix.Settle(lines[0]);
        Assert.Equal(13, prefix.Line);
        prefix.Settle(lines[3]);
        Assert.Equal(14, prefix.Line);
    }

    [Fact]
    public void Progress_belongs_to_one_file_read_in_one_way()
    {
        var a = _folder.Write("a.csv", "id,name\n1,Ann\n");
        var b = _folder.Write("b.csv", "id,name\n1,Bob\n");
        Assert.Equal(ImportProgress.FingerprintOf(a, "x"), ImportProgress.FingerprintOf(a, "x"));
        Assert.NotEqual(ImportProgress.FingerprintOf(a, "x"), ImportProgress.FingerprintOf(a, "y"));
        Assert.NotEqual(ImportProgress.FingerprintOf(a, "x"), ImportProgress.FingerprintOf(b, "x"));
    }

    [Fact]
    public void Progress_is_read_back_and_a_spoilt_file_is_no_progress()
    {
        var path = Path.Combine(_folder.Path, "p");
        Assert.Null(ImportProgress.Read(path));
        new ImportProgress("f", 7).Write(path);
        new ImportProgress("f", 9).Write(path);
        Assert.Equal(new ImportProgress("f", 9), ImportProgress.Read(path));
        _folder.Write("p", "{\"Fing");
        Assert.Null(ImportProgress.Read(path));
    }

    [Fact]
    public void Rejects_of_a_resumed_import_join_those_of_the_earlier_run()
    {
        var path = Path.Combine(_folder.Path, "r.csv");
        using (var rejects = new RejectsFile(path, append: false))
        {
            rejects.Write(3, "it says \"no\"");
        }

        using (var rejects = new RejectsFile(path, append: true))
        {
            rejects.Write(9, "why");
        }

        Assert.Equal("line,reason\n3,\"it says \"\"no\"\"\"\n9,\"why\"\n", File.ReadAllText(path));
    }
}
