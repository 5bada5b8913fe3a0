using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Standardising.Text;

/// <summary>Reads gender from the words and codes that records use (ISO/IEC 5218 among them).</summary>
internal static class Genders
{
    public static Gender Read(string? text) => TextFolding.Fold(text, 32) switch
    {
        "f" or "female" or "woman" or "girl" or "w" or "weiblich" or "femme" or "feminin" or "mujer" or "femenino" or "femmina" or "vrouw" or "kobieta" or "2" => Gender.Female,
        "m" or "male" or "man" or "boy" or "mannlich" or "maennlich" or "homme" or "masculin" or "hombre" or "masculino" or "maschio" or "mezczyzna" or "1" => Gender.Male,
        "o" or "other" or "x" or "d" or "divers" or "nonbinary" or "non binary" or "nb" or "intersex" or "indeterminate" or "diverse" => Gender.Other,
        _ => Gender.Unknown,
    };
}
