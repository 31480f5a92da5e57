/*
 * SHA-1 (FIPS 180-4) for the digests of published signatures, so that the tests need no library for it. For tests only.
 */
#ifndef SHA1_H
#define SHA1_H

#include <stdint.h>
#include <string.h>

static inline uint32_t rotate_left(uint32_t value, unsigned bits)
{
    return value << bits | value >> (32 - bits);
}

static inline void sha1_block(uint32_t hash[5], const unsigned char *block)
{
    uint32_t w[80], a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4];
    for (unsigned i = 0; i < 80; i++) {
        w[i] = i < 16 ? (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16
                            | (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3]
                      : rotate_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    }
    for (unsigned i = 0; i < 80; i++) {
        uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
        uint32_t k = i < 20 ? 0x5A827999u : i < 40 ? 0x6ED9EBA1u : i < 60 ? 0x8F1BBCDCu : 0xCA62C1D6u;
        uint32_t next = rotate_left(a, 5) + f + e + k + w[i];
        e = d;
        d = c;
        c = rotate_left(b, 30);
        b = a;
        a = next;
    }
    hash[0] += a;
    hash[1] += b;
    hash[2] += c;
    hash[3] += d;
    hash[4] += e;
}

static inline void sha1(const void *data, size_t size, unsigned char digest[20])
{
    uint32_t hash[5] = {0x67452301u, 0xEFCDAB89u, 0x98BADCFEu, 0x10325476u, 0xC3D2E1F0u};
    const unsigned char *bytes = (const unsigned char *)data;
    unsigned char tail[128] = {0};
    size_t whole = size / 64 * 64, rest = size - whole, length = rest < 56 ? 64 : 128;
    for (size_t at = 0; at < whole; at += 64) {
        sha1_block(hash, bytes + at);
    }
    if (rest > 0) {
        memcpy(tail, bytes + whole, rest);
    }
    tail[rest] = 0x80;
    for (unsigned i = 0; i < 8; i++) {
        tail[length - 1 - i] = (unsigned char)((uint64_t)size * 8 >> 8 * i);
    }
    for (size_t at = 0; at < length; at += 64) {
        sha1_block(hash, tail + at);
    }
    for (unsigned i = 0; i < 20; i++) {
        digest[i] = (unsigned char)(hash[i / 4] >> (24 - i % 4 * 8));
    }
}

#endif /* SHA1_H */
