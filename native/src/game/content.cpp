#include "game/content.h"

#include "game/text.h"
#include "script/decorate.h"
#include "script/dehacked.h"

namespace caco {
namespace {

// Text lumps of this family of games that the engine does not read; content that needs one looks or sounds otherwise than meant.
struct UnreadLump {
    std::string_view name, what;
};
constexpr UnreadLump kUnread[] = {
    {"DECALDEF", "no decals are drawn"},
    {"MAPINFO", "every level has the rules and sky of Doom II"},
    {"ZMAPINFO", "every level has the rules and sky of Doom II"},
    {"LOCKDEFS", "locks are those of Doom II"},
    {"SNDINFO", "sounds are those of Doom II"},
    {"TERRAIN", "floors do not differ"},
};

void reportUnread(const ArchiveSet& archives, ClassTable& classes) {
    for (const UnreadLump& lump : kUnread) {
        const int32_t index = archives.find(lump.name);
        if (index >= 0) classes.loadReports.push_back(archives.describe(index) + " is not read: " + std::string(lump.what));
    }
}

} // namespace

Status Content::map(std::string_view name, const LevelOptions& options, LoadedMap& out) const {
    const std::lock_guard lock(mutex_);
    LoadedMap& entry = loaded_[{foldName(name), options.wadNodesForView}];
    if (!entry.level) {
        LoadedMap fresh;
        Status status = loadLevel(*assets, name, options, fresh.level);
        if (status.ok()) {
            status = loadBehavior(fresh.level->behavior, "map " + fresh.level->name, fresh.behavior);
        }
        if (!status.ok()) {
            return status;
        }
        entry = std::move(fresh);
    }
    out = entry;
    return {};
}

Status makeContent(std::shared_ptr<const ArchiveSet> archives, std::shared_ptr<const Content>& out) {
    auto content = std::make_shared<Content>();
    content->archives = archives;
    Status status = loadAssets(archives, content->assets);
    if (!status.ok()) {
        return status;
    }
    ClassTable classes = builtinClasses();
    applyDehacked(*archives, classes);
    reportUnread(*archives, classes);
    status = parseDecorate(*archives, classes);
    if (!status.ok()) {
        return status;
    }
    status = classes.seal();
    if (!status.ok()) {
        return status;
    }
    content->classes = std::make_shared<const ClassTable>(std::move(classes));
    content->maps = listMaps(*archives);
    out = std::move(content);
    return {};
}

} // namespace caco
