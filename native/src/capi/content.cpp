// Names, assets and built-in scenarios.
#include <cstring>

#include "capi/handles.h"
#include "game/builtin.h"
#include "game/names.h"

using namespace caco;
using capi::guarded;

namespace {

Status addSource(ArchiveSet& set, const caco_source& source, uint32_t index) {
    if ((source.path != nullptr) == (source.data != nullptr)) {
        return Status::error(StatusCode::InvalidArgument, "sources[" + std::to_string(index) + "]: set exactly one of path and data");
    }
    if (source.path) {
        return set.addFile(source.path);
    }
    return set.addMemory({source.data, static_cast<size_t>(source.size)}, source.label ? source.label : "memory archive " + std::to_string(index + 1));
}

bool isVocabulary(int32_t names) { return names >= 0 && names < static_cast<int32_t>(Vocabulary::Count); }

} // namespace

extern "C" {

const char* caco_name(int32_t names, int32_t number) {
    if (!isVocabulary(names)) {
        return nullptr;
    }
    const auto list = namesOf(static_cast<Vocabulary>(names));
    return number >= 0 && static_cast<size_t>(number) < list.size() ? list[static_cast<size_t>(number)] : nullptr;
}

int32_t caco_number(int32_t names, const char* name) {
    try {
        return isVocabulary(names) && name ? numberOf(static_cast<Vocabulary>(names), name) : -1;
    } catch (const std::bad_alloc&) {
        return -1;
    }
}

caco_status caco_assets_create(const caco_source* sources, uint32_t count, caco_assets** out) {
    return guarded([&]() -> Status {
        if (!out) return capi::nullArgument("out");
        *out = nullptr;
        if (!sources || count == 0) return Status::error(StatusCode::InvalidArgument, "sources: at least an IWAD is needed");
        auto archives = std::make_shared<ArchiveSet>();
        for (uint32_t i = 0; i < count; ++i) {
            Status status = addSource(*archives, sources[i], i);
            if (!status.ok()) return status;
        }
        auto handle = std::make_unique<caco_assets>();
        Status status = makeContent(std::move(archives), handle->content);
        if (status.ok()) *out = handle.release();
        return status;
    });
}

void caco_assets_destroy(caco_assets* assets) { delete assets; }

uint64_t caco_assets_hash(const caco_assets* assets) { return assets ? assets->content->assets->contentHash : 0; }

const uint8_t* caco_assets_palette(const caco_assets* assets) {
    static_assert(sizeof(Rgb) == 3);
    return assets ? &assets->content->assets->palette[0].r : nullptr;
}

uint32_t caco_assets_map_count(const caco_assets* assets) { return assets ? static_cast<uint32_t>(assets->content->maps.size()) : 0; }

const char* caco_assets_map_name(const caco_assets* assets, uint32_t index) {
    return assets && index < assets->content->maps.size() ? assets->content->maps[index].c_str() : nullptr;
}

caco_status caco_builtin_scenario(const char* name, const uint8_t** wad, uint64_t* wad_size, const char** cfg) {
    return guarded([&]() -> Status {
        if (!name) return capi::nullArgument("name");
        if (!wad || !wad_size || !cfg) return capi::nullArgument("an out-parameter");
        const BuiltinScenario* scenario = findBuiltinScenario(name);
        if (!scenario) return Status::error(StatusCode::InvalidArgument, "there is no built-in scenario \"" + std::string(name) + "\"; there is: battle");
        *wad = scenario->wad.data();
        *wad_size = scenario->wad.size();
        *cfg = scenario->cfg;
        return {};
    });
}

} // extern "C"
