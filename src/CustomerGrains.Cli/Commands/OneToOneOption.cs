using System.CommandLine;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Commands;

/// <summary>The option that names sources which hold nobody twice, for commands that resolve in this process.</summary>
internal sealed class OneToOneOption : Option<string[]>
{
    public OneToOneOption()
        : base("--one-to-one")
    {
        Description = "A source that holds nobody twice, in addition to those the model names; may come several times.";
        HelpName = "SOURCE";
    }

    /// <summary>The model with the sources named added to its own.</summary>
    /// <exception cref="MappingException">One of them is no name of a source.</exception>
    public MatchingModel Apply(ParseResult parsed, MatchingModel model)
    {
        if (parsed.GetValue(this) is not { Length: > 0 } named)
        {
            return model;
        }

        return model.WithOneToOneSources([.. model.OneToOne.Sources.Union(named.Select(source => SourceName.Require(source, Name)), StringComparer.Ordinal)]);
    }
}
