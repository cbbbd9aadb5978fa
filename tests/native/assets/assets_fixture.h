#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "assets/assets.h"
#include "support/wad_builder.h"

namespace caco::test {

struct LoadResult {
    Status status;
    std::shared_ptr<const Assets> assets;
};

// Loads the files in order; they are called file0.wad, file1.wad, ...
inline LoadResult loadFiles(const std::vector<std::vector<uint8_t>>& files) {
    LoadResult result;
    auto archives = std::make_shared<ArchiveSet>();
    for (size_t i = 0; i < files.size(); ++i) {
        result.status = archives->addMemory(files[i], "file" + std::to_string(i) + ".wad");
        if (!result.status.ok()) {
            return result;
        }
    }
    result.status = loadAssets(archives, result.assets);
    return result;
}

inline std::shared_ptr<const Assets> loadGood(const std::vector<std::vector<uint8_t>>& files) {
    LoadResult result = loadFiles(files);
    EXPECT_TRUE(result.status.ok()) << result.status.message;
    return result.assets;
}

inline uint8_t texelAt(const Picture& picture, int u, int v) {
    return picture.pixels.at(static_cast<size_t>(u * picture.columnStride + v));
}

// What every reader of a picture relies on.
inline void expectSound(const Picture& p) {
    ASSERT_GE(p.width, 1) << p.name;
    ASSERT_GE(p.height, 1) << p.name;
    ASSERT_EQ(p.columnStride, p.height) << p.name;
    ASSERT_GE(p.pixels.size(), static_cast<size_t>(p.width + 1) * static_cast<size_t>(p.columnStride)) << p.name;
    ASSERT_EQ(p.postStart.size(), static_cast<size_t>(p.width) + 1) << p.name;
    ASSERT_EQ(p.postStart.front(), 0u);
    ASSERT_EQ(p.postStart.back(), p.posts.size()) << p.name;
    for (size_t u = 0; u < static_cast<size_t>(p.width); ++u) {
        ASSERT_LE(p.postStart[u], p.postStart[u + 1]) << p.name;
        int32_t free = -1;  // first row a post may start at, minus one row of gap
        for (uint32_t i = p.postStart[u]; i < p.postStart[u + 1]; ++i) {
            const Post post = p.posts[i];
            ASSERT_GT(post.length, 0) << p.name;
            ASSERT_GT(static_cast<int32_t>(post.top), free) << p.name;
            ASSERT_LE(post.top + post.length, p.height) << p.name;
            free = post.top + post.length;
        }
    }
}

inline void expectSound(const Assets& a) {
    const auto count = static_cast<TextureId>(a.textures.size());
    for (const Picture& picture : a.textures) {
        ASSERT_NO_FATAL_FAILURE(expectSound(picture));
    }
    for (const auto* names : {&a.wallNames, &a.flatNames, &a.pictureNames}) {
        for (const auto& [name, id] : *names) {
            ASSERT_GE(id, 0);
            ASSERT_LT(id, count);
        }
    }
    for (const auto& [key, sprite] : a.sprites) {
        for (const SpriteFrame& frame : sprite.frames) {
            for (const TextureId id : frame.picture) {
                ASSERT_GE(id, 0);
                ASSERT_LT(id, count);
            }
        }
    }
    for (const TextureAnimation& animation : a.animations) {
        ASSERT_GE(animation.count, 2);
        ASSERT_EQ(static_cast<size_t>(animation.count), animation.frames.size());
        ASSERT_GE(animation.tics, 1);
        for (const TextureId id : animation.frames) {
            ASSERT_GT(id, 0);
            ASSERT_LT(id, count);
        }
    }
    ASSERT_LT(a.skyFlat, count);
    ASSERT_LT(a.missingTexture, count);
}

}  // namespace caco::test
