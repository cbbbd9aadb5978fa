#include "capi/handles.h"

namespace caco::capi {
namespace {

// One message per thread; nothing of the engine reads it.
thread_local std::string lastError;

} // namespace

caco_status fail(StatusCode code, std::string message) noexcept {
    lastError = std::move(message);
    return static_cast<caco_status>(code);
}

caco_status result(const Status& status) noexcept {
    if (status.ok()) {
        return CACO_OK;
    }
    try {
        return fail(status.code, status.message);
    } catch (const std::bad_alloc&) {
        return static_cast<caco_status>(status.code);
    }
}

} // namespace caco::capi

extern "C" {

uint32_t caco_version(void) { return CACO_VERSION; }
const char* caco_last_error(void) { return caco::capi::lastError.c_str(); }

} // extern "C"
