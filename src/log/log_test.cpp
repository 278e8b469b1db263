#include "log/log.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace luoshi::log {
namespace {

using testing::EndsWith;
using testing::MatchesRegex;

class Log : public testing::Test {
protected:
    ~Log() override { std::filesystem::remove(file); }
    std::string written() {
        std::ifstream in{file};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    std::string file = std::filesystem::temp_directory_path() / ("luoshi-log-" + std::to_string(::getpid()));
};

TEST_F(Log, WritesOneLinePerEventToStderrAndFile) {
    testing::internal::CaptureStderr();
    start({Level::Info, file});
    info("report.submitted", {{"request", "a1"}, {"task", 7}, {"ms", std::int64_t{12}}});
    debug("report.loaded");
    const std::string line = testing::internal::GetCapturedStderr();
    EXPECT_EQ(line, written());
    EXPECT_THAT(line, MatchesRegex("....-..-..T..:..:..\\....Z info report\\.submitted request=a1 task=7 ms=12\n"));
}

TEST_F(Log, QuotesWhatWouldSplitOrForgeALine) {
    testing::internal::CaptureStderr();
    start({Level::Debug, {}});
    error("http.fault", {{"what", "a \"b\"\n2026 info x\t{}"}, {"empty", ""}});
    EXPECT_THAT(testing::internal::GetCapturedStderr(), EndsWith("error http.fault what=\"a \\\"b\\\"\\n2026 info x\\t{}\" empty=\"\"\n"));
}

TEST_F(Log, SaysWhichFileCannotBeWritten) {
    std::ofstream{file} << "a file, not a folder";
    EXPECT_THROW(start({Level::Info, file + "/x.log"}), std::runtime_error);
}

}  // namespace
}  // namespace luoshi::log
