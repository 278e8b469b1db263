#include "blob/blob_store.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

namespace luoshi::blob {
namespace {

class Blobs : public testing::Test {
protected:
    ~Blobs() override { std::filesystem::remove_all(folder); }
    std::string incoming(std::string_view bytes) {
        std::string path = store.incoming_folder() + "/upload-" + std::to_string(++count);
        std::ofstream{path} << bytes;
        return path;
    }
    static std::string content(const std::string& path) {
        std::ifstream in{path};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    std::size_t files() const {
        std::size_t number = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
            number += entry.is_regular_file() ? 1U : 0U;
        }
        return number;
    }

    std::string folder = std::filesystem::temp_directory_path() / ("luoshi-blob-" + std::to_string(::getpid()));
    BlobStore store{folder};
    int count = 0;
};

TEST_F(Blobs, AreFoundByTheHashOfTheirContent) {
    const std::string temporary = incoming("abc");
    const StoredFile stored = store.put_file(temporary);
    EXPECT_EQ(stored.hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4 example
    EXPECT_EQ(stored.size, 3U);
    EXPECT_TRUE(store.exists(stored.hash));
    EXPECT_EQ(store.path(stored.hash), folder + "/ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(content(store.path(stored.hash)), "abc");
    EXPECT_FALSE(std::filesystem::exists(temporary));
}

TEST_F(Blobs, AreAnsweredOnlyWhenTheFolderEntriesAreOnTheDiskWhoeverMadeThem) {
    std::vector<std::string> synced;
    const BlobStore watched{folder, [&](const std::string& path) { synced.push_back(path); }};
    const std::string temporary = incoming("abc");
    const std::string second = incoming("abc");
    const std::string target = watched.path(watched.put_file(temporary).hash);
    EXPECT_THAT(synced, testing::ElementsAre(temporary, folder, folder + "/ba"));
    synced.clear();
    watched.put_file(second);
    EXPECT_THAT(synced, testing::ElementsAre(folder, folder + "/ba")) << "the first uploader may not have come to it";
    EXPECT_TRUE(std::filesystem::exists(target));
}

TEST_F(Blobs, AreStoredOnce) {
    const StoredFile first = store.put_file(incoming("佐证"));
    const StoredFile second = store.put_bytes("佐证");
    EXPECT_EQ(first.hash, second.hash);
    EXPECT_EQ(files(), 1U);
    EXPECT_NE(store.put_bytes("别的").hash, first.hash);
    EXPECT_EQ(files(), 2U);
}

TEST_F(Blobs, OfTheSameContentMayArriveTogether) {
    const std::string bytes(300'000, 'x');
    std::vector<std::string> hashes(8);
    std::vector<std::thread> threads;
    for (std::string& hash : hashes) {
        threads.emplace_back([&] { hash = store.put_bytes(bytes).hash; });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_THAT(hashes, testing::Each(hashes.front()));
    EXPECT_EQ(files(), 1U);
    EXPECT_EQ(content(store.path(hashes.front())), bytes);
}

TEST_F(Blobs, AreReachedByAHashOnly) {
    for (const char* wrong : {"", "../../etc/passwd", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"}) {
        EXPECT_THROW(static_cast<void>(store.path(wrong)), std::invalid_argument) << wrong;
    }
    EXPECT_FALSE(store.exists(std::string(64, '0')));
    EXPECT_THROW(store.put_file(folder + "/incoming/absent"), std::system_error);
}

}  // namespace
}  // namespace luoshi::blob
