#include <cstddef>

#include "caco/caco.h"

namespace {

#define CACO_STRUCT(type) {#type, "", 0, static_cast<uint32_t>(sizeof(type))}
#define CACO_FIELD(type, field) {#type, #field, static_cast<uint32_t>(offsetof(type, field)), static_cast<uint32_t>(sizeof(type::field))}

constexpr caco_layout_entry kLayout[] = {
    CACO_STRUCT(caco_layout_entry),
    CACO_FIELD(caco_layout_entry, struct_name),
    CACO_FIELD(caco_layout_entry, field_name),
    CACO_FIELD(caco_layout_entry, offset),
    CACO_FIELD(caco_layout_entry, size),
    CACO_STRUCT(caco_source),
    CACO_FIELD(caco_source, path),
    CACO_FIELD(caco_source, data),
    CACO_FIELD(caco_source, size),
    CACO_FIELD(caco_source, label),
    CACO_STRUCT(caco_options),
    CACO_FIELD(caco_options, struct_size),
    CACO_FIELD(caco_options, actor_capacity),
    CACO_FIELD(caco_options, width),
    CACO_FIELD(caco_options, height),
    CACO_FIELD(caco_options, hold_animations),
    CACO_FIELD(caco_options, no_screen),
    CACO_FIELD(caco_options, fresh_view),
    CACO_FIELD(caco_options, reserved),
    CACO_STRUCT(caco_state),
    CACO_FIELD(caco_state, number),
    CACO_FIELD(caco_state, tic),
    CACO_FIELD(caco_state, variable_count),
    CACO_FIELD(caco_state, label_count),
    CACO_FIELD(caco_state, object_count),
    CACO_FIELD(caco_state, sector_count),
    CACO_FIELD(caco_state, present),
    CACO_FIELD(caco_state, reserved),
    CACO_STRUCT(caco_buffer),
    CACO_FIELD(caco_buffer, data),
    CACO_FIELD(caco_buffer, size),
    CACO_FIELD(caco_buffer, width),
    CACO_FIELD(caco_buffer, height),
    CACO_FIELD(caco_buffer, channels),
    CACO_FIELD(caco_buffer, pitch),
    CACO_FIELD(caco_buffer, format),
    CACO_FIELD(caco_buffer, frame),
    CACO_STRUCT(caco_object),
    CACO_FIELD(caco_object, id),
    CACO_FIELD(caco_object, value),
    CACO_FIELD(caco_object, x),
    CACO_FIELD(caco_object, y),
    CACO_FIELD(caco_object, width),
    CACO_FIELD(caco_object, height),
    CACO_FIELD(caco_object, position_x),
    CACO_FIELD(caco_object, position_y),
    CACO_FIELD(caco_object, position_z),
    CACO_FIELD(caco_object, angle),
    CACO_FIELD(caco_object, pitch),
    CACO_FIELD(caco_object, roll),
    CACO_FIELD(caco_object, velocity_x),
    CACO_FIELD(caco_object, velocity_y),
    CACO_FIELD(caco_object, velocity_z),
    CACO_FIELD(caco_object, name),
    CACO_FIELD(caco_object, category),
    CACO_STRUCT(caco_object_raw),
    CACO_FIELD(caco_object_raw, id),
    CACO_FIELD(caco_object_raw, x),
    CACO_FIELD(caco_object_raw, y),
    CACO_FIELD(caco_object_raw, z),
    CACO_FIELD(caco_object_raw, velocity_x),
    CACO_FIELD(caco_object_raw, velocity_y),
    CACO_FIELD(caco_object_raw, velocity_z),
    CACO_FIELD(caco_object_raw, angle),
    CACO_STRUCT(caco_sector),
    CACO_FIELD(caco_sector, floor_height),
    CACO_FIELD(caco_sector, ceiling_height),
    CACO_FIELD(caco_sector, first_line),
    CACO_FIELD(caco_sector, line_count),
    CACO_STRUCT(caco_line),
    CACO_FIELD(caco_line, x1),
    CACO_FIELD(caco_line, y1),
    CACO_FIELD(caco_line, x2),
    CACO_FIELD(caco_line, y2),
    CACO_FIELD(caco_line, is_blocking),
    CACO_FIELD(caco_line, reserved),
};

} // namespace

extern "C" const caco_layout_entry* caco_abi_layout(uint32_t* count) {
    if (count) {
        *count = static_cast<uint32_t>(sizeof kLayout / sizeof kLayout[0]);
    }
    return kLayout;
}
