#include "base/rng.h"

#include <array>

namespace caco {
namespace {

struct Word128 {
    uint32_t lane[4];
};

// The whole 128-bit word shifted by three bytes (the generator's byte shift parameter).
Word128 shiftLeft24(const uint32_t* w) {
    return {{w[0] << 24, (w[1] << 24) | (w[0] >> 8), (w[2] << 24) | (w[1] >> 8), (w[3] << 24) | (w[2] >> 8)}};
}
Word128 shiftRight24(const uint32_t* w) {
    return {{(w[0] >> 24) | (w[1] << 8), (w[1] >> 24) | (w[2] << 8), (w[2] >> 24) | (w[3] << 8), w[3] >> 24}};
}

constexpr uint32_t kMask[4] = {0xfdff37ff, 0xef7f3f7d, 0xff777b7d, 0x7ff7fb2f};
constexpr uint32_t kParity[4] = {1, 0, 0, 0x5986f054};

uint32_t mixAdd(uint32_t x) { return (x ^ (x >> 27)) * 1664525u; }
uint32_t mixXor(uint32_t x) { return (x ^ (x >> 27)) * 1566083941u; }

constexpr std::array<uint32_t, 256> makeCrcTable() {
    std::array<uint32_t, 256> table{};
    for (uint32_t i = 0; i < 256; ++i) {
        uint32_t c = i;
        for (int k = 0; k < 8; ++k) {
            c = (c & 1) ? 0xEDB88320u ^ (c >> 1) : c >> 1;
        }
        table[i] = c;
    }
    return table;
}
constexpr std::array<uint32_t, 256> kCrcTable = makeCrcTable();

constexpr std::string_view kStreamNames[] = {
#define CACO_STREAM_NAME(name) #name,
    CACO_STREAMS(CACO_STREAM_NAME)
#undef CACO_STREAM_NAME
        ""};

constexpr uint32_t crcOf(std::string_view text) {
    uint32_t c = 0xFFFFFFFFu;
    for (char ch : text) {
        c = kCrcTable[(c ^ static_cast<uint8_t>(ch)) & 0xFF] ^ (c >> 8);
    }
    return c ^ 0xFFFFFFFFu;
}

constexpr std::array<uint32_t, kBuiltinStreams> makeStreamCrcs() {
    std::array<uint32_t, kBuiltinStreams> crcs{};
    for (int i = 0; i < kBuiltinStreams; ++i) {
        crcs[static_cast<size_t>(i)] = crcOf(kStreamNames[i]);
    }
    return crcs;
}
constexpr std::array<uint32_t, kBuiltinStreams> kStreamCrcs = makeStreamCrcs();

} // namespace

void Sfmt607::generate() {
    if (index == kUnused) {
        initialize(word[0], word[1]);
    }
    uint32_t r1 = 12; // first lane of word 3
    uint32_t r2 = 16;
    for (uint32_t k = 0; k < 5; ++k) {
        uint32_t* w = word + 4 * k;
        const uint32_t* mid = word + 4 * ((k + 2) % 5);
        const Word128 left = shiftLeft24(w);
        const Word128 right = shiftRight24(word + r1);
        for (int lane = 0; lane < 4; ++lane) {
            w[lane] = w[lane] ^ left.lane[lane] ^ ((mid[lane] >> 13) & kMask[lane]) ^ right.lane[lane] ^ (word[r2 + static_cast<uint32_t>(lane)] << 15);
        }
        r1 = r2;
        r2 = 4 * k;
    }
    index = 0;
}

void Sfmt607::initialize(uint32_t crc, uint32_t globalSeed) {
    const uint32_t key[2] = {crc, globalSeed};
    uint32_t* u = word;
    for (int i = 0; i < 20; ++i) {
        u[i] = 0x8b8b8b8bu;
    }
    uint32_t r = mixAdd(u[0] ^ u[8] ^ u[19]);
    u[8] += r;
    r += 2;
    u[11] += r;
    u[0] = r;
    uint32_t i = 1;
    for (uint32_t j = 0; j < 19; ++j) {
        r = mixAdd(u[i] ^ u[(i + 8) % 20] ^ u[(i + 19) % 20]);
        u[(i + 8) % 20] += r;
        r += (j < 2 ? key[j] : 0) + i;
        u[(i + 11) % 20] += r;
        u[i] = r;
        i = (i + 1) % 20;
    }
    for (uint32_t j = 0; j < 20; ++j) {
        r = mixXor(u[i] + u[(i + 8) % 20] + u[(i + 19) % 20]);
        u[(i + 8) % 20] ^= r;
        r -= i;
        u[(i + 11) % 20] ^= r;
        u[i] = r;
        i = (i + 1) % 20;
    }
    index = 20;
    uint32_t parity = 0;
    for (int k = 0; k < 4; ++k) {
        parity ^= u[k] & kParity[k];
    }
    for (int shift = 16; shift > 0; shift >>= 1) {
        parity ^= parity >> shift;
    }
    if ((parity & 1) == 0) {
        u[0] ^= 1;
    }
}

void Mt19937::seed(uint32_t value) {
    word[0] = value;
    for (uint32_t i = 1; i < 624; ++i) {
        word[i] = 1812433253u * (word[i - 1] ^ (word[i - 1] >> 30)) + i;
    }
    index = 624;
}

uint32_t Mt19937::next() {
    if (index >= 624) {
        for (uint32_t i = 0; i < 624; ++i) {
            const uint32_t y = (word[i] & 0x80000000u) | (word[(i + 1) % 624] & 0x7fffffffu);
            word[i] = word[(i + 397) % 624] ^ (y >> 1) ^ ((y & 1) ? 0x9908b0dfu : 0u);
        }
        index = 0;
    }
    uint32_t y = word[index++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

uint32_t crc32(const void* data, uint64_t size) {
    return crcOf(std::string_view(static_cast<const char*>(data), size));
}

uint32_t crc32(std::string_view text) { return crcOf(text); }

std::string_view streamName(Stream stream) { return kStreamNames[static_cast<size_t>(stream)]; }
uint32_t streamCrc(Stream stream) { return kStreamCrcs[static_cast<size_t>(stream)]; }

} // namespace caco
