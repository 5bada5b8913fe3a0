using CustomerGrains.Client;
using CustomerGrains.Portal.Tests.Browser;
using CustomerGrains.Server;
using CustomerGrains.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Record = CustomerGrains.V1.Record;

namespace CustomerGrains.Portal.Tests.Hosting;

/// <summary>The real server with a few residents, and a browser to visit it. Shared by all journeys, which only read.</summary>
public sealed class Town : IAsyncLifetime, IDisposable
{
    public const string Name = "Town";
    public const string HostileName = "Zed <script>document.title='taken'</script> \"'&amp;";
    public const string HostileValue = "<img src=x onerror=alert(1)>";

    private readonly string _folder = Directory.CreateTempSubdirectory("customergrains-portal-").FullName;
    private readonly LogLines _log = new();
    private ServerHost? _server;
    private HttpClient? _http;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Customer of three records.</summary>
    public string Maria { get; private set; } = "";

    /// <summary>Possibly Maria: a namesake of another given name, born on the same day.</summary>
    public string Martha { get; private set; } = "";

    /// <summary>Id of a customer that a person's decision merged into <see cref="Survivor"/>.</summary>
    public string Superseded { get; private set; } = "";

    public string Survivor { get; private set; } = "";

    /// <summary>The portal without a browser; follows no redirects.</summary>
    public HttpClient Http => _http ?? throw new InvalidOperationException("The town has not started.");

    /// <summary>What the server wrote to its log.</summary>
    public IReadOnlyCollection<string> Log => _log.Lines;

    public async Task InitializeAsync()
    {
        _server = ServerHost.Build(
            new ServerOptions { DataFolder = _folder, GrpcListen = "127.0.0.1:0", HttpListen = "127.0.0.1:0" },
            builder => builder.Logging.ClearProviders().AddProvider(_log).SetMinimumLevel(LogLevel.Trace));
        await _server.StartAsync();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.HttpAddress };
        using var client = new CustomerGrainsClient(new CustomerGrainsClientOptions { Address = _server.GrpcAddress });
        await SettleAsync(client);
        if (InstalledBrowser.Path is not null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await InstalledBrowser.LaunchAsync(_playwright);

            // Longer than the usual five seconds: a busy machine is slow, not wrong.
            Assertions.SetDefaultExpectTimeout(30_000);
        }
    }

    /// <summary>What is disposed of without waiting; xunit calls it after <see cref="DisposeAsync"/>.</summary>
    public void Dispose()
    {
        _playwright?.Dispose();
        _http?.Dispose();
        _log.Dispose();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.StopAsync();
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    internal Task<Visit> VisitAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light) =>
        Visit.StartAsync(_browser ?? throw new InvalidOperationException(InstalledBrowser.Missing), Http.BaseAddress!, width, scheme);

    private async Task SettleAsync(CustomerGrainsClient client)
    {
        foreach (var source in new[] { "housing", "council-tax", "benefits" })
        {
            await client.RegisterSourceAsync(new Source { Name = source, DefaultRegion = "GB", DateOrder = DateOrder.DayFirst });
        }

        var tenant = Resident("Maria Okafor", "12/03/1981", "14 Elm Road, Northbridge", "NB2 4QT", phone: "07700 900123");
        tenant.Other.Add("tenancy", "T-8812");
        await PutAsync(client, "housing", "4711", tenant);
        await PutAsync(client, "council-tax", "CT/2041-88", Resident("OKAFOR, Maria", "1981-03-12", "14 Elm Rd, Northbridge", "NB2 4QT"));
        Maria = await PutAsync(client, "benefits", "B99812", Resident("Maria Okafor", "12 Mar 1981", "Flat 3, 200 King Street, Northbridge", "NB1 1AA", phone: "+44 7700 900123"));
        Martha = await PutAsync(client, "housing", "5001", Resident("Martha Okafor", "12/03/1981", "2 Dock Street, Southport", "SP1 9ZZ"));

        var hostile = Resident(HostileName, "01/02/1970", "1 Low Lane", "NB9 9ZZ");
        hostile.Other.Add("note", HostileValue);
        hostile.Names.Add(new PersonName { Full = "مريم أوكافور", Type = NameType.Native });
        await PutAsync(client, "housing", "hostile", hostile);

        Survivor = await PutAsync(client, "housing", "7001", Resident("Tobias Lindqvist", "1960-01-05", "9 Mill Lane, Northbridge", "NB3 3PP"));
        Superseded = await PutAsync(client, "benefits", "7002", Resident("Agneta Bergstrom", "1975-05-06", "77 Castle Street, Southport", "SP1 2AB"));
        await client.DecideAsync(new DecideRequest
        {
            A = new RecordKey { Source = "housing", RecordId = "7001" },
            B = new RecordKey { Source = "benefits", RecordId = "7002" },
            Decision = Decision.Same,
            DecidedBy = "j.smith",
            Reason = "Showed the deed poll.",
        });
    }

    /// <summary>Customer the record now belongs to.</summary>
    private static async Task<string> PutAsync(CustomerGrainsClient client, string source, string id, Record record) =>
        (await client.PutRecordAsync(new RecordKey { Source = source, RecordId = id }, record)).CustomerId;

    private static Record Resident(string name, string born, string address, string postcode, string phone = "")
    {
        var record = new Record { Type = RecordType.Person };
        record.Names.Add(new PersonName { Full = name });
        record.Addresses.Add(new Address { Lines = { address }, Postcode = postcode });
        if (born.Length > 0)
        {
            record.BirthDates.Add(born);
        }

        if (phone.Length > 0)
        {
            record.Phones.Add(new Phone { Number = phone });
        }

        return record;
    }
}

/// <summary>Journeys that share the town.</summary>
[CollectionDefinition(Town.Name)]
public sealed class TownDefinition : ICollectionFixture<Town>;
