#include "app/served_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "support/temporary_folder.hpp"

namespace luoshi::app {
namespace {

TEST(ServedFolder, IsServedByOneProcessUntilItEnds) {
    const tests::TemporaryFolder folder;
    const auto data = (folder.path() / "var").string();
    EXPECT_FALSE(ServedFolder::is_served(data));
    {
        const auto first = ServedFolder::take(data);
        ASSERT_TRUE(first);
        EXPECT_TRUE(ServedFolder::is_served(data));
        const auto second = ServedFolder::take(data);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, "site.already_served");
        EXPECT_NE(second.error().message.find(std::to_string(::getpid())), std::string::npos) << second.error().message;
    }
    EXPECT_FALSE(ServedFolder::is_served(data));
    EXPECT_TRUE(ServedFolder::take(data));
}

TEST(ServedFolder, IsFreeAgainWhenItsServerWasKilled) {
    const tests::TemporaryFolder folder;
    const auto data = folder.path().string();
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto served = ServedFolder::take(data);
        const char taken = served ? 'y' : 'n';
        (void)!::write(ready[1], &taken, 1);
        ::pause();
        ::_exit(0);
    }
    char taken = 'n';
    ASSERT_EQ(::read(ready[0], &taken, 1), 1);
    EXPECT_EQ(taken, 'y');
    EXPECT_FALSE(ServedFolder::take(data));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(ServedFolder::take(data));
    ::close(ready[0]);
    ::close(ready[1]);
}

}  // namespace
}  // namespace luoshi::app
