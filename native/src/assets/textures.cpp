// Composite wall textures, flats and loose pictures (renderer.md 1.3, order numbers 3.7).
#include <algorithm>
#include <unordered_set>

#include "assets/composite.h"
#include "assets/loader.h"

namespace caco {

namespace {

// The reference's global number of the first TEXTURE1 entry; flats of the same file follow its textures.
constexpr int32_t kFirstTextureNumber = 2667;

constexpr uint32_t kWorldPanningFlag = 0x8000;

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

// Eighths; 0 means one.
Fixed textureScale(uint32_t eighths) {
    return eighths == 0 ? kUnit : static_cast<Fixed>(eighths) * (kUnit / 8);
}

Status readComposite(const AssetLoader& loader, int32_t lumpIndex, uint32_t entry, size_t offset, Composite& out) {
    const auto data = loader.archives.lump(lumpIndex).data;
    ByteReader reader(data, offset);
    out.lump = lumpIndex;
    out.name = reader.name8();
    out.worldPanning = (reader.u16() & kWorldPanningFlag) != 0;
    out.xScale = textureScale(reader.u8());
    out.yScale = textureScale(reader.u8());
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

// A copy, mirrored and then turned clockwise.
Picture turned(const Picture& from, const CompositePart& part) {
    const bool aside = (part.quarterTurns & 1) != 0;
    Picture out;
    allocatePicture(out, aside ? from.height : from.width, aside ? from.width : from.height);
    for (int32_t u = 0; u < from.width; ++u) {
        for (int32_t v = 0; v < from.height; ++v) {
            int32_t x = part.flipX ? from.width - 1 - u : u, y = part.flipY ? from.height - 1 - v : v;
            if (part.quarterTurns == 1) {
                std::swap(x, y);
                x = from.height - 1 - x;
            } else if (part.quarterTurns == 2) {
                x = from.width - 1 - x;
                y = from.height - 1 - y;
            } else if (part.quarterTurns == 3) {
                std::swap(x, y);
                y = from.width - 1 - y;
            }
            out.pixels[size_t(x) * size_t(out.columnStride) + size_t(y)] = from.pixels[size_t(u) * size_t(from.columnStride) + size_t(v)];
        }
    }
    finishPicture(out);
    return out;
}

bool isTurned(const CompositePart& part) {
    return part.flipX || part.flipY || part.quarterTurns != 0;
}

// A patch lump, or a texture that is complete already; kNoTexture when no archive has it.
Status findPart(AssetLoader& loader, LumpName name, TextureId& patch) {
    const int32_t lump = findPatchLump(loader, name);
    if (lump >= 0 && !loader.archives.lump(lump).data.empty()) {
        return loader.loadLump(lump, patch);
    }
    const auto it = loader.out.wallNames.find(name.bits);
    patch = it == loader.out.wallNames.end() ? kNoTexture : it->second;
    return {};
}

Status compose(AssetLoader& loader, const Composite& composite, TextureId& id) {
    Picture picture;
    std::vector<std::pair<TextureId, CompositePart>> parts;
    for (const CompositePart& part : composite.parts) {
        TextureId patch = kNoTexture;
        Status status = findPart(loader, (*composite.patchNames)[size_t(part.patch)], patch);
        if (!status.ok()) {
            return status;
        }
        // Absent patches leave a hole: several published WADs list patches that they do not ship.
        if (patch != kNoTexture) {
            parts.emplace_back(patch, part);
        }
    }
    const Picture* only = parts.size() == 1 && parts[0].second.x == 0 && parts[0].second.y == 0 && !isTurned(parts[0].second)
                              ? &loader.out.texture(parts[0].first)
                              : nullptr;
    if (only && only->width == composite.width && only->height == composite.height) {
        picture = *only;
    } else {
        allocatePicture(picture, composite.width, composite.height);
        for (const auto& [patch, part] : parts) {
            const Picture& from = loader.out.texture(patch);
            if (isTurned(part)) {
                paste(turned(from, part), part.x, part.y, picture);
            } else {
                paste(from, part.x, part.y, picture);
            }
        }
        finishPicture(picture);
    }
    picture.name = composite.name.text();
    picture.orderNumber = composite.orderNumber;
    picture.worldPanning = composite.worldPanning;
    picture.xScale = composite.xScale;
    picture.yScale = composite.yScale;
    if (composite.kind == CompositeKind::Graphic) {
        picture.leftOffset = composite.leftOffset;
        picture.topOffset = composite.topOffset;
    }
    return loader.addPicture(std::move(picture), id);
}

Status readFileTextures(AssetLoader& loader, int32_t file, int32_t& number,
                        PatchTables& nameTables, std::vector<Composite>& composites) {
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

// Flats and graphics that a TEXTURES lump defines, with the file it is in.
struct TextChoice {
    Composite composite;
    int32_t file;
};

Status readTexts(AssetLoader& loader, int32_t file, int32_t& number, PatchTables& tables, std::vector<Composite>& out) {
    out.clear();
    for (int32_t i = 0; i < loader.archives.lumpCount(); ++i) {
        const Lump& lump = loader.archives.lump(i);
        if (lump.file != file || lump.space != LumpSpace::Global || lump.name != LumpName::of("TEXTURES")) {
            continue;
        }
        if (Status status = readTextComposites(loader, i, number, tables, out); !status.ok()) {
            return status;
        }
    }
    return {};
}

// Walls go where TEXTURE1 puts its own, which they follow; the rest is kept for later.
void sortTexts(AssetLoader& loader, int32_t file, std::vector<Composite>& texts, std::vector<Composite>& walls, std::vector<TextChoice>& others) {
    for (Composite& c : texts) {
        if (c.kind == CompositeKind::Wall) {
            walls.push_back(std::move(c));
            continue;
        }
        if (c.kind == CompositeKind::Flat) {
            loader.flats.push_back({c.name, file, c.orderNumber});
        }
        others.push_back({std::move(c), file});
    }
}

// Later definitions of a name win, be they text or a picture of the name space.
Status loadTexts(AssetLoader& loader, const std::vector<TextChoice>& texts) {
    for (const TextChoice& text : texts) {
        const bool flat = text.composite.kind == CompositeKind::Flat;
        const int32_t lump = loader.archives.find(text.composite.name, flat ? LumpSpace::Flats : LumpSpace::Global);
        if (lump >= 0 && loader.archives.lump(lump).file > text.file) {
            continue;
        }
        TextureId id = kNoTexture;
        if (Status status = compose(loader, text.composite, id); !status.ok()) {
            return status;
        }
        loader.out.textures[size_t(id)].flat = flat;
        (flat ? loader.out.flatNames : loader.out.pictureNames)[text.composite.name.bits] = id;
    }
    return {};
}

void chooseWalls(AssetLoader& loader, int32_t file, const std::vector<Composite>& composites, size_t firstOfFile,
                 int32_t& number, std::unordered_map<uint64_t, WallChoice>& choices) {
    std::unordered_map<uint64_t, WallChoice> ofFile;
    for (size_t i = firstOfFile; i < composites.size(); ++i) {
        loader.walls.push_back({composites[i].name, file, composites[i].orderNumber});
        // The first of TEXTURE1 counts, but what a TEXTURES lump says replaces it.
        const bool fromText = loader.archives.lump(composites[i].lump).name == LumpName::of("TEXTURES");
        const auto [it, isNew] = ofFile.try_emplace(composites[i].name.bits, WallChoice{static_cast<int32_t>(i), -1});
        if (!isNew && fromText) {
            it->second = {static_cast<int32_t>(i), -1};
        }
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
    PatchTables nameTables;
    std::vector<Composite> composites, texts;
    std::vector<TextChoice> others;
    std::vector<int32_t> flatLumps;
    std::unordered_map<uint64_t, WallChoice> choices;
    int32_t number = kFirstTextureNumber;
    for (int32_t file = 0; file < loader.archives.fileCount(); ++file) {
        const size_t firstOfFile = composites.size();
        Status status = readFileTextures(loader, file, number, nameTables, composites);
        if (!status.ok()) {
            return status;
        }
        status = readTexts(loader, file, number, nameTables, texts);
        if (!status.ok()) {
            return status;
        }
        sortTexts(loader, file, texts, composites, others);
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
    Status status = loadNewestFlats(loader, flatLumps);
    return status.ok() ? loadTexts(loader, others) : status;
}

}  // namespace caco
