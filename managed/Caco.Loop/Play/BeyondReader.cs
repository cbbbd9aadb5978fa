using Caco.Engine;
using Caco.Policies;

namespace Caco.Loop.Play;

/// <summary>Reads from a game what a sight grants beyond the screen, and nothing else. Allocates nothing once warm.</summary>
internal sealed class BeyondReader(DoomGame game, Sight sight)
{
    private const string PlayerCategory = "Player";

    private readonly List<ObjectInfo> _objects = [];
    private SeenObject[] _seen = [];

    /// <summary>What the last update left; valid until the game goes on.</summary>
    public BeyondScreen Read(in GameState state)
    {
        if (sight == Sight.Screen)
        {
            return default;
        }

        var labels = sight.HasFlag(Sight.Labels) ? state.Labels.Pixels : default;
        var depth = sight.HasFlag(Sight.Depth) ? state.Depth.Pixels : default;
        if (!sight.HasFlag(Sight.Objects))
        {
            return new BeyondScreen { Labels = labels, Depth = depth };
        }

        var count = ReadObjects(out var player);
        return new BeyondScreen { Objects = _seen.AsSpan(0, count), Player = player, Labels = labels, Depth = depth };
    }

    private int ReadObjects(out SeenObject player)
    {
        game.GetObjects(_objects);
        if (_seen.Length < _objects.Count)
        {
            _seen = new SeenObject[2 * _objects.Count];
        }

        player = default;
        var count = 0;
        foreach (var item in _objects)
        {
            var seen = new SeenObject(item.Id, item.Name, item.PositionX, item.PositionY, item.PositionZ, item.Angle);
            if (player.Name is null && item.Category == PlayerCategory)
            {
                player = seen;
            }
            else
            {
                _seen[count++] = seen;
            }
        }

        return count;
    }
}
