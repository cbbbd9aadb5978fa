using Caco.Engine;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Cases;

/// <summary>
/// Measures a criterion against the state at the fork. Made at the fork, told of the game after every decision. One
/// thread at a time; reads public figures of the game only and changes nothing.
/// </summary>
public sealed class CaseMeter
{
    private readonly Criterion _criterion;
    private readonly ScoreRule _rule;
    private readonly double _start;
    private readonly double _startX;
    private readonly double _startY;
    private double _ammo;

    /// <param name="criterion">What is measured.</param>
    /// <param name="game">The game at the fork.</param>
    /// <param name="rule">What a score is.</param>
    public CaseMeter(Criterion criterion, DoomGame game, ScoreRule rule)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        ArgumentNullException.ThrowIfNull(game);
        _criterion = criterion;
        _rule = rule;
        _startX = game.GetGameVariable(GameVariable.PositionX);
        _startY = game.GetGameVariable(GameVariable.PositionY);
        _ammo = game.GetGameVariable(GameVariable.Ammo2);
        _start = Figure(game);
        Observe(game);
    }

    /// <summary>What was measured so far.</summary>
    public double Value { get; private set; }

    /// <summary>Whether that is enough, were the case to end now.</summary>
    public bool Passed => Value >= _criterion.AtLeast;

    /// <summary>Whether more play cannot change <see cref="Passed"/>.</summary>
    public bool IsDecided => _criterion.Kind switch
    {
        CriterionKind.Kills or CriterionKind.Damage or CriterionKind.Distance or CriterionKind.AmmoPicked => Passed,
        CriterionKind.Survives => !Passed,
        _ => false,
    };

    /// <summary>After a decision has been played.</summary>
    public void Observe(DoomGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        switch (_criterion.Kind)
        {
            case CriterionKind.Survives:
                Value = game.IsPlayerDead() ? 0 : 1;
                break;
            case CriterionKind.Distance:
                Value = Math.Max(Value, DistanceFromStart(game));
                break;
            case CriterionKind.AmmoPicked:
                var ammo = game.GetGameVariable(GameVariable.Ammo2);
                Value += Math.Max(0, ammo - _ammo);
                _ammo = ammo;
                break;
            default:
                Value = Figure(game) - _start;
                break;
        }
    }

    private double DistanceFromStart(DoomGame game) => double.Hypot(
        game.GetGameVariable(GameVariable.PositionX) - _startX, game.GetGameVariable(GameVariable.PositionY) - _startY);

    // Those figures of which only the change counts.
    private double Figure(DoomGame game) => _criterion.Kind switch
    {
        CriterionKind.Kills => game.GetGameVariable(GameVariable.KillCount),
        CriterionKind.Damage => game.GetGameVariable(GameVariable.DamageCount),
        CriterionKind.Health => game.GetGameVariable(GameVariable.Health),
        CriterionKind.Score when _rule == ScoreRule.Reward => game.GetTotalReward(),
        CriterionKind.Score =>
            game.GetGameVariable(GameVariable.DamageCount) + 10 * game.GetGameVariable(GameVariable.KillCount),
        _ => 0,
    };
}
