using CustomerGrains.Portal.Customers;
using CustomerGrains.Portal.Layout;
using CustomerGrains.Portal.Searching;
using Microsoft.AspNetCore.Http;

namespace CustomerGrains.Portal.Rendering;

/// <summary>Which component shows which view.</summary>
internal static class Page
{
    public static IResult Show(SearchView view) => new PageResult<SearchPage, SearchView>(view, StatusCodes.Status200OK);

    public static IResult Show(CustomerView view) => new PageResult<CustomerPage, CustomerView>(view, StatusCodes.Status200OK);

    public static IResult Show(CompareView view) => new PageResult<ComparePage, CompareView>(view, StatusCodes.Status200OK);

    public static IResult Show(ProblemView view) => new PageResult<ProblemPage, ProblemView>(view, view.Status);
}
