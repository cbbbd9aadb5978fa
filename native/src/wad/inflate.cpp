#include <algorithm>

#include <zlib.h>

#include "wad/archive.h"

namespace caco {

Status inflateZlib(std::span<const uint8_t> packed, size_t maxSize, std::vector<uint8_t>& out) {
    out.clear();
    if (packed.size() > UINT32_MAX) {
        return Status::error(StatusCode::BadData, "the compressed data is larger than 4 GiB");
    }
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) {
        return Status::error(StatusCode::Internal, "zlib could not be initialised (out of memory?)");
    }
    stream.next_in = const_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());

    // One byte more than allowed, so that a stream of exactly the limit ends and a longer one is noticed.
    const size_t limit = maxSize + 1;
    size_t produced = 0;
    int result = Z_OK;
    while (result == Z_OK && produced < limit) {
        const size_t grown = std::min(limit, std::max({size_t{256}, out.size() * 2, packed.size() * 2}));
        out.resize(grown);
        stream.next_out = out.data() + produced;
        stream.avail_out = static_cast<uInt>(std::min<size_t>(grown - produced, UINT32_MAX));
        const uInt room = stream.avail_out;
        result = inflate(&stream, Z_NO_FLUSH);
        produced += room - stream.avail_out;
        if (result == Z_BUF_ERROR && stream.avail_out == 0 && produced < limit) {
            result = Z_OK;  // only room was missing
        }
        if (result == Z_OK && stream.avail_out != 0 && stream.avail_in == 0) {
            result = Z_BUF_ERROR;  // the input ended early
        }
    }
    inflateEnd(&stream);
    if (produced > maxSize) {
        out.clear();
        return Status::error(StatusCode::BadData, "the compressed data unpacks to more than the allowed " +
                                                      std::to_string(maxSize) + " bytes");
    }
    if (result != Z_STREAM_END) {
        out.clear();
        return Status::error(StatusCode::BadData, "the zlib stream is damaged or truncated");
    }
    out.resize(produced);
    return {};
}

}  // namespace caco
