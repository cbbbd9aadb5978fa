using Caco.Interop;

namespace Caco.Engine;

/// <content>The keys of the cfg language as properties. A value that does not fit throws <see cref="CacoBadDataException"/>.</content>
public sealed partial class Scenario
{
    /// <summary>Tics a second of the asynchronous modes; the engine itself is not bound to a clock.</summary>
    public int TicRate
    {
        get => Whole("ticrate");
        set => SetWhole("ticrate", value);
    }

    /// <summary>Difficulty, 1 (easiest) to 5 (nightmare).</summary>
    public int DoomSkill
    {
        get => Whole("doom_skill");
        set => SetWhole("doom_skill", value);
    }

    /// <summary>The map to play, such as "map01".</summary>
    public string DoomMap
    {
        get => Get("doom_map");
        set => Set("doom_map", value);
    }

    /// <summary>Tics after which an episode ends; 0 = never.</summary>
    public int EpisodeTimeout
    {
        get => Whole("episode_timeout");
        set => SetWhole("episode_timeout", value);
    }

    /// <summary>Tics at an episode's start that are played before the first decision.</summary>
    public int EpisodeStartTime
    {
        get => Whole("episode_start_time");
        set => SetWhole("episode_start_time", value);
    }

    /// <summary>Who plays.</summary>
    public Mode Mode
    {
        get => Word<Mode>("mode", CacoNative.CACO_NAMES_MODE);
        set => Set("mode", Names.Of(value));
    }

    /// <summary>Engine settings as "+name value" pairs.</summary>
    public string GameArgs
    {
        get => Get("game_args");
        set => Set("game_args", value);
    }

    /// <summary>The IWAD; "" = the first that IwadLocator finds.</summary>
    public string DoomGamePath
    {
        get => Get("doom_game_path");
        set => Set("doom_game_path", value);
    }

    /// <summary>The scenario's WAD; "" = none.</summary>
    public string DoomScenarioPath
    {
        get => Get("doom_scenario_path");
        set => Set("doom_scenario_path", value);
    }

    /// <summary>Kept for cfg files that name it; the engine reads no such file.</summary>
    public string DoomConfigPath
    {
        get => Get("doom_config_path");
        set => Set("doom_config_path", value);
    }

    /// <summary>Kept for cfg files that name it; no other program is started.</summary>
    public string ViZDoomPath
    {
        get => Get("vizdoom_path");
        set => Set("vizdoom_path", value);
    }

    /// <summary>Reward of each tic lived.</summary>
    public double LivingReward
    {
        get => Number("living_reward");
        set => SetNumber("living_reward", value);
    }

    /// <summary>Taken from the reward at death.</summary>
    public double DeathPenalty
    {
        get => Number("death_penalty");
        set => SetNumber("death_penalty", value);
    }

    /// <summary>Added to the reward at death.</summary>
    public double DeathReward
    {
        get => Number("death_reward");
        set => SetNumber("death_reward", value);
    }

    /// <summary>Reward of leaving the map by an exit.</summary>
    public double MapExitReward
    {
        get => Number("map_exit_reward");
        set => SetNumber("map_exit_reward", value);
    }

    /// <summary>Reward of a kill.</summary>
    public double KillReward
    {
        get => Number("kill_reward");
        set => SetNumber("kill_reward", value);
    }

    /// <summary>Reward of a secret found.</summary>
    public double SecretReward
    {
        get => Number("secret_reward");
        set => SetNumber("secret_reward", value);
    }

    /// <summary>Reward of an item that counts.</summary>
    public double ItemReward
    {
        get => Number("item_reward");
        set => SetNumber("item_reward", value);
    }

    /// <summary>Reward of a frag.</summary>
    public double FragReward
    {
        get => Number("frag_reward");
        set => SetNumber("frag_reward", value);
    }

    /// <summary>Reward of a hit made.</summary>
    public double HitReward
    {
        get => Number("hit_reward");
        set => SetNumber("hit_reward", value);
    }

