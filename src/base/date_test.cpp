#include "base/date.hpp"

#include <gtest/gtest.h>

namespace luoshi::base {
namespace {

TEST(Date, ReadsOnlyRealDays) {
    EXPECT_EQ(date_text(*parse_date("2020-02-29")), "2020-02-29");
    for (const char* text : {"2018-02-29", "2018-13-01", "2018-1-1", "2018/01/01", "", "2018-00-10", "20180101xx"}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
    EXPECT_EQ(date_text(last_day_of_month(2018, 8)), "2018-08-31");
}

TEST(Moment, IsWrittenInUtc) {
    const Moment moment = *parse_date("2020-07-03") + std::chrono::hours{9} + std::chrono::seconds{5};
    EXPECT_EQ(moment_text(moment), "2020-07-03T09:00:05Z");
}

}  // namespace
}  // namespace luoshi::base
