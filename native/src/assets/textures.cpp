// Composite wall textures, flats and loose pictures (renderer.md 1.3, order numbers 3.7).
#include <algorithm>
#include <unordered_set>

#include "assets/loader.h"

namespace caco {

namespace {

// The reference's global number of the first TEXTURE1 entry; flats of the same file follow its textures.
constexpr int32_t kFirstTextureNumber = 2667;

constexpr uint32_t kWorldPanningFlag = 0x8000;

struct CompositePart {
    int32_t x = 0, y = 0;
    int32_t patch = 0;  // index into PNAMES
};

struct Composite {
    LumpName name;
    int32_t lump = -1;
    int32_t orderNumber = 0;
    int32_t width = 0, height = 0;
    uint32_t flags = 0;
    int32_t scaleX = 0, scaleY = 0;
    bool isNull = false;
    std::vector<CompositePart> parts;
    const std::vector<LumpName>* patchNames = nullptr;
};

int32_t newestInFile(const ArchiveSet& archives, std::string_view name, int32_t file) {
    int32_t found = -1;
    const LumpName wanted = LumpName::of(name);
    for (int32_t i = 0; i < archives.lumpCount(); ++i) {
        const Lump& lump = archives.lump(i);
        if (lump.file == file && lump.name == wanted && lump.space == LumpSpace::Global) {
            found = i;
        }
    }
    return found;
}

Status readPatchNames(const AssetLoader& loader, int32_t index, std::vector<LumpName>& names) {
    ByteReader reader(loader.archives.lump(index).data);
    const uint32_t count = reader.u32();
    if (reader.failed() || count > reader.remaining() / 8) {
        return loader.error(index, "claims " + std::to_string(count) + " names but has only " +
                                       std::to_string(reader.remaining()) + " bytes for them");
    }
    names.reserve(count);
    for (uint32_t i = 0; i < count; ++i) {
        names.push_back(reader.name8());
    }
    return {};
}

Status readComposite(const AssetLoader& loader, int32_t lumpIndex, uint32_t entry, size_t offset, Composite& out) {
    const auto data = loader.archives.lump(lumpIndex).data;
    ByteReader reader(data, offset);
    out.lump = lumpIndex;
    out.name = reader.name8();
    out.flags = reader.u16();
    out.scaleX = reader.u8();
    out.scaleY = reader.u8();
    out.width = reader.i16();
    out.height = reader.i16();
    reader.skip(4);
    const uint32_t parts = reader.u16();
    const auto where = [&] { return "texture " + std::to_string(entry) + " (" + out.name.text() + ") "; };
    if (reader.failed() || parts > reader.remaining() / 10) {
        return loader.error(lumpIndex, where() + "runs past the lump's " + std::to_string(data.size()) + " bytes");
    }
    if (out.width < 1 || out.height < 1 || out.width > kMaxPictureSide || out.height > kMaxPictureSide) {
        return loader.error(lumpIndex, where() + "is " + std::to_string(out.width) + " x " +
                                           std::to_string(out.height) + "; each side must be 1.." +
                                           std::to_string(kMaxPictureSide));
    }
    out.parts.resize(parts);
    for (CompositePart& part : out.parts) {
        part.x = reader.i16();
        part.y = reader.i16();
        part.patch = reader.i16();
        reader.skip(4);
        if (part.patch < 0 || static_cast<size_t>(part.patch) >= out.patchNames->size()) {
            return loader.error(lumpIndex, where() + "uses patch " + std::to_string(part.patch) + " but PNAMES has " +
                                               std::to_string(out.patchNames->size()) + " names");
        }
    }
    return {};
}

Status readTextureLump(AssetLoader& loader, int32_t index, const std::vector<LumpName>& patchNames, bool firstIsNull,
                       int32_t& number, std::vector<Composite>& out) {
    const auto data = loader.archives.lump(index).data;
    ByteReader reader(data);
    const uint32_t count = reader.u32();
    if (reader.failed() || count > reader.remaining() / 4) {
        return loader.error(index, "claims " + std::to_string(count) + " textures but has only " +
                                       std::to_string(data.size()) + " bytes");
    }
    for (uint32_t i = 0; i < count; ++i) {
        Composite composite;
        composite.patchNames = &patchNames;
        composite.orderNumber = number++;
        composite.isNull = firstIsNull && i == 0;
        Status status = readComposite(loader, index, i, reader.u32(), composite);
        if (!status.ok()) {
            return status;
        }
        out.push_back(std::move(composite));
    }
    return {};
}

// A patch name of PNAMES: the newest patch or loose picture, then any other name space. -1 when absent.
int32_t findPatchLump(const AssetLoader& loader, LumpName name) {
    const ArchiveSet& archives = loader.archives;
    const int32_t patch = archives.find(name, LumpSpace::Patches);
    const int32_t loose = archives.find(name, LumpSpace::Global);
    if (loose > patch && (patch < 0 || loader.isPictureLump(loose))) {
        return loose;
    }
    if (patch >= 0) {
        return patch;
    }
    for (const LumpSpace space : {LumpSpace::Textures, LumpSpace::Sprites}) {
        const int32_t other = archives.find(name, space);
        if (other >= 0) {
            return other;
        }
    }
    return -1;
}

void paste(const Picture& patch, int32_t x, int32_t y, Picture& onto) {
    const int32_t firstColumn = std::max(0, -x);
    const int32_t endColumn = std::min(patch.width, onto.width - x);
    for (int32_t u = firstColumn; u < endColumn; ++u) {
        const uint8_t* from = &patch.pixels[size_t(u) * size_t(patch.columnStride)];
        uint8_t* to = &onto.pixels[size_t(x + u) * size_t(onto.columnStride)];
        for (uint32_t p = patch.postStart[size_t(u)]; p < patch.postStart[size_t(u) + 1]; ++p) {
            const Post post = patch.posts[p];
            const int32_t first = std::max<int32_t>(post.top, -y);
            const int32_t end = std::min<int32_t>(post.top + post.length, onto.height - y);
            if (first < end) {
                std::copy_n(from + first, end - first, to + y + first);
            }
        }
    }
}

Status compose(AssetLoader& loader, const Composite& composite, TextureId& id) {
    Picture picture;
    std::vector<std::pair<TextureId, CompositePart>> parts;
    for (const CompositePart& part : composite.parts) {
        const int32_t lump = findPatchLump(loader, (*composite.patchNames)[size_t(part.patch)]);
        // Absent patches leave a hole: several published WADs list patches that they do not ship.
        if (lump < 0 || loader.archives.lump(lump).data.empty()) {
            continue;
        }
        TextureId patch = kNoTexture;
        Status status = loader.loadLump(lump, patch);
        if (!status.ok()) {
            return status;
        }
        parts.emplace_back(patch, part);
    }
    const Picture* only = parts.size() == 1 && parts[0].second.x == 0 && parts[0].second.y == 0
                              ? &loader.out.texture(parts[0].first)
                              : nullptr;
    if (only && only->width == composite.width && only->height == composite.height) {
        picture = *only;
    } else {
        allocatePicture(picture, composite.width, composite.height);
        for (const auto& [patch, part] : parts) {
            paste(loader.out.texture(patch), part.x, part.y, picture);
        }
        finishPicture(picture);
    }
    picture.name = composite.name.text();
    picture.orderNumber = composite.orderNumber;
    picture.worldPanning = (composite.flags & kWorldPanningFlag) != 0;
    picture.xScale = composite.scaleX == 0 ? kUnit : composite.scaleX * (kUnit / 8);
    picture.yScale = composite.scaleY == 0 ? kUnit : composite.scaleY * (kUnit / 8);
    return loader.addPicture(std::move(picture), id);
}

Status readFileTextures(AssetLoader& loader, int32_t file, int32_t& number,
                        std::vector<std::unique_ptr<std::vector<LumpName>>>& nameTables,
                        std::vector<Composite>& composites) {
    for (const char* lumpName : {"TEXTURE1", "TEXTURE2"}) {
        const int32_t index = newestInFile(loader.archives, lumpName, file);
        if (index < 0) {
            continue;
        }
        int32_t names = newestInFile(loader.archives, "PNAMES", file);
        names = names >= 0 ? names : loader.archives.find("PNAMES");
        if (names < 0) {
            return loader.error(index, "needs a PNAMES lump, but no loaded file has one");
        }
        nameTables.push_back(std::make_unique<std::vector<LumpName>>());
        Status status = readPatchNames(loader, names, *nameTables.back());
        if (status.ok()) {
            status = readTextureLump(loader, index, *nameTables.back(), std::string_view(lumpName) == "TEXTURE1",
                                     number, composites);
        }
        if (!status.ok()) {
            return status;
        }
    }
    return {};
}

// Which definition of a wall name counts so far: a composite, or a picture of the textures name space.
struct WallChoice {
    int32_t composite = -1;
    int32_t lump = -1;
};

void chooseWalls(AssetLoader& loader, int32_t file, const std::vector<Composite>& composites, size_t firstOfFile,
                 int32_t& number, std::unordered_map<uint64_t, WallChoice>& choices) {
    std::unordered_map<uint64_t, WallChoice> ofFile;
    for (size_t i = firstOfFile; i < composites.size(); ++i) {
        loader.walls.push_back({composites[i].name, file, composites[i].orderNumber});
        ofFile.try_emplace(composites[i].name.bits, WallChoice{static_cast<int32_t>(i), -1});
    }
    for (int32_t i = 0; i < loader.archives.lumpCount(); ++i) {
        const Lump& lump = loader.archives.lump(i);
        if (lump.file == file && lump.space == LumpSpace::Textures && !lump.data.empty()) {
            loader.walls.push_back({lump.name, file, number++});
            ofFile[lump.name.bits] = WallChoice{-1, i};
        }
    }
    for (const auto& [name, choice] : ofFile) {
        choices[name] = choice;
    }
}

Status loadChosenWall(AssetLoader& loader, uint64_t name, const WallChoice& choice,
                      const std::vector<Composite>& composites) {
    TextureId id = kNoTexture;
    if (choice.lump >= 0) {
        Status status = loader.loadLump(choice.lump, id);
        if (!status.ok()) {
            return status;
        }
        loader.out.textures[size_t(id)].orderNumber = loader.orderOf(loader.walls, name);
    } else if (!composites[size_t(choice.composite)].isNull) {
        Status status = compose(loader, composites[size_t(choice.composite)], id);
        if (!status.ok()) {
            return status;
        }
    }
    loader.out.wallNames[name] = id;
    return {};
}

Status loadNewestFlats(AssetLoader& loader, const std::vector<int32_t>& lumps) {
    for (const int32_t index : lumps) {
        const Lump& lump = loader.archives.lump(index);
        if (loader.archives.find(lump.name, LumpSpace::Flats) != index || lump.data.empty()) {
            continue;
        }
        Picture picture;
        picture.flat = true;
        std::string error =
            isPng(lump.data) ? decodePng(lump.data, loader.maps, picture) : decodeFlat(lump.data, loader.maps, picture);
        if (!error.empty()) {
            return loader.error(index, error);
        }
        picture.name = lump.name.text();
        picture.orderNumber = loader.orderOf(loader.flats, lump.name.bits);
        TextureId id = kNoTexture;
        Status status = loader.addPicture(std::move(picture), id);
        if (!status.ok()) {
            return status;
        }
        loader.out.flatNames[lump.name.bits] = id;
    }
    return {};
}

// Pictures without which the status bar has holes: damage in them is an error, not "no picture".
bool isStatusBarName(const std::string& name) {
    for (const std::string_view prefix :
         {"STBAR", "STTNUM", "STTPRCNT", "STTMINUS", "STYSNUM", "STGNUM", "STKEYS", "STARMS", "STCFN0", "STFST",
          "STFTR", "STFTL", "STFOUCH", "STFEVL", "STFKILL", "STFGOD", "STFDEAD", "BRDR_"}) {
        if (name.starts_with(prefix)) {
            return true;
        }
    }
    return false;
}

}  // namespace

Status loadGraphics(AssetLoader& loader) {
    // Loose pictures go last: they win over patches and sprites of the same name.
    for (const LumpSpace space : {LumpSpace::Patches, LumpSpace::Global}) {
        for (int32_t i = 0; i < loader.archives.lumpCount(); ++i) {
            const Lump& lump = loader.archives.lump(i);
            if (lump.space != space || lump.data.empty() || loader.archives.find(lump.name, space) != i) {
                continue;
            }
            const bool certain = space == LumpSpace::Patches || isPng(lump.data) || isStatusBarName(lump.name.text());
            if (!certain && !loader.isPictureLump(i)) {
                continue;
            }
            TextureId id = kNoTexture;
            Status status = loader.loadLump(i, id);
            if (status.ok()) {
                loader.out.pictureNames[lump.name.bits] = id;
            } else if (certain || status.code != StatusCode::BadData) {
                return status;
            }
        }
    }
    return {};
}

Status loadWallsAndFlats(AssetLoader& loader) {
    std::vector<std::unique_ptr<std::vector<LumpName>>> nameTables;
    std::vector<Composite> composites;
    std::vector<int32_t> flatLumps;
    std::unordered_map<uint64_t, WallChoice> choices;
    int32_t number = kFirstTextureNumber;
    for (int32_t file = 0; file < loader.archives.fileCount(); ++file) {
        const size_t firstOfFile = composites.size();
        Status status = readFileTextures(loader, file, number, nameTables, composites);
        if (!status.ok()) {
            return status;
        }
        chooseWalls(loader, file, composites, firstOfFile, number, choices);
        for (int32_t i = 0; i < loader.archives.lumpCount(); ++i) {
            const Lump& lump = loader.archives.lump(i);
            if (lump.file != file || lump.space != LumpSpace::Flats) {
                continue;
            }
            // Markers inside the name space take a number too (renderer.md 3.7).
            loader.flats.push_back({lump.name, file, number++});
            flatLumps.push_back(i);
        }
    }
    // In the order of the definitions, so that texture ids do not depend on hash order.
    std::unordered_set<uint64_t> done;
    for (const TextureDefinition& wall : loader.walls) {
        if (!done.insert(wall.name.bits).second) {
            continue;
        }
        Status status = loadChosenWall(loader, wall.name.bits, choices[wall.name.bits], composites);
        if (!status.ok()) {
            return status;
        }
    }
    return loadNewestFlats(loader, flatLumps);
}

}  // namespace caco
