// Reads recorded reference games: actions from the trace, pictures of the buffers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace caco::test {

struct TraceRow {
    int32_t row = 0;
    bool reset = false;
    std::vector<double> action;
};
struct Trace {
    std::vector<std::string> buttons;
    std::string resolution;  // RES_...
    std::vector<TraceRow> rows;
};
// False when the file is absent or not understood.
bool readTrace(const std::string& path, int32_t lastRow, Trace& out);

struct GrayPicture {
    int32_t width = 0, height = 0;
    std::vector<uint8_t> pixels;
};
// Eight-bit grey PNG. False when the file is absent or not understood.
bool readGrayPng(const std::string& path, GrayPicture& out);

}  // namespace caco::test
