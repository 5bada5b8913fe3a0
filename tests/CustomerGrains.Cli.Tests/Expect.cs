namespace CustomerGrains.Cli.Tests;

internal static class Expect
{
    /// <summary>Element by element: an immutable array itself equals only its own storage.</summary>
    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual) => Assert.Equal(expected, actual);
}
