using System.Text;
using Caco.Engine;

namespace Caco.Loop.Play;

/// <summary>A scenario's settings as cfg text that needs no other file.</summary>
public static class ScenarioText
{
    // Every key but the paths, which belong to the machine, and the seed, which belongs to the episode.
    private static readonly string[] Keys =
    [
        "mode", "ticrate", "doom_skill", "doom_map", "episode_timeout", "episode_start_time", "living_reward", "death_penalty",
        "death_reward", "map_exit_reward", "kill_reward", "secret_reward", "item_reward", "frag_reward", "hit_reward",
        "hit_taken_reward", "damage_made_reward", "damage_taken_reward", "health_reward", "armor_reward", "screen_resolution",
        "screen_format", "depth_buffer_enabled", "labels_buffer_enabled", "automap_buffer_enabled", "automap_mode",
        "automap_rotate", "automap_render_textures", "automap_render_objects_as_sprites", "objects_info_enabled",
        "sectors_info_enabled", "audio_buffer_enabled", "audio_sampling_rate", "audio_buffer_size",
        "notifications_buffer_enabled", "notifications_buffer_size", "render_hud", "render_minimal_hud", "render_weapon",
        "render_crosshair", "render_decals", "render_particles", "render_effects_sprites", "render_messages", "render_corpses",
        "render_screen_flashes", "render_all_frames", "window_visible", "console_enabled", "sound_enabled", "available_buttons",
        "available_game_variables", "button_max_value", "game_args",
    ];

    /// <summary>All settings but paths and seed, one a line; loading the text gives the same settings.</summary>
    public static string Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var text = new StringBuilder();
        foreach (var key in Keys)
        {
            var value = scenario.Get(key);
            if (value.Length > 0)
            {
                text.Append(key).Append(" = ").Append(value).Append('\n');
            }
        }

        return text.ToString();
    }
}
