using Caco.Engine;

namespace Caco.Loop.Replays;

/// <summary>
/// Steps a game and remembers what it takes to play the episode again. Made right after the episode's start; from then on the game must
/// be stepped and sent commands through it alone. One thread at a time, the game's.
/// </summary>
public sealed class ReplayRecorder
{
    private readonly DoomGame _game;
    private readonly int _decision;
    private readonly double[] _values;
    private readonly List<float[]>? _actions;
    private readonly List<SentCommand> _commands = [];
    private int _decisions;

    /// <param name="game">The game.</param>
    /// <param name="decision">Tics that every action is held for, at least 1.</param>
    /// <param name="keeps">Whether actions and commands are kept; without them there is only the hash chain.</param>
    public ReplayRecorder(DoomGame game, int decision, bool keeps = true)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentOutOfRangeException.ThrowIfLessThan(decision, 1);
        _game = game;
        _decision = decision;
        _values = new double[game.Settings.Buttons.Count];
        _actions = keeps ? [] : null;
        Clock = new EpisodeClock(game);
    }

    /// <summary>Tics and hash chain so far.</summary>
    public EpisodeClock Clock { get; }

    /// <summary>Button values of every decision so far; null where they are not kept. A held action is stored once.</summary>
    public IReadOnlyList<float[]>? Actions => _actions;

    /// <summary>Commands sent so far.</summary>
    public IReadOnlyList<SentCommand> Commands => _commands;

    /// <summary>Sends a console command and remembers it, also one that the game refuses: what stood before the refused part has acted.</summary>
    /// <exception cref="CacoException">The game refuses it.</exception>
    public void Send(string command)
    {
        if (_actions is not null)
        {
            _commands.Add(new SentCommand(_decisions, command));
        }

        _game.SendGameCommand(command);
    }

    /// <summary>Makes one decision's action.</summary>
    /// <param name="buttons">A value for each of the scenario's buttons.</param>
    public void Act(ReadOnlySpan<float> buttons)
    {
        if (_actions is not null)
        {
            var isHeld = _actions.Count > 0 && _actions[^1].AsSpan().SequenceEqual(buttons);
            _actions.Add(isHeld ? _actions[^1] : buttons.ToArray());
        }

        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = buttons[i];
        }

        _game.MakeAction(_values, _decision);
        Clock.Advance();
        _decisions++;
    }
}
