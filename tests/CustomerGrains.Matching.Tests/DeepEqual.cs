using System.Collections;
using System.Reflection;

namespace CustomerGrains.Matching.Tests;

/// <summary>Compares two objects by their public properties, all the way down, and names the first that differs.</summary>
internal static class DeepEqual
{
    public static void Check(object? expected, object? actual, string path = "it")
    {
        if (expected is null || actual is null || expected is string || expected.GetType().IsPrimitive || expected.GetType().IsEnum)
        {
            Assert.True(Equals(expected, actual), $"{path}: expected \"{expected}\", got \"{actual}\"");
            return;
        }

        Assert.Equal(expected.GetType(), actual.GetType());
        if (expected is IEnumerable many)
        {
            var left = many.Cast<object?>().ToArray();
            var right = ((IEnumerable)actual).Cast<object?>().ToArray();
            Assert.True(left.Length == right.Length, $"{path}: expected {left.Length} values, got {right.Length}");
            for (var i = 0; i < left.Length; i++)
            {
                Check(left[i], right[i], $"{path}[{i}]");
            }

            return;
        }

        foreach (var property in expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length == 0)
            {
                Check(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}");
            }
        }
    }
}
