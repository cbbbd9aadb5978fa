// What the opaque handles of caco.h hold, and how calls report failure.
#pragma once

#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "batch/batch.h"
#include "caco/caco.h"
#include "game/game.h"

struct caco_assets {
    std::shared_ptr<const caco::Content> content;
};

struct caco_scenario {
    caco::GameConfig config;
    std::vector<std::string> warnings;
    std::string text; // of the last caco_scenario_get / _warnings
};

struct caco_game {
    std::shared_ptr<caco::Game> game; // its own, or a batch's
    std::string text; // of the last caco_game_reports
    std::string notifications; // of the last caco_game_notifications
};

struct caco_batch {
    std::unique_ptr<caco::Batch> batch;
    std::vector<caco_game> games;
};

namespace caco::capi {

// Keeps the message for caco_last_error and gives the code.
caco_status fail(StatusCode code, std::string message) noexcept;
caco_status result(const Status& status) noexcept;

// Runs a call's body; no exception leaves the library.
template <class Body> caco_status guarded(Body&& body) noexcept {
    try {
        return result(body());
    } catch (const std::bad_alloc&) {
        return fail(StatusCode::Internal, "out of memory");
    } catch (const std::exception& e) {
        return fail(StatusCode::Internal, std::string("internal error: ") + e.what());
    }
}

// options: nullable.
Status readOptions(const caco_options* options, GameOptions& out);

// A struct that starts with its size, as this version of the header knows it.
template <class Struct> Status checkStructSize(const Struct& value, const char* name, const char* init) {
    if (value.struct_size >= sizeof(Struct)) return {};
    return Status::error(StatusCode::StructSize, std::string(name) + ": struct_size is " + std::to_string(value.struct_size) + ", expected at least " +
                                                     std::to_string(sizeof(Struct)) + "; call " + init + " first");
}

inline Status nullArgument(const char* name) { return Status::error(StatusCode::InvalidArgument, std::string(name) + " is null"); }

} // namespace caco::capi
