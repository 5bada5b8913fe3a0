using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Standardising.Dates;
using CustomerGrains.V1;
using Spectre.Console;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains search</c>: finds customers.</summary>
internal static class SearchCommand
{
    public static Command Create(Terminal terminal)
    {
        var text = new Argument<string[]>("words") { Description = "A line as staff type it: a name, a birth date, a postcode, a phone, an id, in any mix.", Arity = ArgumentArity.ZeroOrMore };
        var name = new Option<string?>("--name") { Description = "Name of a person, in any order; may be partial." };
        var organisation = new Option<string?>("--organisation") { Description = "Name of an organisation." };
        var born = new Option<string?>("--dob") { Description = "Birth date, whole or partial." };
        var address = new Option<string?>("--address") { Description = "Address in one line." };
        var postcode = new Option<string?>("--postcode") { Description = "Postcode." };
        var phone = new Option<string?>("--phone") { Description = "Telephone number." };
        var email = new Option<string?>("--email") { Description = "E-mail address." };
        var identifier = new Option<string[]>("--identifier") { Description = "TYPE:VALUE, e.g. nhs:9990000018; may come several times." };
        var limit = new Option<int>("--limit") { Description = "Most customers to show.", DefaultValueFactory = _ => 10 }.Between(1, 100);
        var command = new Command("search",
            """
            Finds customers, most likely first, with the weight of the evidence in bits and the reason in words.

            Examples: cgrains search Jane Smith 1970-03-14
                      cgrains search --name 'Jane Smith' --postcode 'TM1 2AB'
            """) { text, name, organisation, born, address, postcode, phone, email, identifier, limit };
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var attributes = new Record();
            Add(name, value => attributes.Names.Add(new PersonName { Full = value }));
            Add(organisation, value => attributes.OrganisationNames.Add(new OrganisationName { Name = value }));
            Add(born, value => attributes.BirthDates.Add(DateReader.Read(value).IsKnown
                ? value
                : throw new CommandException(ExitCode.Usage, $"--dob '{value}' is no date: write e.g. 1970-03-14, 14/03/1970, March 1970 or 1970.")));
            Add(address, value => attributes.Addresses.Add(new Address { Lines = { value } }));
            Add(postcode, value => attributes.Addresses.Add(new Address { Postcode = value }));
            Add(phone, value => attributes.Phones.Add(new Phone { Number = value }));
            Add(email, attributes.Emails.Add);
            foreach (var value in parsed.GetValue(identifier) ?? [])
            {
                var colon = value.IndexOf(':', StringComparison.Ordinal);
                attributes.Identifiers.Add(colon > 0
                    ? new Identifier { Type = value[..colon], Value = value[(colon + 1)..] }
                    : throw new CommandException(ExitCode.Usage, $"'{value}' is no identifier: write TYPE:VALUE, e.g. nhs:9990000018."));
            }

            var words = string.Join(' ', parsed.GetValue(text) ?? []);
            var parts = attributes.CalculateSize() > 0;
            if (parts == words.Length > 0)
            {
                throw new CommandException(ExitCode.Usage, parts ? "Give either words or options, not both." : "Say what to search for, e.g. cgrains search Jane Smith 1970-03-14.");
            }

            var request = new SearchRequest { PageSize = parsed.GetValue(limit) };
            if (parts)
            {
                request.Attributes = attributes;
            }
            else
            {
                request.Text = words;
            }

            using var client = server.Connect(parsed);
            var answer = await client.SearchAsync(request, cancellationToken).ConfigureAwait(false);
            server.Show(parsed, terminal, answer, found => Show(found, terminal));
            return answer.Hits.Count > 0 ? ExitCode.Done : ExitCode.NotFound;

            void Add(Option<string?> option, Action<string> add)
            {
                if (parsed.GetValue(option) is { Length: > 0 } value)
                {
                    add(value);
                }
            }
        });
        return command;
    }

    private static void Show(SearchResponse answer, Terminal terminal)
    {
        if (answer.Hits.Count == 0)
        {
            terminal.Note("Nobody found.");
            return;
        }

        foreach (var hit in answer.Hits)
        {
            terminal.Answers.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                $"[bold]{hit.Customer.DisplayName}[/]  {hit.Customer.Id}  {Word(hit.Grade)}, {hit.Weight:F1} bits  {hit.Reason}");
            CustomerView.Records(hit.Customer, terminal);
        }

        if (answer.NextPageToken.Length > 0)
        {
            terminal.Note("There are more; raise --limit or say more.");
        }

        if (answer.Truncated)
        {
            terminal.Note("More records share these values than are looked through; say more to be sure.");
        }
    }

    private static string Word(Grade grade) => grade switch
    {
        Grade.Certain => "certain",
        Grade.Possible => "possible",
        _ => "weak",
    };
}
