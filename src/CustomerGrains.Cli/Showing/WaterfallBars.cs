using CustomerGrains.V1;

namespace CustomerGrains.Cli.Showing;

/// <summary>Draws bars over one scale of bits: what speaks for the pair full, what speaks against it shaded, the thresholds as lines.</summary>
internal sealed class WaterfallBars
{
    /// <summary>Cells of a bar where there is room.</summary>
    public const int WidthMax = 44;

    private const int WidthMin = 16;

    // What the columns beside the bars need to be read without breaking every value.
    private const int BesideBars = 90;

    private const char For = '█';
    private const char Against = '░';
    private const char Threshold = '┊';
    private const char Zero = '│';

    private readonly int _width;
    private readonly double _least;
    private readonly double _bitsPerCell;
    private readonly int _review;
    private readonly int _link;

    private WaterfallBars(double least, double most, double reviewThreshold, double linkThreshold, int width)
    {
        _width = width;
        _least = least;
        _bitsPerCell = Math.Max((most - least) / (_width - 1), 1e-6);
        (_review, _link) = (Cell(reviewThreshold), Cell(linkThreshold));
    }

    /// <summary>A scale that holds zero, both thresholds and every sum on the way.</summary>
    /// <param name="evidence">Rows, in their order.</param>
    /// <param name="reviewThreshold">In bits.</param>
    /// <param name="linkThreshold">In bits.</param>
    /// <param name="lineWidth">Cells of a whole line; the bars take what the other columns leave.</param>
    public static WaterfallBars Over(IEnumerable<AttributeEvidence> evidence, double reviewThreshold, double linkThreshold, int lineWidth)
    {
        var sums = evidence.Select(row => row.Sum).Append(0).Append(reviewThreshold).Append(linkThreshold).ToArray();
        return new WaterfallBars(sums.Min(), sums.Max(), reviewThreshold, linkThreshold, Math.Clamp(lineWidth - BesideBars, WidthMin, WidthMax));
    }

    /// <summary>Marks where nothing, a possible and a certain pair stand: 0, ? and !.</summary>
    public string Header()
    {
        var cells = new string(' ', _width).ToCharArray();
        cells[Cell(0)] = '0';
        cells[_review] = '?';
        cells[_link] = '!';
        return new string(cells).TrimEnd();
    }

    /// <summary>A bar from one sum to the next; at least one cell unless nothing changed.</summary>
    public string Bar(double from, double to)
    {
        var cells = new string(' ', _width).ToCharArray();
        cells[Cell(0)] = Zero;
        cells[_review] = cells[_link] = Threshold;
        var (start, end) = (Cell(from), Cell(to));
        if (from < to)
        {
            Array.Fill(cells, For, Math.Min(start, end), Math.Max(1, end - start));
        }
        else if (from > to)
        {
            Array.Fill(cells, Against, Math.Min(end, _width - 1), Math.Max(1, start - end));
        }

        return new string(cells).TrimEnd();
    }

    private int Cell(double bits) => Math.Clamp((int)Math.Round((bits - _least) / _bitsPerCell, MidpointRounding.AwayFromZero), 0, _width - 1);
}
