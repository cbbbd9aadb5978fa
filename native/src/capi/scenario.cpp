#include <algorithm>
#include <cstring>

#include "capi/handles.h"

using namespace caco;
using capi::guarded;

namespace {

uint32_t copyList(const std::vector<int32_t>& list, int32_t* out, uint32_t capacity) {
    if (out) {
        std::copy_n(list.begin(), std::min<size_t>(list.size(), capacity), out);
    }
    return static_cast<uint32_t>(list.size());
}

} // namespace

extern "C" {

caco_status caco_scenario_create(caco_scenario** out) {
    return guarded([&]() -> Status {
        if (!out) return capi::nullArgument("out");
        *out = new caco_scenario();
        return {};
    });
}

caco_status caco_scenario_clone(const caco_scenario* scenario, caco_scenario** out) {
    return guarded([&]() -> Status {
        if (!out) return capi::nullArgument("out");
        *out = nullptr;
        if (!scenario) return capi::nullArgument("scenario");
        *out = new caco_scenario(*scenario);
        return {};
    });
}

void caco_scenario_destroy(caco_scenario* scenario) { delete scenario; }

caco_status caco_scenario_load_file(caco_scenario* scenario, const char* path, uint8_t lenient) {
    return guarded([&]() -> Status {
        if (!scenario) return capi::nullArgument("scenario");
        if (!path) return capi::nullArgument("path");
        return applyConfigFile(scenario->config, path, lenient ? &scenario->warnings : nullptr);
    });
}

caco_status caco_scenario_load_text(caco_scenario* scenario, const char* text, const char* label, const char* base_dir, uint8_t lenient) {
    return guarded([&]() -> Status {
        if (!scenario) return capi::nullArgument("scenario");
        if (!text) return capi::nullArgument("text");
        return applyConfigText(scenario->config, text, label ? label : "scenario text", base_dir ? base_dir : "", lenient ? &scenario->warnings : nullptr);
    });
}

const char* caco_scenario_warnings(const caco_scenario* scenario) {
    if (!scenario) return "";
    auto& text = const_cast<caco_scenario*>(scenario)->text;
    try {
        text.clear();
        for (const std::string& warning : scenario->warnings) {
            if (!text.empty()) text += '\n';
            text += warning;
        }
    } catch (const std::bad_alloc&) {
        return "out of memory";
    }
    return text.c_str();
}

caco_status caco_scenario_set(caco_scenario* scenario, const char* key, const char* value) {
    return guarded([&]() -> Status {
        if (!scenario) return capi::nullArgument("scenario");
        if (!key) return capi::nullArgument("key");
        if (!value) return capi::nullArgument("value");
        return setConfigKey(scenario->config, key, value, false, "");
    });
}

const char* caco_scenario_get(caco_scenario* scenario, const char* key) {
    if (!scenario || !key) return nullptr;
    try {
        return getConfigKey(scenario->config, key, scenario->text) ? scenario->text.c_str() : nullptr;
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

uint32_t caco_scenario_buttons(const caco_scenario* scenario, int32_t* out, uint32_t capacity) {
    return scenario ? copyList(scenario->config.buttons, out, capacity) : 0;
}

uint32_t caco_scenario_variables(const caco_scenario* scenario, int32_t* out, uint32_t capacity) {
    return scenario ? copyList(scenario->config.variables, out, capacity) : 0;
}

} // extern "C"
