// Loaded content: assets and actor classes of one list of archives, shared by games.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "assets/assets.h"
#include "base/status.h"
#include "map/level.h"
#include "script/acs.h"
#include "sim/classes.h"
#include "wad/archive.h"

namespace caco {

// A map and its scripts.
struct LoadedMap {
    std::shared_ptr<const Level> level;
    std::shared_ptr<const Behavior> behavior;
};

class Content {
public:
    std::shared_ptr<const ArchiveSet> archives;
    std::shared_ptr<const Assets> assets;
    std::shared_ptr<const ClassTable> classes;
    std::vector<std::string> maps;

    // Loads a map, or hands out the one that an earlier call loaded. Any thread.
    Status map(std::string_view name, const LevelOptions& options, LoadedMap& out) const;

private:
    mutable std::mutex mutex_;
    mutable std::map<std::pair<std::string, bool>, LoadedMap> loaded_;
};

// Immutable after creation; any thread.
Status makeContent(std::shared_ptr<const ArchiveSet> archives, std::shared_ptr<const Content>& out);

} // namespace caco
