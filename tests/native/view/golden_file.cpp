#include "golden_file.h"

#include <zlib.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace caco::test {
namespace {

namespace fs = std::filesystem;

// Value text after "key": up to a matching end; enough for the flat objects of a trace.
std::string field(const std::string& line, const std::string& key) {
    const size_t at = line.find("\"" + key + "\":");
    if (at == std::string::npos) return {};
    size_t begin = at + key.size() + 3;
    while (begin < line.size() && line[begin] == ' ')
        ++begin;
    const char close = line[begin] == '[' ? ']' : line[begin] == '"' ? '"' : ',';
    const size_t end = line.find(close, begin + 1);
    const bool wrapped = close != ',';
    return line.substr(begin + (wrapped ? 1 : 0), end - begin - (wrapped ? 1 : 0));
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> items;
    size_t begin = 0;
    while (begin < list.size()) {
        size_t end = list.find(',', begin);
        if (end == std::string::npos) end = list.size();
        std::string item;
        for (const char c : list.substr(begin, end - begin)) {
            if (c != ' ' && c != '"') item += c;
        }
        items.push_back(item);
        begin = end + 1;
    }
    return items;
}

bool readLine(gzFile file, std::string& line) {
    line.clear();
    char part[4096];
    while (gzgets(file, part, sizeof part)) {
        line += part;
        if (line.back() == '\n') return true;
    }
    return !line.empty();
}

uint32_t bigEndian(const uint8_t* p) {
    return uint32_t{p[0]} << 24 | uint32_t{p[1]} << 16 | uint32_t{p[2]} << 8 | p[3];
}

uint8_t paeth(int a, int b, int c) {
    const int p = a + b - c, pa = std::abs(p - a), pb = std::abs(p - b), pc = std::abs(p - c);
    return static_cast<uint8_t>(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

void unfilter(uint8_t kind, uint8_t* row, const uint8_t* above, size_t width) {
    for (size_t x = 0; x < width; ++x) {
        const int left = x ? row[x - 1] : 0, up = above ? above[x] : 0, corner = x && above ? above[x - 1] : 0;
        const int add = kind == 1   ? left
                        : kind == 2 ? up
                        : kind == 3 ? (left + up) / 2
                        : kind == 4 ? paeth(left, up, corner)
                                    : 0;
        row[x] = static_cast<uint8_t>(row[x] + add);
    }
}

}  // namespace

bool readTrace(const std::string& path, int32_t lastRow, Trace& out) {
    gzFile file = gzopen(path.c_str(), "rb");
    if (!file) return false;
    std::string line;
    if (readLine(file, line)) {
        out.buttons = split(field(line, "buttons"));
        out.resolution = field(line, "resolution");
    }
    while (readLine(file, line)) {
        TraceRow row;
        row.row = std::atoi(field(line, "row").c_str());
        if (row.row > lastRow) break;
        row.reset = field(line, "reset") == "1";
        for (const std::string& value : split(field(line, "a"))) {
            row.action.push_back(std::atof(value.c_str()));
        }
        out.rows.push_back(std::move(row));
    }
    gzclose(file);
    return !out.rows.empty();
}

bool readGrayPng(const std::string& path, GrayPicture& out) {
    std::ifstream in(path, std::ios::binary);
    const std::vector<uint8_t> bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    std::vector<uint8_t> packed;
    for (size_t at = 8; at + 12 <= bytes.size();) {
        const uint32_t size = bigEndian(&bytes[at]);
        if (at + 12 + size > bytes.size()) return false;
        const uint8_t* data = &bytes[at + 8];
        if (std::memcmp(&bytes[at + 4], "IHDR", 4) == 0) {
            if (data[8] != 8 || data[9] != 0 || data[12] != 0) return false;
            out.width = static_cast<int32_t>(bigEndian(data));
            out.height = static_cast<int32_t>(bigEndian(data + 4));
        } else if (std::memcmp(&bytes[at + 4], "IDAT", 4) == 0) {
            packed.insert(packed.end(), data, data + size);
        }
        at += 12 + size;
    }
    const size_t width = static_cast<size_t>(out.width), height = static_cast<size_t>(out.height);
    std::vector<uint8_t> raw((width + 1) * height);
    uLongf size = raw.size();
    if (raw.empty() || uncompress(raw.data(), &size, packed.data(), packed.size()) != Z_OK || size != raw.size())
        return false;
    out.pixels.resize(width * height);
    for (size_t y = 0; y < height; ++y) {
        uint8_t* row = &out.pixels[y * width];
        std::memcpy(row, &raw[y * (width + 1) + 1], width);
        unfilter(raw[y * (width + 1)], row, y ? row - width : nullptr, width);
    }
    return true;
}

}  // namespace caco::test
