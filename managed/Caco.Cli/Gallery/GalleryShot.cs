namespace Caco.Cli.Gallery;

/// <summary>A scene of the gallery: what is done in the built-in arena until its picture is taken.</summary>
/// <param name="Name">Fit for a file name.</param>
/// <param name="Title">What there is to see.</param>
/// <param name="Commands">Console commands at the start.</param>
/// <param name="Buttons">What is pressed until the picture.</param>
/// <param name="Tics">Tics until the picture.</param>
/// <param name="Pause">Tics before, without a button: a weapon comes up first, and some fire only when pressed anew.</param>
internal sealed record GalleryShot(string Name, string Title, string[] Commands, string[] Buttons, int Tics, int Pause = 0)
{
    /// <summary>All of them, in the order of the pages.</summary>
    public static IReadOnlyList<GalleryShot> All { get; } =
    [
        new("arena", "the arena from its start", [], [], 10),
        new("walk", "on the way, turning", [], ["MOVE_FORWARD", "TURN_LEFT"], 42),
        new("monsters", "monsters of all kinds, a spectre among them", [
            "god", "summon Cacodemon", "summon Spectre", "summon HellKnight", "summon LostSoul"], ["MOVE_BACKWARD"], 32),
        new("shotgun", "a shot with muzzle light, puffs and blood", [
            "give Shotgun", "give Shell 20", "slot 3", "summon Demon"], ["ATTACK"], 5, 40),
        new("rocket", "a rocket on its way, with smoke behind", [
            "god", "give RocketLauncher", "give RocketAmmo 20", "slot 5"], ["ATTACK"], 14, 50),
        new("things", "keys, items and a barrel", [
            "summon RedCard", "summon BlueSkull", "summon Medikit", "summon ExplosiveBarrel"], ["MOVE_BACKWARD"], 30),
    ];
}
