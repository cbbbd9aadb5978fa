#include "wad/archive.h"

#include <gtest/gtest.h>

#include "support/wad_builder.h"

namespace caco {
namespace {

using test::Bytes;
using test::WadBuilder;

std::string textOf(const ArchiveSet& set, int32_t index) {
    if (index < 0) {
        return "(absent)";
    }
    const auto data = set.lump(index).data;
    return std::string(data.begin(), data.end());
}

TEST(LumpName, FoldsCaseCutsAndComparesWhole) {
    EXPECT_EQ(LumpName::of("stbar"), LumpName::of("STBAR"));
    EXPECT_EQ(LumpName::of("verylongname").text(), "VERYLONG");
    EXPECT_EQ(LumpName::of(std::string_view("AB\0CD", 5)).text(), "AB");
    EXPECT_NE(LumpName::of("A"), LumpName::of("AA"));
    EXPECT_TRUE(LumpName::of("").empty());
    EXPECT_EQ(LumpName::of("[\\]_").text(), "[\\]_");
}

TEST(ArchiveSet, LaterFilesOverrideAndSpacesAreSeparate) {
    ArchiveSet set;
    ASSERT_TRUE(set.addMemory(WadBuilder("IWAD")
                                  .add("LUMP", "one")
                                  .add("F_START")
                                  .add("F1_START")
                                  .add("LUMP", "flat")
                                  .add("F1_END")
                                  .add("F_END")
                                  .add("S_START")
                                  .add("LUMP", "sprite")
                                  .add("S_END")
                                  .add("P_START")
                                  .add("LUMP", "patch")
                                  .add("P_END")
                                  .add("TX_START")
                                  .add("LUMP", "texture")
                                  .add("TX_END")
                                  .add("ONLY", "first")
                                  .build(),
                              "base.wad")
                    .ok());
    EXPECT_EQ(textOf(set, set.find("lump")), "one");
    EXPECT_EQ(textOf(set, set.find("LUMP", LumpSpace::Flats)), "flat");
    EXPECT_EQ(textOf(set, set.find("LUMP", LumpSpace::Sprites)), "sprite");
    EXPECT_EQ(textOf(set, set.find("LUMP", LumpSpace::Patches)), "patch");
    EXPECT_EQ(textOf(set, set.find("LUMP", LumpSpace::Textures)), "texture");

    ASSERT_TRUE(set.addMemory(WadBuilder()
                                  .add("LUMP", "two")
                                  .add("LUMP", "three")
                                  .add("SS_START")
                                  .add("LUMP", "new sprite")
                                  .add("S_END")
                                  .build(),
                              "mod.wad")
                    .ok());
    EXPECT_EQ(textOf(set, set.find("LUMP")), "three");
    EXPECT_EQ(textOf(set, set.find("LUMP", LumpSpace::Sprites)), "new sprite");
    EXPECT_EQ(textOf(set, set.find("LUMP", LumpSpace::Flats)), "flat");
    EXPECT_EQ(textOf(set, set.find("ONLY")), "first");
    EXPECT_EQ(set.find("ABSENT"), -1);
    EXPECT_EQ(set.describe(set.find("LUMP")), "mod.wad: lump LUMP");
    EXPECT_EQ(set.fileCount(), 2);
    EXPECT_EQ(set.lump(set.find("LUMP")).indexInFile, 1);
}

TEST(ArchiveSet, TheSameArchiveTwiceIsOne) {
    const std::vector<uint8_t> a = WadBuilder().add("ONE", "1").build(), b = WadBuilder().add("ONE", "2").build();
    ArchiveSet set;
    for (const auto& bytes : {a, b, a}) ASSERT_TRUE(set.addMemory(bytes, "x.wad").ok());
    EXPECT_EQ(set.fileCount(), 2);
    EXPECT_EQ(set.lumpCount(), 2);
    EXPECT_EQ(set.lump(set.find("ONE")).file, 1);
}

TEST(ArchiveSet, AStartWithoutEndMarksNothing) {
    ArchiveSet set;
    ASSERT_TRUE(set.addMemory(WadBuilder().add("F_END").add("F_START").add("MAP01", "x").build(), "a.wad").ok());
    EXPECT_GE(set.find("MAP01"), 0);
    EXPECT_EQ(set.find("MAP01", LumpSpace::Flats), -1);
}

TEST(ArchiveSet, EmptyDirectoryIsFine) {
    ArchiveSet set;
    EXPECT_TRUE(set.addMemory(WadBuilder().build(), "empty.wad").ok());
    EXPECT_EQ(set.lumpCount(), 0);
    EXPECT_EQ(set.find("X"), -1);
}

TEST(ArchiveSet, MarkersMayHaveAnyOffset) {
    auto bytes = WadBuilder().add("S_START").add("S_END").build();
    bytes[12] = 0xFF;  // offset of the first, empty entry
    bytes[15] = 0x7F;
    ArchiveSet set;
    EXPECT_TRUE(set.addMemory(bytes, "markers.wad").ok());
}

TEST(ArchiveSet, LyingEntriesNameFileAndLump) {
    struct Case {
        size_t field;
        uint32_t value;
    };
    for (const Case& c : {Case{4, 0x7FFFFFFFu}, Case{4, 0xFFFFFFFFu}, Case{4, 5u}, Case{0, 0x7FFFFFFFu},
                          Case{0, 0x80000000u}, Case{0, 13u}}) {
        Bytes bytes;
        bytes.append(WadBuilder().add("THINGS", "abcd").build());
        bytes.setU32(16 + c.field, c.value);
        // An entry that still fits is not a lie.
        ArchiveSet set;
        const Status status = set.addMemory(bytes.vector(), "liar.wad");
        if (c.field == 4 && c.value == 5u) {
            EXPECT_TRUE(status.ok());
            continue;
        }
        if (c.field == 0 && c.value == 13u) {
            EXPECT_TRUE(status.ok());
            continue;
        }
        EXPECT_EQ(status.code, StatusCode::BadData);
        EXPECT_NE(status.message.find("liar.wad"), std::string::npos) << status.message;
        EXPECT_NE(status.message.find("THINGS"), std::string::npos) << status.message;
        EXPECT_EQ(set.fileCount(), 0);
        EXPECT_EQ(set.lumpCount(), 0);
    }
}

TEST(ArchiveSet, HeadersThatLie) {
    const auto good = WadBuilder().add("A", "1234").build();
    const auto with = [&good](size_t offset, uint32_t value) {
        Bytes bytes;
        bytes.append(good);
        bytes.setU32(offset, value);
        ArchiveSet set;
        return set.addMemory(bytes.vector(), "h.wad");
    };
    EXPECT_EQ(with(0, 0x12345678u).code, StatusCode::BadData);
    EXPECT_EQ(with(4, 0xFFFFFFFFu).code, StatusCode::BadData);
    EXPECT_EQ(with(4, 0x7FFFFFFFu).code, StatusCode::BadData);
    EXPECT_EQ(with(4, 2u).code, StatusCode::BadData);
    EXPECT_EQ(with(8, 0xFFFFFFF0u).code, StatusCode::BadData);
    EXPECT_EQ(with(8, 0x7FFFFFF0u).code, StatusCode::BadData);
}

TEST(ArchiveSet, TruncatedAtEveryLength) {
    const auto whole = WadBuilder().add("A", "1234").add("F_START").add("B", "5678").add("F_END").build();
    for (size_t length = 0; length < whole.size(); ++length) {
        ArchiveSet set;
        const Status status = set.addMemory(std::span(whole).first(length), "cut.wad");
        EXPECT_EQ(status.code, StatusCode::BadData) << length;
        EXPECT_NE(status.message.find("cut.wad"), std::string::npos);
        EXPECT_EQ(set.fileCount(), 0);
    }
}

TEST(ArchiveSet, BitFlipsNeverLeaveLumpsOutsideTheFile) {
    const auto whole = WadBuilder().add("A", "1234").add("F_START").add("B", "5678").add("F_END").add("C", "9").build();
    for (size_t bit = 0; bit < whole.size() * 8; ++bit) {
        auto bytes = whole;
        bytes[bit / 8] = static_cast<uint8_t>(bytes[bit / 8] ^ (1u << (bit % 8)));
        ArchiveSet set;
        const Status status = set.addMemory(bytes, "flip.wad");
        if (!status.ok()) {
            EXPECT_FALSE(status.message.empty());
            continue;
        }
        const auto file = set.fileBytes(0);
        for (int32_t i = 0; i < set.lumpCount(); ++i) {
            const auto data = set.lump(i).data;
            if (!data.empty()) {
                EXPECT_GE(data.data(), file.data());
                EXPECT_LE(data.data() + data.size(), file.data() + file.size());
            }
        }
    }
}

TEST(ArchiveSet, MissingFileIsNamed) {
    ArchiveSet set;
    const Status status = set.addFile("no/such/place.wad");
    EXPECT_EQ(status.code, StatusCode::FileNotFound);
    EXPECT_NE(status.message.find("no/such/place.wad"), std::string::npos);
    EXPECT_EQ(set.addFile(".").code, StatusCode::FileNotFound);
}

TEST(ByteReader, ReadsLittleEndianAndFailsSoftly) {
    const std::vector<uint8_t> bytes = {1, 2, 3, 4, 0xFF, 0xFF, 'a', 'B', 0, 'c', 0, 0, 0, 0, 7};
    ByteReader reader(bytes);
    EXPECT_EQ(reader.u32(), 0x04030201u);
    EXPECT_EQ(reader.i16(), -1);
    EXPECT_EQ(reader.name8().text(), "AB");
    EXPECT_EQ(reader.remaining(), 1u);
    EXPECT_FALSE(reader.failed());
    EXPECT_EQ(reader.u16(), 0);
    EXPECT_TRUE(reader.failed());
    EXPECT_EQ(reader.u8(), 0);
    EXPECT_EQ(reader.remaining(), 0u);
    ByteReader beyond(bytes, 100);
    EXPECT_EQ(beyond.remaining(), 0u);
    EXPECT_EQ(beyond.u8(), 0);
    EXPECT_TRUE(beyond.failed());
    ByteReader skipper(bytes);
    skipper.skip(SIZE_MAX);
    EXPECT_TRUE(skipper.failed());
}

TEST(Inflate, RoundTripBoundAndDamage) {
    // "hello hello hello hello" packed by zlib.
    const std::vector<uint8_t> packed = {0x78, 0x9c, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57,
                                         0xc8, 0x40, 0x27, 0x01, 0x68, 0x03, 0x08, 0xb1};
    std::vector<uint8_t> out;
    ASSERT_TRUE(inflateZlib(packed, 23, out).ok());
    EXPECT_EQ(std::string(out.begin(), out.end()), "hello hello hello hello");
    EXPECT_FALSE(inflateZlib(packed, 22, out).ok());
    EXPECT_FALSE(inflateZlib(packed, 0, out).ok());
    for (size_t length = 0; length < packed.size(); ++length) {
        EXPECT_EQ(inflateZlib(std::span(packed).first(length), 1000, out).code, StatusCode::BadData) << length;
    }
    for (size_t bit = 0; bit < packed.size() * 8; ++bit) {
        auto bytes = packed;
        bytes[bit / 8] = static_cast<uint8_t>(bytes[bit / 8] ^ (1u << (bit % 8)));
        if (inflateZlib(bytes, 1000, out).ok()) {
            EXPECT_LE(out.size(), 1000u);
        }
    }
}

TEST(ArchiveSet, InstalledIwad) {
    const std::string path = test::findIwad();
    if (path.empty()) {
        GTEST_SKIP() << "freedoom2.wad is not installed";
    }
    ArchiveSet set;
    ASSERT_TRUE(set.addFile(path).ok());
    EXPECT_EQ(set.fileLabel(0), "freedoom2.wad");
    EXPECT_GE(set.find("MAP01"), 0);
    EXPECT_GE(set.find("F_SKY1", LumpSpace::Flats), 0);
    EXPECT_EQ(set.find("F_SKY1"), -1);
    EXPECT_GE(set.find("TROOA1", LumpSpace::Sprites), 0);
    EXPECT_EQ(set.lump(set.find("THINGS")).name, LumpName::of("things"));
}

}  // namespace
}  // namespace caco
