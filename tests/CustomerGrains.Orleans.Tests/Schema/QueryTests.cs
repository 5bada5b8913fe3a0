using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Orleans.Configuration;
using Orleans.Storage;

namespace CustomerGrains.Orleans.Tests.Schema;

/// <summary>The statements Orleans looks for by name.</summary>
public sealed partial class QueryTests
{
    /// <summary>A column, and a name in configuration files.</summary>
    private static readonly string[] s_others = ["QueryKey", "SerializerKey"];

    [Fact]
    public async Task Every_statement_the_pinned_Orleans_asks_for_is_there_and_none_else()
    {
        // Some are optional and nobody complains when they are missing, so the names are taken from the text constants of the compiled providers.
        var asked = new[] { typeof(AdoNetClusteringSiloOptions), typeof(AdoNetReminderTableOptions), typeof(AdoNetGrainStorage) }
            .SelectMany(type => Constants(type.Assembly))
            .SelectMany(text => KeyName().Matches(text).Select(match => match.Value))
            .Except(s_others)
            .Order(StringComparer.Ordinal);

        await using var tables = await OrleansTables.CreateAsync();
        var kept = await tables.ScalarAsync<string[]>("SELECT array_agg(QueryKey) FROM OrleansQuery");
        Assert.Equal(asked, kept.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Constants(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = reader.GetNextHandle(handle))
        {
            yield return reader.GetUserString(handle);
        }
    }

    [GeneratedRegex(@"\b[A-Z]\w+Key\b")]
    private static partial Regex KeyName();
}
