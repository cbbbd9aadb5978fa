using Caco.Policies.Battle;
using Caco.Policies.Parts;
using Caco.Vision;

namespace Caco.Policies.Tests;

/// <summary>The eye on recorded frames: what it reports must lie on a sprite, and tall sprites must be reported.</summary>
public class GoldenDetectionTests
{
    [Theory]
    [InlineData("D3_battle")]
    [InlineData("D3_battle.weng")]
    [InlineData("D3_battle.small")]
    [InlineData("D3_battle.wide")]
    public void Sightings_lie_on_sprites(string name)
    {
        var folder = GoldenFrames.Folder(name);
        var palette = GoldenFrames.Palette();
        var (imps, impsOnSprites, kits, kitsOnSprites) = (0, 0, 0, 0);
        foreach (var path in Directory.GetFiles(folder, "*.screen.png").Order(StringComparer.Ordinal))
        {
            var (screen, width, height) = GoldenFrames.ReadPng(path);
            var (labels, _, _) = GoldenFrames.ReadPng(path.Replace(".screen.", ".labels.", StringComparison.Ordinal));
            var eye = new BattleEye(new EpisodeInfo
            {
                Buttons = [],
                Variables = [],
                ScreenWidth = width,
                ScreenHeight = height,
                Palette = palette,
            });
            eye.Look(new IndexedFrame(screen, width, height));
            imps += eye.Imps.Count;
            kits += eye.Medikits.Count;
            impsOnSprites += CountOnSprites(eye, eye.Imps, labels, width, height);
            kitsOnSprites += CountOnSprites(eye, eye.Medikits, labels, width, height);
        }

        Assert.True(imps >= 5, $"only {imps} imps in {name}");
        Assert.True(kits >= 5, $"only {kits} medikits in {name}");
        Assert.True(impsOnSprites * 100 >= imps * 90, $"{impsOnSprites} of {imps} imps lie on a sprite");
        Assert.True(kitsOnSprites * 100 >= kits * 90, $"{kitsOnSprites} of {kits} medikits lie on a sprite");
    }

    // A label of 0 or 1 is no thing of the world; 255 is the pistol.
    private static int CountOnSprites(BattleEye eye, SightingList list, byte[] labels, int width, int height)
    {
        var count = 0;
        foreach (ref readonly var item in list.Items)
        {
            var x = Math.Clamp((int)Math.Round(eye.View.Column(item.Bearing)), 0, width - 1);
            for (var y = Math.Max(0, item.Box.Y); y < Math.Min(height, item.Box.Bottom); y++)
            {
                if (labels[y * width + x] is > 1 and < 255)
                {
                    count++;
                    break;
                }
            }
        }

        return count;
    }
}
