namespace Caco.Engine;

/// <content>
/// ViZDoom's setters and getters of the settings. Setting one while the game runs throws <see cref="CacoInvalidStateException"/>:
/// a game keeps the settings that it was started with. A value that does not fit throws <see cref="CacoBadDataException"/>.
/// </content>
public sealed partial class DoomGame
{
    /// <summary>Tics a second of the asynchronous modes; the engine itself is not bound to a clock.</summary>
    public int GetTicRate() => Settings.TicRate;

    /// <inheritdoc cref="GetTicRate"/>
    public void SetTicRate(int value) => Changeable().TicRate = value;

    /// <summary>Difficulty, 1 (easiest) to 5 (nightmare).</summary>
    public int GetDoomSkill() => Settings.DoomSkill;

    /// <inheritdoc cref="GetDoomSkill"/>
    public void SetDoomSkill(int value) => Changeable().DoomSkill = value;

    /// <summary>The map to play, such as "map01".</summary>
    public string GetDoomMap() => Settings.DoomMap;

    /// <inheritdoc cref="GetDoomMap"/>
    public void SetDoomMap(string value) => Changeable().DoomMap = value;

    /// <summary>Tics after which an episode ends; 0 = never.</summary>
    public int GetEpisodeTimeout() => Settings.EpisodeTimeout;

    /// <inheritdoc cref="GetEpisodeTimeout"/>
    public void SetEpisodeTimeout(int value) => Changeable().EpisodeTimeout = value;

    /// <summary>Tics at an episode's start that are played before the first decision.</summary>
    public int GetEpisodeStartTime() => Settings.EpisodeStartTime;

    /// <inheritdoc cref="GetEpisodeStartTime"/>
    public void SetEpisodeStartTime(int value) => Changeable().EpisodeStartTime = value;

    /// <summary>Who plays.</summary>
    public Mode GetMode() => Settings.Mode;

    /// <inheritdoc cref="GetMode"/>
    public void SetMode(Mode value) => Changeable().Mode = value;

    /// <summary>Engine settings as "+name value" pairs.</summary>
    public string GetGameArgs() => Settings.GameArgs;

    /// <inheritdoc cref="GetGameArgs"/>
    public void SetGameArgs(string value) => Changeable().GameArgs = value;

    /// <summary>The IWAD; "" = the first that IwadLocator finds.</summary>
    public string GetDoomGamePath() => Settings.DoomGamePath;

    /// <inheritdoc cref="GetDoomGamePath"/>
    public void SetDoomGamePath(string value) => Changeable().DoomGamePath = value;

    /// <summary>The scenario's WAD; "" = none.</summary>
    public string GetDoomScenarioPath() => Settings.DoomScenarioPath;

    /// <inheritdoc cref="GetDoomScenarioPath"/>
    public void SetDoomScenarioPath(string value) => Changeable().DoomScenarioPath = value;

    /// <summary>Kept for cfg files that name it; the engine reads no such file.</summary>
    public string GetDoomConfigPath() => Settings.DoomConfigPath;

    /// <inheritdoc cref="GetDoomConfigPath"/>
    public void SetDoomConfigPath(string value) => Changeable().DoomConfigPath = value;

    /// <summary>Kept for cfg files that name it; no other program is started.</summary>
    public string GetViZDoomPath() => Settings.ViZDoomPath;

    /// <inheritdoc cref="GetViZDoomPath"/>
    public void SetViZDoomPath(string value) => Changeable().ViZDoomPath = value;

    /// <summary>Reward of each tic lived.</summary>
    public double GetLivingReward() => Settings.LivingReward;

    /// <inheritdoc cref="GetLivingReward"/>
    public void SetLivingReward(double value) => Changeable().LivingReward = value;

    /// <summary>Taken from the reward at death.</summary>
    public double GetDeathPenalty() => Settings.DeathPenalty;

    /// <inheritdoc cref="GetDeathPenalty"/>
    public void SetDeathPenalty(double value) => Changeable().DeathPenalty = value;

    /// <summary>Added to the reward at death.</summary>
    public double GetDeathReward() => Settings.DeathReward;

    /// <inheritdoc cref="GetDeathReward"/>
    public void SetDeathReward(double value) => Changeable().DeathReward = value;

    /// <summary>Reward of leaving the map by an exit.</summary>
    public double GetMapExitReward() => Settings.MapExitReward;

    /// <inheritdoc cref="GetMapExitReward"/>
    public void SetMapExitReward(double value) => Changeable().MapExitReward = value;

    /// <summary>Reward of a kill.</summary>
    public double GetKillReward() => Settings.KillReward;

    /// <inheritdoc cref="GetKillReward"/>
    public void SetKillReward(double value) => Changeable().KillReward = value;

    /// <summary>Reward of a secret found.</summary>
    public double GetSecretReward() => Settings.SecretReward;

