#include <cstring>

#include "capi/handles.h"

namespace caco::capi {

Status readOptions(const caco_options* options, GameOptions& out) {
    if (!options) return {};
    const Status status = checkStructSize(*options, "options", "caco_options_init");
    if (!status.ok()) return status;
    if (options->actor_capacity < 16 || options->actor_capacity >= kMaxActors) {
        return Status::error(StatusCode::InvalidArgument, "options: actor_capacity must be 16.." + std::to_string(kMaxActors - 1));
    }
    if ((options->width == 0) != (options->height == 0)) {
        return Status::error(StatusCode::InvalidArgument, "options: set both width and height, or neither");
    }
    out.actorCapacity = options->actor_capacity;
    out.width = options->width;
    out.height = options->height;
    out.holdAnimations = options->hold_animations != 0;
    out.noScreen = options->no_screen != 0;
    out.freshView = options->fresh_view != 0;
    out.players = options->players;
    return {};
}

} // namespace caco::capi

extern "C" void caco_options_init(caco_options* options) {
    if (!options) return;
    std::memset(options, 0, sizeof *options);
    options->struct_size = sizeof *options;
    options->actor_capacity = 4096;
}
