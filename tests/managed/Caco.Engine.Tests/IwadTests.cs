namespace Caco.Engine.Tests;

public sealed class IwadTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("caco-iwad").FullName;
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private IwadSearch Search(IwadSearch.System platform = IwadSearch.System.Linux) => new()
    {
        Variable = name => _variables.GetValueOrDefault(name),
        Platform = platform,
        SystemRoot = _root,
        Home = Path.Combine(_root, "home"),
    };

    private string Put(string path)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, "");
        return full;
    }

    [Fact]
    public void Nothing_found_tells_where_and_what_to_do()
    {
        var failure = Assert.Throws<CacoFileNotFoundException>(() => Search().Find(null));
        Assert.Contains(_root + "/usr/share/games/doom", failure.Message);
        Assert.Contains("apt-get install freedoom", failure.Message);
        Assert.Contains("brew install freedoom", Assert.Throws<CacoFileNotFoundException>(() => Search(IwadSearch.System.MacOS).Find(null)).Message);
        string windows = Assert.Throws<CacoFileNotFoundException>(() => Search(IwadSearch.System.Windows).Find(null)).Message;
        Assert.Contains("https://freedoom.github.io", windows);
        Assert.DoesNotContain("apt-get", windows);
    }

    [Fact]
    public void The_places_have_an_order()
    {
        string vizdoom = Put("usr/local/lib/python3.11/site-packages/vizdoom/freedoom2.wad");
        Assert.Equal(vizdoom, Search().Find(null));
        string system = Put("usr/share/games/doom/freedoom2.wad");
        Assert.Equal(system, Search().Find(null));
        string user = Put("home/.local/share/games/doom/doom2.wad");
        Assert.Equal(user, Search().Find(null));
        string listed = Put("listed/doom1.wad");
        _variables["DOOMWADPATH"] = "/nowhere:" + Path.GetDirectoryName(listed);
        Assert.Equal(listed, Search().Find(null));
        string own = Put("own/DOOM2.WAD");
        _variables["DOOMWADDIR"] = Path.GetDirectoryName(own)!;
        Assert.Equal(own, Search().Find(null));
        string better = Put("own/freedoom2.wad");
        Assert.Equal(better, Search().Find(null));
    }

    [Fact]
    public void A_name_wins_over_every_place()
    {
        _variables["DOOMWADDIR"] = Path.GetDirectoryName(Put("own/doom2.wad"))!;
        string file = Put("elsewhere/any.wad");
        Assert.Equal(file, Search().Find(file));
        string folder = Path.GetDirectoryName(Put("there/freedoom1.wad"))!;
        Assert.Equal(Path.Combine(folder, "freedoom1.wad"), Search().Find(folder));
        Assert.Contains("does not exist", Assert.Throws<CacoFileNotFoundException>(() => Search().Find(file + "x")).Message);
        Assert.Contains("holds no IWAD", Assert.Throws<CacoFileNotFoundException>(() => Search().Find(Path.GetDirectoryName(file))).Message);
        _variables["DOOMWADDIR"] = file;
        Assert.Equal(file, Search().Find(null));
    }

    [Fact]
    public void Windows_looks_into_its_program_folders()
    {
        string iwad = Put("programs/Freedoom/freedoom2.wad");
        _variables["ProgramFiles"] = Path.Combine(_root, "programs");
        Assert.Equal(Path.GetFullPath(iwad), Path.GetFullPath(Search(IwadSearch.System.Windows).Find(null)));
    }
}
