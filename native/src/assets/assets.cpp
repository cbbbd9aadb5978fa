#include "assets/assets.h"
#include "assets/blend.h"

#include "assets/loader.h"
#include "base/hash.h"

namespace caco {

namespace {

constexpr uint64_t kMaxTexels = 256u << 20;

TextureId lookUp(const std::unordered_map<uint64_t, TextureId>& names, LumpName name, TextureId otherwise) {
    const auto it = names.find(name.bits);
    return it == names.end() ? otherwise : it->second;
}

bool isNone(std::string_view name) {
    return name.empty() || name == "-";
}

}  // namespace

Status AssetLoader::addPicture(Picture&& picture, TextureId& id) {
    texels += picture.pixels.size();
    if (texels > kMaxTexels) {
        return Status::error(StatusCode::OutOfCapacity, "the pictures of the loaded archives exceed " +
                                                            std::to_string(kMaxTexels) + " texels at picture " +
                                                            picture.name + "; remove a file");
    }
    id = static_cast<TextureId>(out.textures.size());
    out.textures.push_back(std::move(picture));
    return {};
}

Status AssetLoader::loadLump(int32_t lump, TextureId& id) {
    if (const auto it = pictureOfLump.find(lump); it != pictureOfLump.end()) {
        id = it->second;
        return {};
    }
    Picture picture;
    const std::string text = decodePicture(archives.lump(lump).data, maps, picture);
    if (!text.empty()) {
        return error(lump, text);
    }
    picture.name = archives.lump(lump).name.text();
    Status status = addPicture(std::move(picture), id);
    if (status.ok()) {
        pictureOfLump.emplace(lump, id);
    }
    return status;
}

bool AssetLoader::isPictureLump(int32_t lump) const {
    const auto data = archives.lump(lump).data;
    return isPng(data) || looksLikePatch(data);
}

int32_t AssetLoader::orderOf(const std::vector<TextureDefinition>& definitions, uint64_t name) const {
    for (auto it = definitions.rbegin(); it != definitions.rend(); ++it) {
        if (it->name.bits == name) {
            return it->orderNumber;
        }
    }
    return 0;
}

TextureId Assets::findWall(std::string_view name) const {
    if (isNone(name)) {
        return kNoTexture;
    }
    const LumpName key = LumpName::of(name);
    return lookUp(wallNames, key, lookUp(flatNames, key, lookUp(pictureNames, key, missingTexture)));
}

TextureId Assets::findFlat(std::string_view name) const {
    if (isNone(name)) {
        return kNoTexture;
    }
    const LumpName key = LumpName::of(name);
    return lookUp(flatNames, key, lookUp(wallNames, key, lookUp(pictureNames, key, missingTexture)));
}

TextureId Assets::findPicture(std::string_view name) const {
    if (isNone(name)) {
        return kNoTexture;
    }
    const LumpName key = LumpName::of(name);
    return lookUp(pictureNames, key, lookUp(wallNames, key, lookUp(flatNames, key, kNoTexture)));
}

Status loadAssets(std::shared_ptr<const ArchiveSet> archives, std::shared_ptr<const Assets>& out) {
    if (!archives) {
        return Status::error(StatusCode::InvalidArgument, "loadAssets: archives is null");
    }
    auto assets = std::make_shared<Assets>();
    assets->archives = archives;
    assets->contentHash = kHashSeed;
    for (int32_t file = 0; file < archives->fileCount(); ++file) {
        const auto bytes = archives->fileBytes(file);
        assets->contentHash = hashBytes(bytes.data(), bytes.size(), assets->contentHash);
    }
    assets->textures.reserve(static_cast<size_t>(archives->lumpCount()) + 64);

    AssetLoader loader(*archives, *assets);
    using Stage = Status (*)(AssetLoader&);
    for (const Stage stage : {loadColors, addReservedTextures, loadSprites, loadGraphics, loadWallsAndFlats,
                              addBuiltinPictures, loadAnimations}) {
        Status status = stage(loader);
        if (!status.ok()) {
            return status;
        }
    }
    auto blend = std::make_shared<BlendTables>();
    makeBlendTables(*assets, *blend);
    assets->blend = std::move(blend);
    assets->skyFlat = lookUp(assets->flatNames, LumpName::of("F_SKY1"), kNoTexture);
    out = std::move(assets);
    return {};
}

}  // namespace caco
