using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Standardising.Names;

/// <summary>Turns words into tokens of a name.</summary>
internal static class NameTokens
{
    /// <summary>Tokens of given names, fillers left out. Particles inside are joined to the word after them ("Maria del Carmen").</summary>
    public static NameToken[] Given(List<NameWord> words)
    {
        var tokens = new List<NameToken>(words.Count);
        var pending = "";
        var afterBaby = false;
        for (var i = 0; i < words.Count; i++)
        {
            var text = words[i].Text;
            if (i > 0 && i < words.Count - 1 && NameVocabulary.ParticlesInLine.Contains(text))
            {
                pending += text;
            }
            else if (pending.Length == 0 && words[i].AreInitials)
            {
                tokens.AddRange(text.Select(letter => Token(letter.ToString())));
            }
            else if (pending.Length > 0 || !IsFiller(text, ref afterBaby))
            {
                tokens.Add(Token(pending + text));
                pending = "";
            }
        }

        return tokens.Count == 0 ? [] : [.. tokens];
    }

    /// <summary>Tokens of a surname: particles are joined to the word after them, connectors and fillers left out.</summary>
    public static NameToken[] Surname(List<NameWord> words)
    {
        var tokens = new List<NameToken>(words.Count);
        var pending = "";
        var afterBaby = false;
        for (var i = 0; i < words.Count; i++)
        {
            var text = words[i].Text;
            var isLast = i == words.Count - 1;
            if (!isLast && NameVocabulary.Particles.Contains(text))
            {
                pending += text is "saint" or "ste" ? "st" : text;
            }
            else if (!isLast && tokens.Count > 0 && NameVocabulary.Connectors.Contains(text))
            {
                continue;
            }
            else if (pending.Length > 0 || !IsFiller(text, ref afterBaby))
            {
                tokens.Add(Token(pending + text));
                pending = "";
            }
        }

        return tokens.Count == 0 ? [] : [.. tokens];
    }

    /// <summary>All tokens in one word, or null when there are none.</summary>
    public static string? Join(NameToken[] tokens) => tokens.Length switch
    {
        0 => null,
        1 => tokens[0].Text,
        _ => string.Concat(tokens.Select(token => token.Text)),
    };

    public static NameToken Token(string text)
    {
        if (text.Length == 1)
        {
            return new NameToken { Text = text };
        }

        var (primary, alternate) = DoubleMetaphone.Encode(text);
        return new NameToken { Text = text, Phonetic = primary, PhoneticAlternate = alternate, NicknameGroups = Nicknames.GroupsOf(text) };
    }

    private static bool IsFiller(string text, ref bool afterBaby)
    {
        if (NameVocabulary.Fillers.Contains(text))
        {
            afterBaby |= text is "baby" or "babe" or "infant" or "newborn";
            return true;
        }

        return (afterBaby && NameVocabulary.FillersAfterBaby.Contains(text)) || (text.Length >= 2 && text.AsSpan().Trim('x').IsEmpty);
    }
}
