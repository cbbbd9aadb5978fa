using System.Globalization;
using Caco.Engine;
using Caco.Loop.Imaging;
using Caco.Loop.Play;

namespace Caco.Loop.Failures;

/// <summary>Pictures of a labelled game: boxes round enemies (red), items (green) and missiles (yellow). One thread at a time.</summary>
internal sealed class FramePainter(Stage stage)
{
    public static readonly uint EnemyColor = Picture.Color(255, 48, 48);
    public static readonly uint ItemColor = Picture.Color(64, 255, 96);
    public static readonly uint MissileColor = Picture.Color(255, 224, 0);

    private readonly List<ObjectInfo> _labels = [];

    /// <summary>What is on the screen now, at most <see cref="ContactSheet.WidestCell"/> pixels wide.</summary>
    public Picture Draw(DoomGame game)
    {
        var frame = game.GetFrame(FrameBuffer.Indices);
        var shrink = (frame.Width + ContactSheet.WidestCell - 1) / ContactSheet.WidestCell;
        var picture = Picture.FromIndices(frame.Pixels, stage.Palette, frame.Width, frame.Height).Shrunk(shrink);
        game.GetLabels(_labels);
        foreach (var label in _labels)
        {
            if (ColorOf(label) is { } color)
            {
                picture.Outline(
                    label.X / shrink, label.Y / shrink, (label.X + label.Width) / shrink, (label.Y + label.Height) / shrink, color);
            }
        }

        return picture;
    }

    public static string Caption(DoomGame game, int tic) => string.Create(
        CultureInfo.InvariantCulture,
        $"TIC {tic}  HP {game.GetGameVariable(GameVariable.Health):0}  AMMO {game.GetGameVariable(GameVariable.SelectedWeaponAmmo):0}  KILLS {game.GetGameVariable(GameVariable.KillCount):0}");

    private static uint? ColorOf(in ObjectInfo label) => label.Category switch
    {
        "Enemy" when EpisodeSurvey.IsLivingEnemy(label) => EnemyColor,
        "Item" or "Weapon" or "Ammo" or "Health" or "Armor" or "Key" => ItemColor,
        "Projectile" => MissileColor,
        _ => null,
    };
}
