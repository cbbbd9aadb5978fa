// The projection constants of every standard resolution (renderer.md 2.3, computed check values).
#include <gtest/gtest.h>

#include <string>

#include "render/render_context.h"

namespace caco {
namespace {

struct Expected {
    int32_t width, height, aspectClass, fullHeight, barHeight, centerXWide, fineFov, tangent, yAspect, invZ, focalX,
        focalY, pspX, pspY, wall, floor;
};

// clang-format off
constexpr Expected kTable[] = {
    {160, 120, 0, 120, 100, 80, 2048, 65536, 78643, 6291440, 5242880, 6291440, 32768, 39321, 83885864, 873815},
    {200, 125, 2, 125, 105, 83, 2289, 78864, 78959, 7895900, 5446042, 6561494, 33996, 40959, 101351272, 837851},
    {200, 150, 0, 150, 126, 100, 2048, 65536, 78643, 7864300, 6553600, 7864300, 40960, 49151, 83885864, 699052},
    {256, 144, 1, 144, 120, 96, 2418, 87381, 78643, 10066304, 6291480, 7549756, 39321, 47185, 111847392, 728176},
    {256, 160, 2, 160, 134, 106, 2292, 79111, 78766, 10082048, 6949170, 8352025, 43417, 52181, 101420195, 658230},
    {256, 192, 0, 192, 161, 128, 2048, 65536, 78643, 10066304, 8388608, 10066304, 52428, 62913, 83885864, 546134},
    {320, 180, 1, 180, 148, 120, 2418, 87381, 78643, 12582880, 7864350, 9437196, 49152, 58982, 111847392, 582541},
    {320, 200, 2, 200, 168, 133, 2287, 78741, 78840, 12614400, 8727280, 10498943, 54476, 65534, 101040697, 523629},
    {320, 240, 0, 240, 208, 160, 2048, 65536, 78643, 12582880, 10485760, 12582880, 65536, 78643, 83885864, 436907},
    {320, 256, 4, 256, 224, 160, 2048, 65536, 78643, 12582880, 10485760, 12582880, 65536, 78643, 83885864, 436907},
    {400, 225, 1, 225, 189, 150, 2418, 87381, 78643, 15728600, 9830437, 11796495, 61440, 73727, 111847392, 466033},
    {400, 250, 2, 250, 210, 166, 2289, 78864, 78721, 15744200, 10892085, 13083433, 67993, 81672, 101045780, 420192},
    {400, 300, 0, 300, 252, 200, 2048, 65536, 78643, 15728600, 13107200, 15728600, 81920, 98303, 83885864, 349526},
    {512, 288, 1, 288, 241, 192, 2418, 87381, 78643, 20132608, 12582960, 15099513, 78643, 94371, 111847392, 364088},
    {512, 320, 2, 320, 268, 213, 2286, 78741, 78766, 20164096, 13963648, 16782542, 87244, 104856, 100945856, 327576},
    {512, 384, 0, 384, 322, 256, 2048, 65536, 78643, 20132608, 16777216, 20132608, 104857, 125828, 83885864, 273067},
    {640, 360, 1, 360, 302, 240, 2418, 87381, 78643, 25165760, 15728700, 18874392, 98304, 117964, 111847392, 291270},
    {640, 400, 2, 400, 336, 266, 2287, 78741, 78692, 25181440, 17454560, 20958469, 108953, 130824, 100851015, 262307},
    {640, 480, 0, 480, 403, 320, 2048, 65536, 78643, 25165760, 20971520, 25165760, 131072, 157286, 83885864, 218453},
    {800, 450, 1, 450, 378, 300, 2418, 87381, 78643, 31457200, 19660875, 23592990, 122880, 147455, 111847392, 233016},
    {800, 500, 2, 500, 420, 333, 2285, 78618, 78721, 31488400, 21852335, 26248744, 136396, 163837, 100730588, 209440},
    {800, 600, 0, 600, 504, 400, 2048, 65536, 78643, 31457200, 26214400, 31457200, 163840, 196607, 83885864, 174763},
    {1024, 576, 1, 576, 483, 384, 2418, 87381, 78643, 40265216, 25165920, 30199027, 157286, 188742, 111847392, 182044},
    {1024, 640, 2, 640, 537, 426, 2286, 78741, 78673, 40280576, 27927296, 33525454, 174489, 209466, 100826668, 163981},
    {1024, 768, 0, 768, 645, 512, 2048, 65536, 78643, 40265216, 33554432, 40265216, 209715, 251657, 83885864, 136533},
    {1280, 720, 1, 720, 604, 480, 2418, 87381, 78643, 50331520, 31457400, 37748784, 196608, 235929, 111847392, 145635},
    {1280, 800, 2, 800, 672, 533, 2285, 78618, 78692, 50362880, 34963736, 41982519, 218316, 262141, 100693477, 130948},
    {1280, 960, 0, 960, 806, 640, 2048, 65536, 78643, 50331520, 41943040, 50331520, 262144, 314572, 83885864, 109226},
    {1280, 1024, 4, 1024, 870, 640, 2048, 65536, 78643, 50331520, 41943040, 50331520, 262144, 314572, 83885864, 109226},
    {1400, 787, 1, 787, 661, 525, 2418, 87381, 78593, 55015100, 34406531, 41261482, 215040, 257883, 111847296, 133237},
    {1400, 875, 2, 875, 735, 583, 2285, 78618, 78688, 55081600, 38241587, 45916046, 238796, 286718, 100688362, 119730},
    {1400, 1050, 0, 1050, 882, 700, 2048, 65536, 78643, 55050100, 45875200, 55050100, 286720, 344063, 83885864, 99864},
    {1600, 900, 1, 900, 756, 600, 2418, 87381, 78643, 62914400, 39321750, 47185980, 245760, 294911, 111847392, 116508},
    {1600, 1000, 2, 1000, 840, 666, 2285, 78618, 78662, 62929600, 43704671, 52458142, 272793, 327429, 100655089, 104798},
    {1600, 1200, 0, 1200, 1008, 800, 2048, 65536, 78643, 62914400, 52428800, 62914400, 327680, 393215, 83885864, 87381},
    {1920, 1080, 1, 1080, 907, 720, 2418, 87381, 78643, 75497280, 47186100, 56623176, 294912, 353893, 111847392, 97090},
};
// clang-format on

ViewGeometry geometryOf(const Expected& e, bool bar) {
    RenderSettings settings;
    settings.width = e.width;
    settings.height = e.height;
    settings.hud = bar;
    return makeGeometry(settings, 90.0f);
}

class GeometryTable : public testing::TestWithParam<Expected> {};

TEST_P(GeometryTable, MatchesTheReferenceWithAndWithoutStatusBar) {
    const Expected& e = GetParam();
    for (const bool bar : {false, true}) {
        const ViewGeometry g = geometryOf(e, bar);
        EXPECT_EQ(g.aspectClass, e.aspectClass);
        EXPECT_EQ(g.viewHeight, bar ? e.barHeight : e.fullHeight);
        EXPECT_EQ(g.statusBarTop, e.barHeight);
        EXPECT_EQ(g.centerXWide, e.centerXWide);
        EXPECT_EQ(g.fineFov, e.fineFov);
        EXPECT_EQ(g.focalTangent, e.tangent);
        EXPECT_EQ(g.yAspect, e.yAspect);
        EXPECT_EQ(g.invZ, e.invZ);
        EXPECT_EQ(g.focalX, e.focalX);
        EXPECT_EQ(g.focalY, e.focalY);
        EXPECT_EQ(g.pspScaleX, e.pspX);
        EXPECT_EQ(g.pspScaleY, e.pspY);
        EXPECT_EQ(g.wallVisibility, e.wall);
        EXPECT_EQ(g.spriteVisibility, e.wall);
        EXPECT_EQ(g.floorVisibility, e.floor);
    }
}

std::string nameOf(const testing::TestParamInfo<Expected>& test) {
    return std::to_string(test.param.width) + "x" + std::to_string(test.param.height);
}

INSTANTIATE_TEST_SUITE_P(All, GeometryTable, testing::ValuesIn(kTable), nameOf);

TEST(Geometry, MinimalHudKeepsTheFullView) {
    RenderSettings settings;
    settings.hud = settings.minimalHud = true;
    EXPECT_EQ(makeGeometry(settings, 90.0f).viewHeight, 240);
}

TEST(Geometry, CleanFactorGrowsWithTheScreen) {
    RenderSettings settings;
    EXPECT_EQ(makeGeometry(settings, 90.0f).cleanFactor, 1);
    settings.width = 640, settings.height = 480;
    EXPECT_EQ(makeGeometry(settings, 90.0f).cleanFactor, 2);
}

TEST(Geometry, NarrowViewsEnlargeTheWorld) {
    RenderSettings settings;
    const ViewGeometry wide = makeGeometry(settings, 90.0f), narrow = makeGeometry(settings, 45.0f);
    EXPECT_LT(narrow.focalTangent, wide.focalTangent);
    EXPECT_GT(narrow.focalX, wide.focalX);
}

}  // namespace
}  // namespace caco