    /// <summary>Reward of a hit taken.</summary>
    public double HitTakenReward
    {
        get => Number("hit_taken_reward");
        set => SetNumber("hit_taken_reward", value);
    }

    /// <summary>The negated reward of a hit taken.</summary>
    public double HitTakenPenalty
    {
        get => Number("hit_taken_penalty");
        set => SetNumber("hit_taken_penalty", value);
    }

    /// <summary>Reward of a point of damage made.</summary>
    public double DamageMadeReward
    {
        get => Number("damage_made_reward");
        set => SetNumber("damage_made_reward", value);
    }

    /// <summary>Reward of a point of damage taken.</summary>
    public double DamageTakenReward
    {
        get => Number("damage_taken_reward");
        set => SetNumber("damage_taken_reward", value);
    }

    /// <summary>The negated reward of a point of damage taken.</summary>
    public double DamageTakenPenalty
    {
        get => Number("damage_taken_penalty");
        set => SetNumber("damage_taken_penalty", value);
    }

    /// <summary>Reward of a point of health won (negative when lost).</summary>
    public double HealthReward
    {
        get => Number("health_reward");
        set => SetNumber("health_reward", value);
    }

    /// <summary>Reward of a point of armour won (negative when lost).</summary>
    public double ArmorReward
    {
        get => Number("armor_reward");
        set => SetNumber("armor_reward", value);
    }

    /// <summary>Size of the frames.</summary>
    public ScreenResolution ScreenResolution
    {
        get => Word<ScreenResolution>("screen_resolution", CacoNative.CACO_NAMES_SCREEN_RESOLUTION);
        set => Set("screen_resolution", Names.Of(value));
    }

    /// <summary>Layout of screen and automap buffers.</summary>
    public ScreenFormat ScreenFormat
    {
        get => Word<ScreenFormat>("screen_format", CacoNative.CACO_NAMES_SCREEN_FORMAT);
        set => Set("screen_format", Names.Of(value));
    }

    /// <summary>Draws the depth buffer.</summary>
    public bool DepthBufferEnabled
    {
        get => Flag("depth_buffer_enabled");
        set => SetFlag("depth_buffer_enabled", value);
    }

    /// <summary>Draws the label buffer and gives the labels.</summary>
    public bool LabelsBufferEnabled
    {
        get => Flag("labels_buffer_enabled");
        set => SetFlag("labels_buffer_enabled", value);
    }

    /// <summary>Draws the automap.</summary>
    public bool AutomapBufferEnabled
    {
        get => Flag("automap_buffer_enabled");
        set => SetFlag("automap_buffer_enabled", value);
    }

    /// <summary>What the automap shows.</summary>
    public AutomapMode AutomapMode
    {
        get => Word<AutomapMode>("automap_mode", CacoNative.CACO_NAMES_AUTOMAP_MODE);
        set => Set("automap_mode", Names.Of(value));
    }

    /// <summary>Turns the automap with the player.</summary>
    public bool AutomapRotate
    {
        get => Flag("automap_rotate");
        set => SetFlag("automap_rotate", value);
    }

    /// <summary>Draws floors on the automap.</summary>
    public bool AutomapRenderTextures
    {
        get => Flag("automap_render_textures");
        set => SetFlag("automap_render_textures", value);
    }

    /// <summary>Draws objects on the automap as sprites.</summary>
    public bool AutomapRenderObjectsAsSprites
    {
        get => Flag("automap_render_objects_as_sprites");
        set => SetFlag("automap_render_objects_as_sprites", value);
    }

    /// <summary>Gives the objects.</summary>
    public bool ObjectsInfoEnabled
    {
        get => Flag("objects_info_enabled");
        set => SetFlag("objects_info_enabled", value);
    }

    /// <summary>Gives sectors and lines.</summary>
    public bool SectorsInfoEnabled
    {
        get => Flag("sectors_info_enabled");
        set => SetFlag("sectors_info_enabled", value);
    }

