// Error values of the loading and API paths. The step path never builds one.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace caco {

// Values are part of the C ABI (caco_status).
enum class StatusCode : int32_t {
    Ok = 0,
    InvalidArgument = 1,   // a null pointer, a number out of range, an unknown name
    FileNotFound = 2,      // a file that was named does not exist or cannot be read
    BadData = 3,           // a WAD, map, lump, script or cfg that is malformed
    Unsupported = 4,       // well-formed content that the engine does not implement
    OutOfCapacity = 5,     // a fixed capacity is exhausted; the message names it
    InvalidState = 6,      // the call does not fit the game's state
    StructSize = 7,        // a config struct of another version
    Internal = 8
};

struct [[nodiscard]] Status {
    StatusCode code = StatusCode::Ok;
    std::string message;

    bool ok() const { return code == StatusCode::Ok; }
    static Status error(StatusCode code, std::string message) { return {code, std::move(message)}; }
};

} // namespace caco