    /// <inheritdoc cref="GetSecretReward"/>
    public void SetSecretReward(double value) => Changeable().SecretReward = value;

    /// <summary>Reward of an item that counts.</summary>
    public double GetItemReward() => Settings.ItemReward;

    /// <inheritdoc cref="GetItemReward"/>
    public void SetItemReward(double value) => Changeable().ItemReward = value;

    /// <summary>Reward of a frag.</summary>
    public double GetFragReward() => Settings.FragReward;

    /// <inheritdoc cref="GetFragReward"/>
    public void SetFragReward(double value) => Changeable().FragReward = value;

    /// <summary>Reward of a hit made.</summary>
    public double GetHitReward() => Settings.HitReward;

    /// <inheritdoc cref="GetHitReward"/>
    public void SetHitReward(double value) => Changeable().HitReward = value;

    /// <summary>Reward of a hit taken.</summary>
    public double GetHitTakenReward() => Settings.HitTakenReward;

    /// <inheritdoc cref="GetHitTakenReward"/>
    public void SetHitTakenReward(double value) => Changeable().HitTakenReward = value;

    /// <summary>The negated reward of a hit taken.</summary>
    public double GetHitTakenPenalty() => Settings.HitTakenPenalty;

    /// <inheritdoc cref="GetHitTakenPenalty"/>
    public void SetHitTakenPenalty(double value) => Changeable().HitTakenPenalty = value;

    /// <summary>Reward of a point of damage made.</summary>
    public double GetDamageMadeReward() => Settings.DamageMadeReward;

    /// <inheritdoc cref="GetDamageMadeReward"/>
    public void SetDamageMadeReward(double value) => Changeable().DamageMadeReward = value;

    /// <summary>Reward of a point of damage taken.</summary>
    public double GetDamageTakenReward() => Settings.DamageTakenReward;

    /// <inheritdoc cref="GetDamageTakenReward"/>
    public void SetDamageTakenReward(double value) => Changeable().DamageTakenReward = value;

    /// <summary>The negated reward of a point of damage taken.</summary>
    public double GetDamageTakenPenalty() => Settings.DamageTakenPenalty;

    /// <inheritdoc cref="GetDamageTakenPenalty"/>
    public void SetDamageTakenPenalty(double value) => Changeable().DamageTakenPenalty = value;

    /// <summary>Reward of a point of health won (negative when lost).</summary>
    public double GetHealthReward() => Settings.HealthReward;

    /// <inheritdoc cref="GetHealthReward"/>
    public void SetHealthReward(double value) => Changeable().HealthReward = value;

    /// <summary>Reward of a point of armour won (negative when lost).</summary>
    public double GetArmorReward() => Settings.ArmorReward;

    /// <inheritdoc cref="GetArmorReward"/>
    public void SetArmorReward(double value) => Changeable().ArmorReward = value;

    /// <summary>Size of the frames.</summary>
    public ScreenResolution GetScreenResolution() => Settings.ScreenResolution;

    /// <inheritdoc cref="GetScreenResolution"/>
    public void SetScreenResolution(ScreenResolution value) => Changeable().ScreenResolution = value;

    /// <summary>Layout of screen and automap buffers.</summary>
    public ScreenFormat GetScreenFormat() => Settings.ScreenFormat;

    /// <inheritdoc cref="GetScreenFormat"/>
    public void SetScreenFormat(ScreenFormat value) => Changeable().ScreenFormat = value;

    /// <summary>Draws the depth buffer.</summary>
    public bool IsDepthBufferEnabled() => Settings.DepthBufferEnabled;

    /// <inheritdoc cref="IsDepthBufferEnabled"/>
    public void SetDepthBufferEnabled(bool value) => Changeable().DepthBufferEnabled = value;

    /// <summary>Draws the label buffer and gives the labels.</summary>
    public bool IsLabelsBufferEnabled() => Settings.LabelsBufferEnabled;

    /// <inheritdoc cref="IsLabelsBufferEnabled"/>
    public void SetLabelsBufferEnabled(bool value) => Changeable().LabelsBufferEnabled = value;

    /// <summary>Draws the automap.</summary>
    public bool IsAutomapBufferEnabled() => Settings.AutomapBufferEnabled;

    /// <inheritdoc cref="IsAutomapBufferEnabled"/>
    public void SetAutomapBufferEnabled(bool value) => Changeable().AutomapBufferEnabled = value;

    /// <summary>What the automap shows.</summary>
    public AutomapMode GetAutomapMode() => Settings.AutomapMode;

    /// <inheritdoc cref="GetAutomapMode"/>
    public void SetAutomapMode(AutomapMode value) => Changeable().AutomapMode = value;

    /// <summary>Turns the automap with the player.</summary>
    public bool GetAutomapRotate() => Settings.AutomapRotate;

