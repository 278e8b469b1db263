#include "app/package.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/temporary_folder.hpp"

namespace luoshi::app {
namespace {

const std::string kCangzhou = "packages/cangzhou-ecommerce-2018";

/// A copy of the Cangzhou package in which one file is replaced.
class BrokenPackage {
public:
    BrokenPackage(const std::string& file, const std::string& from, const std::string& to) {
        std::filesystem::copy(kCangzhou, folder_.path(),
                              std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
        std::ifstream in{(folder_.path() / file).string()};
        std::string text{std::istreambuf_iterator<char>{in}, {}};
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        std::ofstream{(folder_.path() / file).string()} << text.replace(at, from.size(), to);
    }
    std::vector<std::string> problems() const {
        config::Problems problems;
        read_package(*config::Folder::open(folder_.path().string()), problems);
        std::vector<std::string> out;
        for (const auto& problem : problems.list()) {
            out.push_back(problem.place.text() + " " + problem.message);
        }
        return out;
    }

    std::string fingerprint() const { return app::fingerprint(*config::Folder::open(folder_.path().string())); }

private:
    tests::TemporaryFolder folder_;
};

TEST(Package, OfCangzhouIsWithoutFault) {
    config::Problems problems;
    const auto package = read_package(*config::Folder::open(kCangzhou), problems);
    for (const auto& problem : problems.list()) {
        ADD_FAILURE() << problem.place.text() << " " << problem.message;
    }
    EXPECT_TRUE(package.demo);
}

TEST(Package, EachBrokenFileIsNamedWithItsPlace) {
    using testing::Contains;
    using testing::StartsWith;
    EXPECT_THAT(BrokenPackage("review.yaml", "by: own_head", "by: nobody").problems(), Contains(StartsWith("review.yaml:4:")));
    EXPECT_THAT(BrokenPackage("indicators.yaml", "kind: stock", "kind: pile").problems(), Contains(StartsWith("indicators.yaml:")));
    EXPECT_THAT(BrokenPackage("units.yaml", "parent: \"1309\"", "parent: \"9999\"").problems(), Contains(StartsWith("units.yaml:")));
    EXPECT_THAT(BrokenPackage("reporting.yaml", "day: 5", "day: 55").problems(), Contains(StartsWith("reporting.yaml:")));
}

TEST(Package, AnotherStateHasAnotherFingerprint) {
    const BrokenPackage changed{"reporting.yaml", "day: 5", "day: 6"};
    EXPECT_NE(changed.fingerprint(), fingerprint(*config::Folder::open(kCangzhou)));
    EXPECT_EQ(fingerprint(*config::Folder::open(kCangzhou)), fingerprint(*config::Folder::open(kCangzhou)));
}

}  // namespace
}  // namespace luoshi::app
