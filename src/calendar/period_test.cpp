#include "calendar/period.hpp"

#include <gmock/gmock.h>

#include "calendar/rhythm.hpp"

namespace luoshi::calendar {
namespace {

base::Date day(std::string_view text) { return base::parse_date(text).value(); }
Period period(std::string_view text) { return Period::parse(text).value(); }

TEST(Period, IsAMonthThatKnowsItsNeighboursAndDays) {
    const auto june = period("2020-06");
    EXPECT_EQ(june.year(), 2020);
    EXPECT_EQ(june.month(), 6);
    EXPECT_EQ(june.text(), "2020-06");
    EXPECT_EQ(june.name(), "2020年6月");
    EXPECT_EQ(base::date_text(june.first_day()), "2020-06-01");
    EXPECT_EQ(base::date_text(june.last_day()), "2020-06-30");
    EXPECT_EQ(period("2019-12").next(), period("2020-01"));
    EXPECT_EQ(period("2020-01").previous(), period("2019-12"));
    EXPECT_EQ(Period::containing(day("2020-02-29")), period("2020-02"));
    EXPECT_EQ(Period::make(2020, 6), june);
    EXPECT_LT(period("2019-12"), june);
}

TEST(Period, RefusesWhatIsNotAMonth) {
    for (const auto* text : {"", "2020", "2020-6", "2020-13", "2020-00", "2020-06-01", "202006", "2020/06"}) {
        EXPECT_EQ(Period::parse(text), std::nullopt) << text;
    }
    EXPECT_EQ(Period::make(2020, 0), std::nullopt);
    EXPECT_EQ(Period::make(2020, 13), std::nullopt);
}

TEST(Rhythm, ASpanBelongsToTheMonthInWhichItEndsAndBearsItsName) {
    EXPECT_EQ(name_of(period("2020-06"), Rhythm::Month), "2020年6月");
    EXPECT_EQ(name_of(period("2020-06"), Rhythm::Quarter), "2020年第二季度");
    EXPECT_EQ(name_of(period("2020-06"), Rhythm::HalfYear), "2020年上半年");
    EXPECT_EQ(name_of(period("2020-12"), Rhythm::HalfYear), "2020年下半年");
    EXPECT_EQ(name_of(period("2020-12"), Rhythm::Year), "2020年");
    EXPECT_EQ(span_of(period("2020-05"), Rhythm::Quarter), (Span{period("2020-04"), period("2020-06")}));
    EXPECT_EQ(span_of(period("2020-12"), Rhythm::HalfYear).first, period("2020-07"));
    for (const auto every : kRhythms) {
        EXPECT_EQ(rhythm_from(word(every)), every);
        EXPECT_TRUE(ends_span(period("2019-12"), every));
    }
    EXPECT_TRUE(ends_span(period("2020-06"), Rhythm::HalfYear));
    EXPECT_FALSE(ends_span(period("2020-06"), Rhythm::Year));
    EXPECT_FALSE(ends_span(period("2020-05"), Rhythm::Quarter));
    EXPECT_EQ(rhythm_from("week"), std::nullopt);
}

TEST(Rhythm, CutsTimeAtTheBordersOfItsSpans) {
    const auto quarters = spans(period("2019-02"), period("2019-07"), Rhythm::Quarter);
    ASSERT_EQ(quarters.size(), 3U);
    EXPECT_EQ(quarters[0], (Span{period("2019-02"), period("2019-03")}));
    EXPECT_EQ(quarters[1], (Span{period("2019-04"), period("2019-06")}));
    EXPECT_EQ(quarters[2], (Span{period("2019-07"), period("2019-07")}));
    EXPECT_EQ(span_key(quarters[1], Rhythm::Quarter), "2019-Q2");
    EXPECT_EQ(span_name(quarters[1], Rhythm::Quarter), "2019年第二季度");
    EXPECT_EQ(spans(period("2018-11"), period("2019-01"), Rhythm::Year).size(), 2U);
    EXPECT_EQ(span_name({period("2019-07"), period("2019-12")}, Rhythm::HalfYear), "2019年下半年");
    EXPECT_EQ(span_name({period("2020-04"), period("2020-05")}, Rhythm::Quarter), "2020年4—5月") << "a cut span is not the whole one";
    EXPECT_EQ(span_name({period("2020-01"), period("2020-01")}, Rhythm::Year), "2020年1月");
    EXPECT_EQ(rhythm_from("half_year"), Rhythm::HalfYear);
    EXPECT_EQ(rhythm_from("week"), std::nullopt);
}

TEST(Rhythm, CountsTheSpansThatEndWithinSomeMonths) {
    const Span year{period("2020-01"), period("2020-12")};
    EXPECT_EQ(ends_within(year, Rhythm::Month), 12);
    EXPECT_EQ(ends_within(year, Rhythm::Quarter), 4);
    EXPECT_EQ(ends_within({period("2020-04"), period("2020-05")}, Rhythm::Quarter), 0);
    EXPECT_EQ(ends_within({period("2020-03"), period("2020-06")}, Rhythm::Quarter), 2);
    EXPECT_EQ(ends_within({period("2020-07"), period("2020-11")}, Rhythm::HalfYear), 0);
}

}  // namespace
}  // namespace luoshi::calendar
