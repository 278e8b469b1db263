#include "document/time_rules.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace luoshi::document {
namespace {

std::string deadline(std::u32string_view text, std::optional<int> year = 2020) {
    const auto date = find_deadline(base::fold_width(text), year);
    return date ? base::date_text(*date) : "-";
}

std::string time_cell(std::u32string_view text) {
    const auto limit = read_time_cell(base::fold_width(text), 2021);
    return limit.date ? base::date_text(*limit.date) : limit.continuous ? "continuous" : "-";
}

std::string period(std::u32string_view text) {
    const auto read = period_of(base::fold_width(text));
    return read.from ? std::to_string(*read.from) + "-" + std::to_string(*read.to) : "-";
}

TEST(Deadlines, AreTheLastDayOfTheLimit) {
    EXPECT_EQ(deadline(U"2018年8月底前，各县要制定出台措施"), "2018-08-31");
    EXPECT_EQ(deadline(U"6月底完成"), "2020-06-30");
    EXPECT_EQ(deadline(U"9月15日前上报"), "2020-09-15");
    EXPECT_EQ(deadline(U"2021年年底前建成"), "2021-12-31");
    EXPECT_EQ(deadline(U"年底前完成"), "2020-12-31");
    EXPECT_EQ(deadline(U"上半年完成"), "2020-06-30");
    EXPECT_EQ(deadline(U"三季度末前完成"), "2020-09-30");
    EXPECT_EQ(deadline(U"7月上旬完成自查"), "2020-07-10");
    EXPECT_EQ(deadline(U"（完成时限：2023年6月）"), "2023-06-30");
}

TEST(Deadlines, TakeTheLatestAndTheYearSaidBefore) {
    EXPECT_EQ(deadline(U"3月底前完成方案，10月底前完成建设"), "2020-10-31");
    EXPECT_EQ(deadline(U"2022年启动建设，6月底前完成招标"), "2022-06-30");
}

TEST(Deadlines, AreNotTargetYearsRhythmsOrTitles) {
    for (const auto text : {U"到2020年，覆盖率达到50%", U"每月5日前报送进展", U"每年12月底前报送", U"三年内培训20万人次",
                            U"2018年，培育基地2个", U"《2019年底前工作安排》", U"每月有调度、年底考核通报"}) {
        EXPECT_EQ(deadline(text), "-") << base::encode_utf8(text);
    }
    EXPECT_EQ(deadline(U"6月底前完成", std::nullopt), "-");
}

TEST(TimeCells, MayLeaveOutTheWordBefore) {
    EXPECT_EQ(time_cell(U"2026年12月"), "2026-12-31");
    EXPECT_EQ(time_cell(U"年底前"), "2021-12-31");
    EXPECT_EQ(time_cell(U"2023年6月30日"), "2023-06-30");
    EXPECT_EQ(time_cell(U"第三季度"), "2021-09-30");
    EXPECT_EQ(time_cell(U"2022.12"), "2022-12-31");
    EXPECT_EQ(time_cell(U"2022-06-30"), "2022-06-30");
    EXPECT_EQ(time_cell(U"2022年6月至2023年3月"), "2023-03-31");
    EXPECT_EQ(time_cell(U"持续推进"), "continuous");
}

TEST(Years, SkipBaseYearsAndTakeTheEndOfARange) {
    const auto year = [](std::u32string_view text, std::size_t at) {
        const auto read = read_years(text, at);
        return read ? read->to : 0;
    };
    EXPECT_EQ(year(U"2018-2020年", 0), 2020);
    EXPECT_EQ(year(U"2019年至2021年", 0), 2021);
    EXPECT_EQ(year(U"2012年起5年内", 0), 2016);
    EXPECT_EQ(year(U"比2017年增长", 1), 0);
    EXPECT_EQ(year(U"2017年基础上", 0), 0);
    EXPECT_EQ(year(U"1688个", 0), 0);
}

TEST(Period, ComesFromATitle) {
    EXPECT_EQ(period(U"行动计划（2018—2020年）"), "2018-2020");
    EXPECT_EQ(period(U"2023年重点工作"), "2023-2023");
    EXPECT_EQ(period(U"“十四五”发展规划"), "2021-2025");
    EXPECT_EQ(period(U"工作办法"), "-");
}

}  // namespace
}  // namespace luoshi::document
