/* What header_c11.c offers to the C++ tests. */
#ifndef CACO_TESTS_HEADER_C11_H
#define CACO_TESTS_HEADER_C11_H

#include "caco/caco.h"

#ifdef __cplusplus
extern "C" {
#endif

const caco_layout_entry* header_c11_layout(uint32_t* count);
caco_status header_c11_play(const uint8_t* iwad, uint64_t size, uint64_t* hash);

#ifdef __cplusplus
}
#endif

#endif
