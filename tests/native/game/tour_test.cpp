// A tour through all maps that there are: every level of the IWAD and every scenario loads and plays, and nothing in them asks for what
// the engine lacks. Play is random, so that doors, lifts, weapons and monsters come into it.
#include <algorithm>
#include <filesystem>

#include "support/game_setup.h"

namespace caco::test {
namespace {

constexpr int kTics = 350;

struct Visit {
    uint64_t hash = 0;
    std::string reports;
    int32_t episodes = 0, tics = 0;
    bool moved = false, killed = false;
};

Visit visit(const std::shared_ptr<const Content>& content, const std::string& map, uint32_t seed) {
    const GameConfig config = configOf("seed = " + std::to_string(seed) + "\ndoom_skill = 4\ndoom_map = " + map +
                                       "\navailable_buttons = { ATTACK USE MOVE_FORWARD SPEED TURN_LEFT_RIGHT_DELTA SELECT_NEXT_WEAPON }\n");
    Visit result;
    auto game = gameOf(content, config, {.noScreen = true});
    if (!game) return result;
    TestRandom random(seed);
    std::vector<double> action(6);
    const double x = game->variables()[variable::kPositionX], y = game->variables()[variable::kPositionY];
    for (int i = 0; i < kTics; ++i) {
        if (i % 5 == 0) {
            action = {random.below(2) * 1.0, random.below(3) == 0 ? 1.0 : 0.0, random.below(6) ? 1.0 : 0.0, random.below(2) * 1.0,
                      random.below(41) * 0.5 - 10, random.below(20) == 0 ? 1.0 : 0.0};
        }
        act(*game, action);
        ++result.tics;
        result.moved = result.moved || std::abs(game->variables()[variable::kPositionX] - x) + std::abs(game->variables()[variable::kPositionY] - y) > 64;
        if (game->episode().finished) {
            ++result.episodes;
            EXPECT_TRUE(game->newEpisode().ok());
        }
    }
    result.hash = game->hash();
    result.reports = game->reports();
    return result;
}

std::shared_ptr<const Content> load(const std::vector<std::string>& files) {
    auto set = std::make_shared<ArchiveSet>();
    std::shared_ptr<const Content> content;
    for (const std::string& file : files) {
        const Status status = set->addFile(file);
        EXPECT_TRUE(status.ok()) << status.message;
    }
    const Status status = makeContent(set, content);
    EXPECT_TRUE(status.ok()) << status.message;
    return content;
}

TEST(Tour, EveryLevelOfTheIwadPlays) {
    const std::string iwad = findIwad();
    if (iwad.empty()) GTEST_SKIP() << "freedoom2.wad is not installed";
    const auto content = load({iwad});
    ASSERT_NE(content, nullptr);
    ASSERT_EQ(content->maps.size(), 32u);
    int moved = 0;
    for (const std::string& map : content->maps) {
        SCOPED_TRACE(map);
        const Visit once = visit(content, map, 1);
        EXPECT_EQ(once.tics, kTics);
        EXPECT_EQ(once.reports, "");
        EXPECT_EQ(visit(content, map, 1).hash, once.hash) << "twice the same";
        moved += once.moved;
    }
    EXPECT_GE(moved, 24) << "players who stand still see little of a map";
}

struct NamedBit {
    uint32_t bit;
    const char* name;
};
constexpr NamedBit kLines[] = {{kLineBlocking, "blocking"},     {kLineBlockMonsters, "blockmonsters"}, {kLineTwoSided, "twosided"},
                               {kLinePegTop, "dontpegtop"},     {kLinePegBottom, "dontpegbottom"},     {kLineSecret, "secret"},
                               {kLineSoundBlock, "blocksound"}, {kLineDontDraw, "dontdraw"},           {kLineMapped, "mapped"},
                               {kLineRepeat, "repeatspecial"},  {kLineMonstersCanActivate, "monsteractivate"}};
constexpr NamedBit kActivations[] = {{kActCross, "playercross"}, {kActUse, "playeruse"},   {kActMCross, "monstercross"},
                                     {kActImpact, "impact"},     {kActPush, "playerpush"}, {kActPCross, "missilecross"}};
constexpr NamedBit kThings[] = {{kThingAmbush, "ambush"}, {kThingSingle, "single"}, {kThingCoop, "coop"}, {kThingDeathmatch, "dm"}, {kThingFriendly, "friend"}};

// A block of UDMF text.
class Block {
public:
    Block(std::string& out, const char* kind) : out_(out) { out_ += std::string(kind) + " { "; }
    ~Block() { out_ += "}\n"; }
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;
    void number(const std::string& key, int64_t value) { out_ += key + " = " + std::to_string(value) + "; "; }
    void fixed(const char* key, Fixed value) { out_ += std::string(key) + " = " + std::to_string(value / 65536.0) + "; "; }
    void text(const char* key, const std::string& value) { out_ += std::string(key) + " = \"" + value + "\"; "; }
    template <size_t N> void bits(const NamedBit (&names)[N], uint32_t set) {
        for (const NamedBit& n : names) {
            if (set & n.bit) truth(n.name);
        }
    }
    void truth(const std::string& key) { out_ += key + " = true; "; }

private:
    std::string& out_;
};

// The level as UDMF text with ZDoom's numbers: the same level by the way of newer maps.
std::string asUdmf(const Level& level, const Assets& assets) {
    std::string out = "namespace = \"zdoom\";\n";
    const auto picture = [&](TextureId id) { return id == kNoTexture ? std::string("-") : assets.textures[static_cast<size_t>(id)].name; };
    for (const MapThing& t : level.things) {
        Block b(out, "thing");
        b.fixed("x", t.x);
        b.fixed("y", t.y);
        b.number("angle", t.angle);
        b.number("type", t.type);
        b.bits(kThings, t.flags);
        for (int skill = 0; skill < 5; ++skill) {
            if ((t.skillMask >> skill) & 1) b.truth("skill" + std::to_string(skill + 1));
        }
    }
    for (const Vertex& v : level.vertices) {
        Block b(out, "vertex");
        b.fixed("x", v.x);
        b.fixed("y", v.y);
    }
    for (const LineDef& l : level.lines) {
        Block b(out, "linedef");
        b.number("v1", l.v1);
        b.number("v2", l.v2);
        b.number("sidefront", l.side[0]);
        if (l.side[1] != kNoIndex) b.number("sideback", l.side[1]);
        if (l.special) b.number("special", l.special);
        if (l.id) b.number("id", l.id);
        for (int i = 0; i < 5; ++i) {
            if (l.args[i]) b.number("arg" + std::to_string(i), l.args[i]);
        }
        b.bits(kLines, l.flags);
        b.bits(kActivations, l.activation);
        if (l.activation & kActUseThrough) {
            b.truth("playeruse");
            b.truth("passuse");
        }
    }
    for (const SideDef& side : level.sides) {
        Block b(out, "sidedef");
        b.number("sector", side.sector);
        b.text("texturetop", picture(side.texture[kTop]));
        b.text("texturemiddle", picture(side.texture[kMiddle]));
        b.text("texturebottom", picture(side.texture[kBottom]));
    }
    for (const SectorDef& sector : level.sectors) {
        Block b(out, "sector");
        b.number("heightfloor", sector.floor / kUnit);
        b.number("heightceiling", sector.ceiling / kUnit);
        b.text("texturefloor", picture(sector.floorTexture));
        b.text("textureceiling", picture(sector.ceilingTexture));
        b.number("lightlevel", sector.light);
        b.number("special", sector.special);
        b.number("id", sector.tag);
    }
    return out;
}

TEST(Tour, EveryLevelPlaysAsUdmfToo) {
    const std::string iwad = findIwad();
    if (iwad.empty()) GTEST_SKIP() << "freedoom2.wad is not installed";
    const auto classic = load({iwad});
    ASSERT_NE(classic, nullptr);
    WadBuilder wad;
    for (const std::string& map : classic->maps) {
        LoadedMap loaded;
        ASSERT_TRUE(classic->map(map, {}, loaded).ok());
        wad.add(map).add("TEXTMAP", asUdmf(*loaded.level, *classic->assets)).add("ENDMAP");
    }
    auto set = std::make_shared<ArchiveSet>();
    ASSERT_TRUE(set->addFile(iwad).ok());
    ASSERT_TRUE(set->addMemory(wad.build(), "udmf.wad").ok());
    std::shared_ptr<const Content> udmf;
    ASSERT_TRUE(makeContent(set, udmf).ok());
    for (const std::string& map : classic->maps) {
        SCOPED_TRACE(map);
        LoadedMap first, second;
        ASSERT_TRUE(classic->map(map, {}, first).ok());
        const Status status = udmf->map(map, {}, second);
        ASSERT_TRUE(status.ok()) << status.message;
        ASSERT_EQ(second.level->format, MapFormat::Udmf);
        ASSERT_EQ(second.level->lines.size(), first.level->lines.size());
        for (size_t i = 0; i < first.level->lines.size(); ++i) {
            const LineDef &a = first.level->lines[i], &b = second.level->lines[i];
            ASSERT_EQ(a.special, b.special) << "line " << i;
            ASSERT_EQ(a.activation, b.activation) << "line " << i;
            ASSERT_EQ(a.flags, b.flags) << "line " << i;
        }
        const Visit once = visit(udmf, map, 1);
        EXPECT_EQ(once.tics, kTics);
        EXPECT_EQ(once.reports, "");
    }
}

TEST(Tour, EveryScenarioPlays) {
    const std::string shared = sharedFolder(), iwad = findIwad();
    if (shared.empty() || iwad.empty()) GTEST_SKIP() << "the scenarios or freedoom2.wad are absent";
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shared + "/data/scenarios")) {
        if (entry.path().extension() == ".wad") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    ASSERT_GE(files.size(), 20u);
    int played = 0;
    for (const std::string& file : files) {
        SCOPED_TRACE(file);
        const auto content = load({iwad, file});
        ASSERT_NE(content, nullptr);
        auto own = std::make_shared<ArchiveSet>();
        ASSERT_TRUE(own->addFile(file).ok());
        for (const std::string& map : listMaps(*own)) {
            SCOPED_TRACE(map);
            std::unique_ptr<Game> game;
            const Status status = Game::create(content, configOf("doom_map = " + map), {.noScreen = true}, game);
            if (status.message.find("play deathmatch") != std::string::npos) continue; // multiplayer_test.cpp plays those
            ASSERT_TRUE(status.ok()) << status.message;
            const Visit once = visit(content, map, 2);
            EXPECT_EQ(once.tics, kTics);
            EXPECT_EQ(once.reports, "");
            EXPECT_EQ(visit(content, map, 2).hash, once.hash) << "twice the same";
            ++played;
        }
    }
    EXPECT_GE(played, 20);
}

} // namespace
} // namespace caco::test
