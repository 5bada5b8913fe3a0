using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CustomerGrains.Server.Dashboard;

/// <summary>HTTP Basic authentication: any user name, and the dashboard's password.</summary>
internal sealed partial class PasswordHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, DashboardPassword password) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Basic";

    /// <summary>Bytes of a user name and a password together; more is refused unread.</summary>
    private const int BytesMax = 4096;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Basic realm=\"CustomerGrains dashboard\", charset=\"UTF-8\"";
        return Task.CompletedTask;
    }

    private AuthenticateResult Authenticate()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header) || !string.Equals(header.Scheme, SchemeName, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        Span<byte> credentials = stackalloc byte[BytesMax];
        try
        {
            if (!Convert.TryFromBase64String(header.Parameter ?? "", credentials, out var length)
                || credentials[..length].IndexOf((byte)':') is not (>= 0 and var colon)
                || !password.Is(credentials[(colon + 1)..length]))
            {
                LogWrongPassword(Logger);
                return AuthenticateResult.Fail("The password is wrong.");
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(credentials);
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName));
    }

    [LoggerMessage(EventId = 3301, Level = LogLevel.Warning, Message = "The dashboard was asked for with a wrong password")]
    private static partial void LogWrongPassword(ILogger logger);
}
