using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Dates;

namespace CustomerGrains.Matching.Tests.Standardising.Dates;

public sealed class DateTests
{
    [Theory]
    [InlineData("1978-12-11", "1978-12-11")]
    [InlineData("1978/2/3", "1978-02-03")]
    [InlineData("19781211", "1978-12-11")]
    [InlineData("23041978", "1978-04-23")]
    [InlineData("25/12/1978", "1978-12-25")]
    [InlineData("12/25/1978", "1978-12-25")]
    [InlineData("03.04.1970", "1970-04-03")]
    [InlineData("25/12/78", "1978-12-25")]
    [InlineData("25/12/05", "2005-12-25")]
    [InlineData("25/12/29", "2029-12-25")]
    [InlineData("25/12/30", "1930-12-25")]
    [InlineData("78-12-25", "1978-12-25")]
    [InlineData("2009-01-04 00:00:00", "2009-01-04")]
    [InlineData("2009-01-04T10:11:12.345Z", "2009-01-04")]
    [InlineData("20090104153000", "2009-01-04")]
    [InlineData("Mar 1 1970", "1970-03-01")]
    [InlineData("1st of March, 1970", "1970-03-01")]
    [InlineData("1-Mar-70", "1970-03-01")]
    [InlineData("1. März 1970", "1970-03-01")]
    [InlineData("12 de marzo de 1970", "1970-03-12")]
    [InlineData("3 août 1970", "1970-08-03")]
    [InlineData("Monday, 5 January 1970", "1970-01-05")]
    [InlineData("1970", "1970-00-00")]
    [InlineData("c. 1970", "1970-00-00")]
    [InlineData("1970-03", "1970-03-00")]
    [InlineData("03/1970", "1970-03-00")]
    [InlineData("197003", "1970-03-00")]
    [InlineData("Mar 1970", "1970-03-00")]
    [InlineData("12 March", "0000-03-12")]
    [InlineData("00/00/1970", "1970-00-00")]
    [InlineData("XX/03/1970", "1970-03-00")]
    [InlineData("29/02/2000", "2000-02-29")]
    [InlineData("04/04/1970", "1970-04-04")]
    public void Dates_are_read(string written, string expected)
    {
        var date = DateReader.Read(written);
        Assert.Equal(expected, $"{date.Year:0000}-{date.Month:00}-{date.Day:00}");
        Assert.False(date.Ambiguous);
    }

    [Theory]
    [InlineData("12/11/1978", DateOrder.Unknown, false, 11, 12, true)]
    [InlineData("12/11/1978", DateOrder.Unknown, true, 12, 11, true)]
    [InlineData("12/11/1978", DateOrder.DayFirst, true, 11, 12, false)]
    [InlineData("12/11/1978", DateOrder.MonthFirst, false, 12, 11, false)]
    [InlineData("25/11/1978", DateOrder.MonthFirst, true, 11, 25, false)]
    [InlineData("12-11-78", DateOrder.Unknown, false, 11, 12, true)]
    public void Day_and_month_stay_ambiguous_unless_something_tells(string written, DateOrder order, bool monthFirst, int month, int day, bool ambiguous) =>
        Assert.Equal(new DateFeature(1978, (byte)month, (byte)day, ambiguous), DateReader.Read(written, order, monthFirst));

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("30/02/1999")]
    [InlineData("1999-02-30")]
    [InlineData("29/02/1999")]
    [InlineData("31 April 1970")]
    [InlineData("1970-13-13")]
    [InlineData("0000-00-00")]
    [InlineData("00/00/0000")]
    [InlineData("25569")]
    [InlineData("1.5")]
    [InlineData("12/1978/11/3")]
    [InlineData("May day 1970")]
    [InlineData("1234567890123")]
    [InlineData("10:30")]
    [InlineData("-")]
    public void What_is_no_date_is_left_out(string written) => Assert.Equal(default, DateReader.Read(written));

    [Theory]
    [InlineData("1970-01-01", true)]
    [InlineData("01/01/1985", true)]
    [InlineData("1900-01-01", true)]
    [InlineData("1899-12-30", true)]
    [InlineData("1111-11-11", true)]
    [InlineData("9999-12-31", true)]
    [InlineData("0001-01-01", true)]
    [InlineData("1753-01-01", true)]
    [InlineData("1985-01-02", false)]
    [InlineData("1985", false)]
    [InlineData("1985-01", false)]
    public void Dates_that_systems_write_for_want_of_one_are_marked(string written, bool isDefault) => Assert.Equal(isDefault, DateReader.Read(written).IsDefault);

    [Fact]
    public void Every_day_comes_back_from_its_usual_forms() => Seeded.Run(3000, random =>
    {
        var day = new DateOnly(1800, 1, 1).AddDays(random.Next(365 * 290));
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        foreach (var form in (string[])["yyyy-MM-dd", "yyyyMMdd", "d MMM yyyy", "MMMM d, yyyy", "dd.MM.yyyy", "yyyy/M/d"])
        {
            var date = DateReader.Read(day.ToString(form, invariant));
            Assert.Equal((day.Year, day.Month, day.Day), (date.Year, date.Month, date.Day));
        }

        var british = DateReader.Read(day.ToString("dd/MM/yyyy", invariant), DateOrder.DayFirst);
        Assert.Equal((day.Year, day.Month, day.Day), (british.Year, british.Month, british.Day));
    });
}