    /// <summary>Asks for the audio buffer.</summary>
    public bool AudioBufferEnabled
    {
        get => Flag("audio_buffer_enabled");
        set => SetFlag("audio_buffer_enabled", value);
    }

    /// <summary>Sampling rate of the audio buffer.</summary>
    public SamplingRate AudioSamplingRate
    {
        get => Word<SamplingRate>("audio_sampling_rate", CacoNative.CACO_NAMES_SAMPLING_RATE);
        set => Set("audio_sampling_rate", Names.Of(value));
    }

    /// <summary>Tics of sound in the audio buffer.</summary>
    public int AudioBufferSize
    {
        get => Whole("audio_buffer_size");
        set => SetWhole("audio_buffer_size", value);
    }

    /// <summary>Asks for the text lines of the game.</summary>
    public bool NotificationsBufferEnabled
    {
        get => Flag("notifications_buffer_enabled");
        set => SetFlag("notifications_buffer_enabled", value);
    }

    /// <summary>How much text is kept.</summary>
    public int NotificationsBufferSize
    {
        get => Whole("notifications_buffer_size");
        set => SetWhole("notifications_buffer_size", value);
    }

    /// <summary>Draws the status bar.</summary>
    public bool RenderHud
    {
        get => Flag("render_hud");
        set => SetFlag("render_hud", value);
    }

    /// <summary>Draws the small status figures instead of the bar.</summary>
    public bool RenderMinimalHud
    {
        get => Flag("render_minimal_hud");
        set => SetFlag("render_minimal_hud", value);
    }

    /// <summary>Draws the weapon.</summary>
    public bool RenderWeapon
    {
        get => Flag("render_weapon");
        set => SetFlag("render_weapon", value);
    }

    /// <summary>Draws the crosshair.</summary>
    public bool RenderCrosshair
    {
        get => Flag("render_crosshair");
        set => SetFlag("render_crosshair", value);
    }

    /// <summary>
    /// Marks on walls. Kept for scenarios that name it: none are drawn, because their pictures and the rules that choose them are in the
    /// reference's own resource file. Where pictures must agree with the reference's, switch its decals off.
    /// </summary>
    public bool RenderDecals
    {
        get => Flag("render_decals");
        set => SetFlag("render_decals", value);
    }

    /// <summary>Draws particles.</summary>
    public bool RenderParticles
    {
        get => Flag("render_particles");
        set => SetFlag("render_particles", value);
    }

    /// <summary>Draws sprites of puffs and blood.</summary>
    public bool RenderEffectsSprites
    {
        get => Flag("render_effects_sprites");
        set => SetFlag("render_effects_sprites", value);
    }

    /// <summary>Draws messages.</summary>
    public bool RenderMessages
    {
        get => Flag("render_messages");
        set => SetFlag("render_messages", value);
    }

    /// <summary>Draws corpses.</summary>
    public bool RenderCorpses
    {
        get => Flag("render_corpses");
        set => SetFlag("render_corpses", value);
    }

    /// <summary>Tints the screen at damage and pick-up.</summary>
    public bool RenderScreenFlashes
    {
        get => Flag("render_screen_flashes");
        set => SetFlag("render_screen_flashes", value);
    }

    /// <summary>Draws the tics between decisions too.</summary>
    public bool RenderAllFrames
    {
        get => Flag("render_all_frames");
        set => SetFlag("render_all_frames", value);
    }

    /// <summary>Kept for cfg files; there is no window.</summary>
    public bool WindowVisible
    {
        get => Flag("window_visible");
        set => SetFlag("window_visible", value);
    }

    /// <summary>Kept for cfg files; there is no console.</summary>
    public bool ConsoleEnabled
    {
        get => Flag("console_enabled");
        set => SetFlag("console_enabled", value);
    }

    /// <summary>Kept for cfg files; no sound is played.</summary>
    public bool SoundEnabled
    {
        get => Flag("sound_enabled");
        set => SetFlag("sound_enabled", value);
    }
}