    /// <inheritdoc cref="GetAutomapRotate"/>
    public void SetAutomapRotate(bool value) => Changeable().AutomapRotate = value;

    /// <summary>Draws floors on the automap.</summary>
    public bool GetAutomapRenderTextures() => Settings.AutomapRenderTextures;

    /// <inheritdoc cref="GetAutomapRenderTextures"/>
    public void SetAutomapRenderTextures(bool value) => Changeable().AutomapRenderTextures = value;

    /// <summary>Draws objects on the automap as sprites.</summary>
    public bool GetAutomapRenderObjectsAsSprites() => Settings.AutomapRenderObjectsAsSprites;

    /// <inheritdoc cref="GetAutomapRenderObjectsAsSprites"/>
    public void SetAutomapRenderObjectsAsSprites(bool value) => Changeable().AutomapRenderObjectsAsSprites = value;

    /// <summary>Gives the objects.</summary>
    public bool IsObjectsInfoEnabled() => Settings.ObjectsInfoEnabled;

    /// <inheritdoc cref="IsObjectsInfoEnabled"/>
    public void SetObjectsInfoEnabled(bool value) => Changeable().ObjectsInfoEnabled = value;

    /// <summary>Gives sectors and lines.</summary>
    public bool IsSectorsInfoEnabled() => Settings.SectorsInfoEnabled;

    /// <inheritdoc cref="IsSectorsInfoEnabled"/>
    public void SetSectorsInfoEnabled(bool value) => Changeable().SectorsInfoEnabled = value;

    /// <summary>Asks for the audio buffer.</summary>
    public bool IsAudioBufferEnabled() => Settings.AudioBufferEnabled;

    /// <inheritdoc cref="IsAudioBufferEnabled"/>
    public void SetAudioBufferEnabled(bool value) => Changeable().AudioBufferEnabled = value;

    /// <summary>Sampling rate of the audio buffer.</summary>
    public SamplingRate GetAudioSamplingRate() => Settings.AudioSamplingRate;

    /// <inheritdoc cref="GetAudioSamplingRate"/>
    public void SetAudioSamplingRate(SamplingRate value) => Changeable().AudioSamplingRate = value;

    /// <summary>Tics of sound in the audio buffer.</summary>
    public int GetAudioBufferSize() => Settings.AudioBufferSize;

    /// <inheritdoc cref="GetAudioBufferSize"/>
    public void SetAudioBufferSize(int value) => Changeable().AudioBufferSize = value;

    /// <summary>Asks for the text lines of the game.</summary>
    public bool IsNotificationsBufferEnabled() => Settings.NotificationsBufferEnabled;

    /// <inheritdoc cref="IsNotificationsBufferEnabled"/>
    public void SetNotificationsBufferEnabled(bool value) => Changeable().NotificationsBufferEnabled = value;

    /// <summary>How much text is kept.</summary>
    public int GetNotificationsBufferSize() => Settings.NotificationsBufferSize;

    /// <inheritdoc cref="GetNotificationsBufferSize"/>
    public void SetNotificationsBufferSize(int value) => Changeable().NotificationsBufferSize = value;

    /// <summary>Draws the status bar.</summary>
    public bool GetRenderHud() => Settings.RenderHud;

    /// <inheritdoc cref="GetRenderHud"/>
    public void SetRenderHud(bool value) => Changeable().RenderHud = value;

    /// <summary>Draws the small status figures instead of the bar.</summary>
    public bool GetRenderMinimalHud() => Settings.RenderMinimalHud;

    /// <inheritdoc cref="GetRenderMinimalHud"/>
    public void SetRenderMinimalHud(bool value) => Changeable().RenderMinimalHud = value;

    /// <summary>Draws the weapon.</summary>
    public bool GetRenderWeapon() => Settings.RenderWeapon;

    /// <inheritdoc cref="GetRenderWeapon"/>
    public void SetRenderWeapon(bool value) => Changeable().RenderWeapon = value;

    /// <summary>Draws the crosshair.</summary>
    public bool GetRenderCrosshair() => Settings.RenderCrosshair;

    /// <inheritdoc cref="GetRenderCrosshair"/>
    public void SetRenderCrosshair(bool value) => Changeable().RenderCrosshair = value;

    /// <summary>
    /// Marks on walls. Kept for scenarios that name it: none are drawn, because their pictures and the rules that choose them are in the
    /// reference's own resource file. Where pictures must agree with the reference's, switch its decals off.
    /// </summary>
    public bool GetRenderDecals() => Settings.RenderDecals;

    /// <inheritdoc cref="GetRenderDecals"/>
    public void SetRenderDecals(bool value) => Changeable().RenderDecals = value;

    /// <summary>Draws particles.</summary>
    public bool GetRenderParticles() => Settings.RenderParticles;

