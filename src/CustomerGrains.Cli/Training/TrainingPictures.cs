using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Training;

namespace CustomerGrains.Cli.Training;

/// <summary>The pictures of the training report.</summary>
internal static class TrainingPictures
{
    private const int Width = 900;
    private const string Within = "#0b6e99";
    private const string Between = "#c9c9c9";
    private const string Mark = "#6b2fa0";
    private const string Against = "#b8500c";
    private const string Words = "fill=\"#1b1b1b\"";
    private const string Quiet = "fill=\"#444444\"";
    private const string Grid = "stroke=\"#e2e2e2\"";

    // From 1 down.
    private static readonly string[] Powers = ["100%", "10%", "1%", "0.1%", "1 in 10k", "1 in 100k", "1 in 1m", "less"];

    // Names of attributes and levels stand left of this.
    private const int Names = 330;
    private const int RowHeight = 20;

    /// <summary>The distribution of weights with both thresholds.</summary>
    public static string Distribution(TrainingResult result)
    {
        const int Height = 380;
        const int Left = 64;
        const int Bottom = 60;
        const int Top = 40;
        var bins = result.Weights;
        var (from, to) = bins.Count == 0 ? (0, 100) : (Math.Min(bins[0].From, 0), Math.Max(bins[^1].From, result.Model.LinkThreshold) + 100);
        var most = Math.Max(10, bins.Select(bin => bin.Within + bin.Between).DefaultIfEmpty().Max());
        var picture = new SvgPicture(Width, Height, "Distribution of the weights of pairs", Text(
            $"{result.Weights.Sum(bin => bin.Within):N0} pairs within customers and {result.Weights.Sum(bin => bin.Between):N0} between customers, from {from / 100} to {to / 100} bits"));
        for (var decade = 1L; decade <= most; decade *= 10)
        {
            picture.Line(Left, Y(decade), Width - 20, Y(decade), Grid);
            picture.Text(Left - 8, Y(decade) + 4, $"text-anchor=\"end\" {Quiet}", decade.ToString("N0", CultureInfo.InvariantCulture));
        }

        var barWidth = (Width - Left - 20.0) * 100 / (to - from);
        foreach (var bin in bins)
        {
            var note = Text($"{bin.From / 100.0:F0} to {(bin.From + 100) / 100.0:F0} bits: {bin.Within:N0} within customers, {bin.Between:N0} between");
            var all = Y(bin.Within + bin.Between);
            picture.Rectangle(X(bin.From) + 0.5, all, barWidth - 1, Height - Bottom - all, $"fill=\"{Between}\"", note);

            // The part within customers is its share of the bar, since logarithms do not add up.
            var share = (double)bin.Within / (bin.Within + bin.Between);
            var height = (Height - Bottom - all) * share;
            picture.Rectangle(X(bin.From) + 0.5, Height - Bottom - height, barWidth - 1, height, $"fill=\"{Within}\"", note);
        }

        for (var bits = (int)Math.Ceiling(from / 1000.0) * 10; bits * 100 <= to; bits += 10)
        {
            picture.Text(X(bits * 100), Height - Bottom + 18, $"text-anchor=\"middle\" {Quiet}", bits.ToString(CultureInfo.InvariantCulture));
        }

        picture.Text((Left + Width) / 2.0, Height - 12, $"text-anchor=\"middle\" {Quiet}", "weight, bits");
        Threshold(result.Model.ReviewThreshold, "review", "end", -5);
        Threshold(result.Model.LinkThreshold, "link", "start", 5);
        Legend(picture, Width - 300, 20, ("within customers", Within), ("between customers", Between));
        return picture.ToString();

        double X(int weight) => Left + ((double)(weight - from) / (to - from) * (Width - Left - 20));
        double Y(long count) => Height - Bottom - (count < 1 ? 0 : (Math.Log10(count) + 0.3) / (Math.Log10(most) + 0.3) * (Height - Bottom - Top));

        void Threshold(int weight, string name, string anchor, int aside)
        {
            picture.Line(X(weight), Top - 10, X(weight), Height - Bottom, $"stroke=\"{Mark}\" stroke-width=\"1.6\" stroke-dasharray=\"4 3\"");
            picture.Text(X(weight) + aside, Top, $"text-anchor=\"{anchor}\" fill=\"{Mark}\"", Text($"{name} {weight / 100.0:F1}"));
        }
    }

