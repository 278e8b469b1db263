#include "blob/sha256.hpp"

#include <gtest/gtest.h>

namespace luoshi::blob {
namespace {

TEST(Sha256, IsThatOfTheStandard) {  // FIPS 180-4, examples of NIST
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, IsTheSameInPieces) {
    Sha256 digest;
    digest.add("a");
    digest.add("");
    digest.add("bc");
    EXPECT_EQ(digest.hex(), sha256_hex("abc"));
}

}  // namespace
}  // namespace luoshi::blob