    /// <inheritdoc cref="GetRenderParticles"/>
    public void SetRenderParticles(bool value) => Changeable().RenderParticles = value;

    /// <summary>Draws sprites of puffs and blood.</summary>
    public bool GetRenderEffectsSprites() => Settings.RenderEffectsSprites;

    /// <inheritdoc cref="GetRenderEffectsSprites"/>
    public void SetRenderEffectsSprites(bool value) => Changeable().RenderEffectsSprites = value;

    /// <summary>Draws messages.</summary>
    public bool GetRenderMessages() => Settings.RenderMessages;

    /// <inheritdoc cref="GetRenderMessages"/>
    public void SetRenderMessages(bool value) => Changeable().RenderMessages = value;

    /// <summary>Draws corpses.</summary>
    public bool GetRenderCorpses() => Settings.RenderCorpses;

    /// <inheritdoc cref="GetRenderCorpses"/>
    public void SetRenderCorpses(bool value) => Changeable().RenderCorpses = value;

    /// <summary>Tints the screen at damage and pick-up.</summary>
    public bool GetRenderScreenFlashes() => Settings.RenderScreenFlashes;

    /// <inheritdoc cref="GetRenderScreenFlashes"/>
    public void SetRenderScreenFlashes(bool value) => Changeable().RenderScreenFlashes = value;

    /// <summary>Draws the tics between decisions too.</summary>
    public bool GetRenderAllFrames() => Settings.RenderAllFrames;

    /// <inheritdoc cref="GetRenderAllFrames"/>
    public void SetRenderAllFrames(bool value) => Changeable().RenderAllFrames = value;

    /// <summary>Kept for cfg files; there is no window.</summary>
    public bool IsWindowVisible() => Settings.WindowVisible;

    /// <inheritdoc cref="IsWindowVisible"/>
    public void SetWindowVisible(bool value) => Changeable().WindowVisible = value;

    /// <summary>Kept for cfg files; there is no console.</summary>
    public bool IsConsoleEnabled() => Settings.ConsoleEnabled;

    /// <inheritdoc cref="IsConsoleEnabled"/>
    public void SetConsoleEnabled(bool value) => Changeable().ConsoleEnabled = value;

    /// <summary>Kept for cfg files; no sound is played.</summary>
    public bool IsSoundEnabled() => Settings.SoundEnabled;

    /// <inheritdoc cref="IsSoundEnabled"/>
    public void SetSoundEnabled(bool value) => Changeable().SoundEnabled = value;

    /// <summary>The buttons in the order of actions.</summary>
    public IReadOnlyList<Button> GetAvailableButtons() => Settings.Buttons;

    /// <inheritdoc cref="GetAvailableButtons"/>
    public void SetAvailableButtons(IReadOnlyList<Button> buttons) => Changeable().Buttons = buttons;

    /// <summary>Adds a button at the end of the list, with a limit when <paramref name="maxValue"/> is not 0.</summary>
    public void AddAvailableButton(Button button, double maxValue = 0)
    {
        Changeable().Buttons = [.. Settings.Buttons, button];
        if (maxValue != 0)
        {
            Settings.SetButtonMaxValue(button, maxValue);
        }
    }

    public void ClearAvailableButtons() => Changeable().Buttons = [];

    public int GetAvailableButtonsSize() => Settings.Buttons.Count;

    /// <inheritdoc cref="Scenario.GetButtonMaxValue"/>
    public double GetButtonMaxValue(Button button) => Settings.GetButtonMaxValue(button);

    /// <inheritdoc cref="Scenario.SetButtonMaxValue"/>
    public void SetButtonMaxValue(Button button, double value) => Changeable().SetButtonMaxValue(button, value);

    /// <summary>The game variables in the order of <see cref="GameState.Variables"/>.</summary>
    public IReadOnlyList<GameVariable> GetAvailableGameVariables() => Settings.Variables;

    /// <inheritdoc cref="GetAvailableGameVariables"/>
    public void SetAvailableGameVariables(IReadOnlyList<GameVariable> variables) => Changeable().Variables = variables;

    /// <summary>Adds a game variable at the end of the list.</summary>
    public void AddAvailableGameVariable(GameVariable variable) => Changeable().Variables = [.. Settings.Variables, variable];

    public void ClearAvailableGameVariables() => Changeable().Variables = [];

    public int GetAvailableGameVariablesSize() => Settings.Variables.Count;

    /// <summary>Appends engine settings ("+name value").</summary>
    public void AddGameArgs(string args) => Changeable().GameArgs = (Settings.GameArgs + " " + args).Trim();

    public void ClearGameArgs() => Changeable().GameArgs = "";

    // The scenario, or an exception that says why it cannot be changed now.
    private Scenario Changeable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _handle == null
            ? Settings
            : throw new CacoInvalidStateException("settings cannot change while the game runs: call Close() first, change them, and call Init() again");
    }
}
