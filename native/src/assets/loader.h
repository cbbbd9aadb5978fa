// The state of one loadAssets call, passed through its stages.
#pragma once

#include <unordered_map>
#include <vector>

#include "assets/assets.h"
#include "assets/pictures.h"

namespace caco {

// A texture or flat as its archive defines it, also when a later file replaces it: animations are ranges of these.
struct TextureDefinition {
    LumpName name;
    int32_t file = 0;
    int32_t orderNumber = 0;
};

struct AssetLoader {
    const ArchiveSet& archives;
    Assets& out;
    TexelMaps maps;
    std::unordered_map<int32_t, TextureId> pictureOfLump;
    std::vector<TextureDefinition> walls, flats;  // ascending order numbers
    uint64_t texels = 0;                          // of all pictures so far

    AssetLoader(const ArchiveSet& set, Assets& assets) : archives(set), out(assets), maps{assets} {}

    Status error(int32_t lump, const std::string& text) const {
        return Status::error(StatusCode::BadData, archives.describe(lump) + ": " + text);
    }
    // Appends a finished picture. The total is bounded so that tiny lumps cannot claim all memory.
    Status addPicture(Picture&& picture, TextureId& id);
    // Decodes a lump as PNG or patch, once.
    Status loadLump(int32_t lump, TextureId& id);
    bool isPictureLump(int32_t lump) const;
    // Order number of the newest definition of a name; 0 when there is none.
    int32_t orderOf(const std::vector<TextureDefinition>& definitions, uint64_t name) const;
};

// Stages in order; each needs the ones before.
Status loadColors(AssetLoader& loader);
Status addReservedTextures(AssetLoader& loader);  // no texture and the checker
Status loadSprites(AssetLoader& loader);
Status loadGraphics(AssetLoader& loader);       // patches name space and global pictures
Status loadWallsAndFlats(AssetLoader& loader);  // TEXTURE1/2, the textures and the flats name spaces
Status addBuiltinPictures(AssetLoader& loader);
Status loadAnimations(AssetLoader& loader);  // animations and switches

}  // namespace caco
