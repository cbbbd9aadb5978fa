// The installed IWAD: the facts that the specification gives about it.
#include <filesystem>

#include "assets_fixture.h"

namespace caco {
namespace {

using test::expectSound;

class Iwad : public testing::Test {
protected:
    static void SetUpTestSuite() {
        const std::string path = test::findIwad();
        if (path.empty()) {
            return;
        }
        auto archives = std::make_shared<ArchiveSet>();
        status() = archives->addFile(path);
        if (status().ok()) {
            status() = loadAssets(archives, loaded());
        }
    }
    static void TearDownTestSuite() { loaded().reset(); }
    void SetUp() override {
        if (test::findIwad().empty()) {
            GTEST_SKIP() << "freedoom2.wad is not installed";
        }
        ASSERT_TRUE(status().ok()) << status().message;
        assets = loaded();
    }
    static Status& status() {
        static Status value;
        return value;
    }
    static std::shared_ptr<const Assets>& loaded() {
        static std::shared_ptr<const Assets> value;
        return value;
    }
    std::shared_ptr<const Assets> assets;
};

TEST_F(Iwad, EverythingIsSound) {
    expectSound(*assets);
}

TEST_F(Iwad, OrderNumbers) {
    const std::pair<const char*, int> flats[] = {
        {"BLOOD1", 3571}, {"FLOOR0_1", 3671}, {"F_SKY1", 3689}, {"MFLR8_1", 3690}, {"CEIL4_1", 3702}};
    for (const auto& [name, number] : flats) {
        EXPECT_EQ(assets->texture(assets->findFlat(name)).orderNumber, number) << name;
    }
    EXPECT_EQ(assets->texture(assets->findWall("ASHWALL2")).orderNumber, 2668);
}

TEST_F(Iwad, ColormapEqualsTheLumpBeyondColumnZero) {
    const auto lump = assets->archives->lump(assets->archives->find("COLORMAP")).data;
    EXPECT_EQ(assets->remap[0], 247);
    for (size_t i = 0; i < 32 * 256; ++i) {
        if (i % 256 != 0) {
            ASSERT_EQ(assets->colormap[i], lump[i] == 0 ? 0 : lump[i]) << i;
        }
    }
}

TEST_F(Iwad, PicturesThatTheStatusBarDraws) {
    std::vector<std::string> names = {"STBAR",   "STTPRCNT", "STTMINUS", "STARMS",  "STFBANY",
                                      "STFGOD0", "STFDEAD0", "BRDR_B",   "GRNROCK", "MEDIA0"};
    for (int i = 0; i < 10; ++i) {
        names.push_back("STTNUM" + std::to_string(i));
        names.push_back("STYSNUM" + std::to_string(i));
        names.push_back("STGNUM" + std::to_string(i));
    }
    for (int i = 0; i < 9; ++i) {
        names.push_back("STKEYS" + std::to_string(i));
    }
    for (int level = 0; level < 5; ++level) {
        const std::string l = std::to_string(level);
        for (const std::string& name : {"STFST" + l + "0", "STFST" + l + "1", "STFST" + l + "2", "STFTR" + l + "0",
                                        "STFTL" + l + "0", "STFKILL" + l, "STFOUCH" + l, "STFEVL" + l}) {
            names.push_back(name);
        }
    }
    for (const std::string& name : names) {
        EXPECT_NE(assets->findPicture(name), kNoTexture) << name;
    }
    EXPECT_EQ(assets->texture(assets->findPicture("STBAR")).width, 320);
    EXPECT_EQ(assets->texture(assets->findPicture("STBAR")).height, 32);
}

TEST_F(Iwad, SpritesAnimationsAndSwitches) {
    for (const char* name : {"TROO", "PLAY", "POSS", "PUNG", "SHTG", "MISL", "TFOG", "MEDI", "RSMK", "TNT1"}) {
        const SpriteDef* sprite = assets->findSprite(spriteKey(name));
        ASSERT_TRUE(sprite) << name;
        EXPECT_TRUE(sprite->frames[0].present) << name;
    }
    const SpriteFrame& imp = assets->findSprite(spriteKey("TROO"))->frames[0];
    EXPECT_FALSE(imp.rotationless);
    EXPECT_EQ(imp.picture[0], imp.picture[1]);
    EXPECT_NE(imp.picture[0], imp.picture[8]);
    const auto hasAnimation = [&](TextureId base, int32_t count) {
        for (const TextureAnimation& animation : assets->animations) {
            if (animation.base == base) {
                return animation.count == count && animation.tics == 8;
            }
        }
        return false;
    };
    EXPECT_TRUE(hasAnimation(assets->findFlat("NUKAGE1"), 3));
    EXPECT_TRUE(hasAnimation(assets->findFlat("FWATER1"), 4));
    EXPECT_TRUE(hasAnimation(assets->findWall("FIREBLU1"), 2));
    EXPECT_TRUE(hasAnimation(assets->findWall("SFALL1"), 4));
    EXPECT_GE(assets->switches.size(), 30u);
}

TEST_F(Iwad, SkyAndNullTexture) {
    EXPECT_EQ(assets->skyFlat, assets->findFlat("F_SKY1"));
    EXPECT_EQ(assets->texture(assets->findWall("SKY1")).height, 128);
    EXPECT_EQ(assets->findWall("AASHITTY"), kNoTexture);
    EXPECT_EQ(assets->texture(assets->findWall("STARTAN3")).width, 128);
}

TEST_F(Iwad, SmallEnoughToKeep) {
    size_t bytes = 0;
    for (const Picture& p : assets->textures) {
        bytes += sizeof(Picture) + p.pixels.capacity() + p.posts.capacity() * sizeof(Post) +
                 p.postStart.capacity() * sizeof(uint32_t);
    }
    EXPECT_LT(bytes, 60u << 20);
}

TEST(Scenarios, EveryScenarioFileLoadsOverTheIwad) {
    const std::string iwad = test::findIwad();
    const std::string shared = test::sharedFolder();
    if (iwad.empty() || shared.empty()) {
        GTEST_SKIP() << "freedoom2.wad or the shared scenario files are absent";
    }
    auto archives = std::make_shared<ArchiveSet>();
    ASSERT_TRUE(archives->addFile(iwad).ok());
    int count = 0;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shared + "/data/scenarios", error)) {
        if (entry.path().extension() == ".wad") {
            const Status status = archives->addFile(entry.path().string());
            EXPECT_TRUE(status.ok()) << status.message;
            ++count;
        }
    }
    if (count == 0) {
        GTEST_SKIP() << "no scenario files in " << shared;
    }
    std::shared_ptr<const Assets> assets;
    const Status status = loadAssets(archives, assets);
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_EQ(assets->texture(assets->findFlat("F_SKY1")).orderNumber, 3689);
}

}  // namespace
}  // namespace caco
