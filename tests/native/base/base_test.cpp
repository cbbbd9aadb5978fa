#include <gtest/gtest.h>

#include "base/fixed.h"
#include "base/hash.h"
#include "base/rng.h"
#include "base/trig.h"

namespace caco {
namespace {

TEST(Trig, TablesMatchThePublishedChecksums) {
    EXPECT_EQ(crc32(kTrig.sine, sizeof kTrig.sine), 0x7ea37c72u);
    EXPECT_EQ(crc32(kTrig.tangent, sizeof kTrig.tangent), 0xb828955du);
    EXPECT_EQ(crc32(kTrig.arcTangent, sizeof kTrig.arcTangent), 0x4808c3cbu);
}

TEST(Trig, PointToAngleCoversTheOctants) {
    EXPECT_EQ(pointToAngle(5, 5, 5, 5), 0u);
    EXPECT_EQ(pointToAngle(0, 0, 100 * kUnit, 0), 0u);
    EXPECT_EQ(pointToAngle(0, 0, 0, 100 * kUnit), kAngle90 - 1);
    EXPECT_EQ(pointToAngle(0, 0, -100 * kUnit, 0), kAngle180 - 1);
    EXPECT_EQ(pointToAngle(0, 0, 0, -100 * kUnit), kAngle270);
}

TEST(Rng, StreamsMatchTheTestVectors) {
    const uint32_t seed = 1791095845;
    auto first = [&](Stream s, std::initializer_list<uint32_t> expected) {
        Sfmt607 g;
        g.seed(streamCrc(s), seed);
        for (uint32_t e : expected) {
            EXPECT_EQ(g.next(), e) << streamName(s);
        }
    };
    EXPECT_EQ(streamCrc(Stream::ACS), 0xa72f226du);
    first(Stream::ACS, {1572391126u, 1348107479u, 1101946681u, 3191958639u, 4072429915u, 3470062282u});
    first(Stream::SpawnActor, {121610788u, 658089344u, 1744554819u, 309306087u});
    first(Stream::SpawnMapThing, {511454196u, 3644672453u, 1722651588u});
    first(Stream::ActorTakeDamage, {4093026152u, 3424898867u, 84279035u});
    first(Stream::EX_Random, {2298938295u, 629461129u, 2018568814u});
    first(Stream::Cosmetic, {2644478932u, 3118811597u, 3892187867u});
}

TEST(Rng, LaterBlocksMatchTheTestVectors) {
    Sfmt607 g;
    g.seed(streamCrc(Stream::ACS), 1);
    uint32_t draw[41];
    for (uint32_t& d : draw) {
        d = g.next();
    }
    EXPECT_EQ(draw[0], 2226622915u);
    EXPECT_EQ(draw[3], 1180132208u);
    EXPECT_EQ(draw[20], 3304664744u);
    EXPECT_EQ(draw[40], 1389113673u);
}

TEST(Rng, EpisodeSeedsMatchTheTestVectors) {
    Mt19937 mt;
    mt.seed(1);
    EXPECT_EQ(mt.next(), 1791095845u);
    EXPECT_EQ(mt.next(), 4282876139u);
    EXPECT_EQ(mt.next(), 3093770124u);
    EXPECT_EQ(mt.next(), 4005303368u);
}

TEST(FixedPoint, DivisionSaturates) {
    EXPECT_EQ(div16(kUnit, 0), kFixedMax);
    EXPECT_EQ(div16(-kUnit, 0), kFixedMin);
    EXPECT_EQ(div16(kUnit, 2 * kUnit), kUnit / 2);
    EXPECT_EQ(div16(kFixedMin, kUnit), kFixedMin);
}

TEST(FixedPoint, ConversionRoundsToEven) {
    EXPECT_EQ(toFixed(1.0), kUnit);
    EXPECT_EQ(toFixed(-0.5), -kUnit / 2);
    EXPECT_EQ(toFixed(0.5 / 65536), 0);
    EXPECT_EQ(toFixed(1.5 / 65536), 2);
    EXPECT_EQ(roundInt(2.5), 2);
    EXPECT_EQ(roundInt(-3.5), -4);
}

TEST(Hash, DependsOnEveryByteAndTheLength) {
    unsigned char block[19] = {};
    const uint64_t zero = hashBytes(block, sizeof block);
    EXPECT_NE(zero, hashBytes(block, sizeof block - 1));
    for (unsigned char& b : block) {
        b = 1;
        EXPECT_NE(zero, hashBytes(block, sizeof block));
        b = 0;
    }
}

} // namespace
} // namespace caco
