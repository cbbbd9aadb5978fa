// Wall textures, flats and graphics that are put together from patches (renderer.md 1.3).
#pragma once

#include <memory>
#include <vector>

#include "assets/loader.h"

namespace caco {

struct CompositePart {
    int32_t x = 0, y = 0;
    int32_t patch = 0;          // index into Composite::patchNames
    bool flipX = false, flipY = false;
    int32_t quarterTurns = 0;   // 0..3
};

enum class CompositeKind : uint8_t { Wall, Flat, Graphic };

struct Composite {
    LumpName name;
    int32_t lump = -1;
    int32_t orderNumber = 0;
    int32_t width = 0, height = 0;
    int32_t leftOffset = 0, topOffset = 0;
    Fixed xScale = kUnit, yScale = kUnit;
    bool worldPanning = false;
    bool isNull = false;
    CompositeKind kind = CompositeKind::Wall;
    std::vector<CompositePart> parts;
    const std::vector<LumpName>* patchNames = nullptr;
};

// PNAMES lumps and their like; they must outlive the composites.
using PatchTables = std::vector<std::unique_ptr<std::vector<LumpName>>>;

// A TEXTURES lump: appends what it defines, numbered from `number` on. What is not understood is an error that names lump, line and word.
Status readTextComposites(AssetLoader& loader, int32_t lump, int32_t& number, PatchTables& tables, std::vector<Composite>& out);

} // namespace caco