    /// <summary>Weights per level, beside the default model's.</summary>
    public static string Weights(TrainingResult result)
    {
        var levels = result.Levels;
        int[] weights = [0, 500, -500, .. levels.SelectMany(level => new[] { level.Weight, level.DefaultWeight })];
        var (lowest, largest) = (weights.Min(), weights.Max());
        var (picture, rows) = Rows("Weights of levels", Text($"{levels.Count} levels of {levels.Select(level => level.Attribute).Distinct().Count()} attributes"), levels);
        for (var bits = lowest / 500 * 5; bits * 100 <= largest; bits += 5)
        {
            picture.Line(X(bits * 100), 30, X(bits * 100), rows.Height - 10, bits == 0 ? "stroke=\"#888888\"" : Grid);
            picture.Text(X(bits * 100), 22, $"text-anchor=\"middle\" {Quiet}", bits.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var (level, y) in rows.Of)
        {
            var (x, width) = level.Weight < 0 ? (X(level.Weight), X(0) - X(level.Weight)) : (X(0), X(level.Weight) - X(0));
            picture.Rectangle(x, y - 11, Math.Max(1, width), 13, $"fill=\"{(level.Weight < 0 ? Against : Within)}\"", Text(
                $"{level.Attribute} {level.Level}: {level.Weight / 100.0:F2} bits{(level.AddsToValue ? " beside the value's own" : "")}, default {level.DefaultWeight / 100.0:F2}"));
            picture.Line(X(level.DefaultWeight), y - 13, X(level.DefaultWeight), y + 4, $"stroke=\"{Mark}\" stroke-width=\"2.4\"");
            picture.Text(level.Weight < 0 ? x - 6 : x + width + 6, y, $"text-anchor=\"{(level.Weight < 0 ? "end" : "start")}\" font-size=\"11\" {Quiet}", Text($"{level.Weight / 100.0:F1}"));
        }

        return picture.ToString();

        double X(int weight) => Names + 44 + ((double)(weight - lowest) / (largest - lowest) * (Width - Names - 90));
    }

    /// <summary>m and u per level, on a logarithmic scale.</summary>
    public static string Shares(TrainingResult result)
    {
        const double Lowest = -7;
        var (picture, rows) = Rows("m and u of levels", "Filled: within customers; hollow: between customers", result.Levels);
        for (var power = (int)Lowest; power <= 0; power++)
        {
            picture.Line(X(Math.Pow(10, power)), 30, X(Math.Pow(10, power)), rows.Height - 10, Grid);
            picture.Text(X(Math.Pow(10, power)), 22, $"text-anchor=\"middle\" {Quiet}", Powers[-power]);
        }

        foreach (var (level, y) in rows.Of)
        {
            var colour = level.M >= level.U ? Within : Against;
            picture.Line(X(level.M), y - 4, X(level.U), y - 4, $"stroke=\"{colour}\" stroke-width=\"2\"");
            picture.Circle(X(level.U), y - 4, 4.5, $"fill=\"#ffffff\" stroke=\"{colour}\" stroke-width=\"1.8\"");
            picture.Circle(X(level.M), y - 4, 4.5, $"fill=\"{colour}\"");
            picture.Text(Width - 8, y, $"text-anchor=\"end\" font-size=\"11\" {Quiet}", $"{Share(level.M)} / {Share(level.U)}");
        }

        return picture.ToString();

        static double X(double share) => Names + 10 + ((Math.Max(Lowest, Math.Log10(Math.Max(share, 1e-12))) - Lowest) / -Lowest * (Width - Names - 190));
        static string Share(double share) => share switch
        {
            0 => "never",
            >= 0.001 => share.ToString("P1", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal),
            _ => string.Create(CultureInfo.InvariantCulture, $"1 in {1 / share:N0}"),
        };
    }

    /// <summary>Pairs within customers by blocking scheme.</summary>
    public static string Schemes(TrainingResult result)
    {
        TrainedScheme[] schemes = [.. result.Schemes.Where(scheme => scheme.Within > 0).OrderByDescending(scheme => scheme.Within)];
        var most = Math.Max(1, schemes.Select(scheme => scheme.Within).DefaultIfEmpty().Max());
        var height = 50 + (schemes.Length * RowHeight);
        var picture = new SvgPicture(Width, height, "Pairs within customers by blocking key", Text($"{schemes.Length} kinds of keys"));
        Legend(picture, Names, 18, ("by no other key", Within), ("by others too", Between));
        for (var i = 0; i < schemes.Length; i++)
        {
            var y = 48 + (i * RowHeight);
            var (all, alone) = (Length(schemes[i].Within), Length(schemes[i].WithinAlone));
            picture.Text(Names - 10, y, $"text-anchor=\"end\" {Words}", schemes[i].Name);
            picture.Rectangle(Names, y - 11, alone, 14, $"fill=\"{Within}\"");
            picture.Rectangle(Names + alone, y - 11, all - alone, 14, $"fill=\"{Between}\"");
            picture.Text(Names + all + 6, y, $"font-size=\"11\" {Quiet}", Text($"{schemes[i].Within:N0}, alone {schemes[i].WithinAlone:N0}"));
        }

        return picture.ToString();

        double Length(long pairs) => (double)pairs / most * (Width - Names - 150);
    }

    /// <summary>A picture with a line of text for each level, under the name of its attribute.</summary>
    private static (SvgPicture Picture, (int Height, IReadOnlyList<(TrainedLevel Level, double Y)> Of) Rows) Rows(string title, string description, IReadOnlyList<TrainedLevel> levels)
    {
        var height = 50 + (levels.Count * RowHeight) + (levels.Select(level => level.Attribute).Distinct().Count() * 6);
        var picture = new SvgPicture(Width, height, title, description);
        var rows = new List<(TrainedLevel, double)>();
        var y = 40.0;
        var attribute = "";
        foreach (var level in levels)
        {
            if (!string.Equals(level.Attribute, attribute, StringComparison.Ordinal))
            {
                attribute = level.Attribute;
                y += 6;
                picture.Line(0, y - 10, Width, y - 10, Grid);
                picture.Text(4, y + 6, $"font-weight=\"600\" {Words}", attribute);
            }

            y += RowHeight;
            rows.Add((level, y - 14));
            picture.Text(Names - 10, y - 14, $"text-anchor=\"end\" font-size=\"12\" {Words}", Shortened(level.Level));
        }

        return (picture, (height, rows));
    }

    private static void Legend(SvgPicture picture, double x, double y, params (string Name, string Colour)[] entries)
    {
        foreach (var (name, colour) in entries)
        {
            picture.Rectangle(x, y - 10, 12, 12, $"fill=\"{colour}\"");
            picture.Text(x + 18, y, Words, name);
            x += 150;
        }
    }

    private static string Shortened(string text) => text.Length <= 36 ? text : text[..35] + "…";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
