using Caco.Loop.Agents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Caco.Loop.Hosting;

/// <summary>Adds the loop to a host.</summary>
public static class CacoLoopServices
{
    /// <summary>
    /// The loop as a hosted service: it opens the workspace when the host starts, runs until its budget or the host ends, and
    /// by default stops the host then.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Bound to <see cref="LoopOptions"/> from its section "Caco"; may be null.</param>
    /// <param name="configure">Changes the options after that; may be null.</param>
    /// <remarks>
    /// An agent of the host's own is registered as a keyed service: <c>services.AddKeyedSingleton&lt;IAgent, MyAgent&gt;("mine")</c>,
    /// and named in loop.json or in <see cref="LoopOptions.Agent"/>.
    /// </remarks>
    public static IServiceCollection AddCacoLoop(
        this IServiceCollection services, IConfiguration? configuration = null, Action<LoopOptions>? configure = null)
    {
        services.AddCacoSession(configuration, configure);
        services.AddSingleton(static provider => new LoopEngine(
            provider.GetRequiredService<LoopSession>(), AgentOf(provider), provider.GetRequiredService<IOptions<LoopOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<LoopService>();
        return services;
    }

    /// <summary>Only what the loop works with (session, events, metrics), for hosts that drive it themselves.</summary>
    public static IServiceCollection AddCacoSession(
        this IServiceCollection services, IConfiguration? configuration = null, Action<LoopOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<LoopOptions>();
        if (configuration is not null)
        {
            options.Bind(configuration.GetSection(LoopOptions.Section));
        }

        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LoopEvents>();
        services.TryAddSingleton<LoopMetrics>();
        services.TryAddSingleton(static provider => LoopSession.Open(
            provider.GetRequiredService<IOptions<LoopOptions>>().Value.Workspace,
            provider.GetRequiredService<LoopEvents>(),
            provider.GetService<ILoggerFactory>()));
        return services;
    }

    private static IAgent AgentOf(IServiceProvider provider)
    {
        var session = provider.GetRequiredService<LoopSession>();
        var kind = provider.GetRequiredService<IOptions<LoopOptions>>().Value.Agent ?? session.Settings.Agent.Kind;
        return provider.GetKeyedService<IAgent>(kind) ?? AgentFactory.Create(kind, session.Workspace.Paths, provider.GetService<ILoggerFactory>());
    }
}
