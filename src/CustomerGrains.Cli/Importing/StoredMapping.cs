using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Importing;

/// <summary>The mapping that a server keeps for a source's files.</summary>
internal static class StoredMapping
{
    /// <summary>The mapping stored for a source; null when there is none, or no such source.</summary>
    /// <exception cref="MappingException">It is not a mapping this version reads.</exception>
    public static async Task<ColumnMapping?> FindAsync(CustomerGrainsClient client, string source, CancellationToken cancellationToken)
    {
        try
        {
            var json = await client.GetMappingAsync(source, cancellationToken).ConfigureAwait(false);
            return MappingFile.Parse(new WrittenMapping(
                $"stored for '{source}'", json, $"Replace it with 'cgrains sources mapping {source} --set FILE', or read the file without it: --usual-names."));
        }
        catch (CustomerGrainsException fault) when (fault.Reason is ErrorReason.MappingNotFound or ErrorReason.UnknownSource)
        {
            return null;
        }
    }
}
