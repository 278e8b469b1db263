#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "base/date.hpp"

namespace luoshi::document {

/// The years a plan covers: from its title, else its own document number or date.
struct PlanPeriod {
    std::optional<int> from;
    std::optional<int> to;

    bool single_year() const { return from && to && *from == *to; }
    bool covers(int years) const { return from && to && *to - *from + 1 == years; }
};

/// A year or range of years in running text.
struct YearMention {
    int from = 0;
    int to = 0;
    std::size_t length = 0;
    bool horizon = false;  ///< 到2020年: the state wanted by then
};
/// Reads 2018年, 2018-2020年, 2019年至2021年, 到2020年底 at `at`; nothing for a base year (比2017年) or a bare number.
std::optional<YearMention> read_years(std::u32string_view text, std::size_t at);

/// A stretch of text under a year as its heading (2018年:…); year 0 for what stands before the first one.
struct YearSegment {
    int year = 0;
    std::size_t begin = 0;  ///< behind the heading
    std::size_t end = 0;
};
/// The stretches of a text whose sentences are headed by years; one stretch of year 0 when none are.
std::vector<YearSegment> year_segments(std::u32string_view text);

/// What a time limit ends with, and how firmly it binds.
struct TimeLimit {
    std::optional<base::Date> date;  ///< none for 持续推进, 长期
    std::size_t length = 0;
    bool continuous = false;
};
/// The time limit that starts at `at`: 2018年8月底前, 6月底完成, 9月30日前, 年底前, 年内, 上半年 (domain 8.2 d2 to d7).
/// `year` stands in when none is written. Nothing for recurring dates (每月5日前) and plain mentions of a time.
std::optional<TimeLimit> read_time_limit(std::u32string_view text, std::size_t at, std::optional<int> year);
/// A time limit column's cell, where the words 前 and 完成 may be missing: 2026年12月, 年底前, 持续推进.
TimeLimit read_time_cell(std::u32string_view text, std::optional<int> year);

/// The latest time limit of a text, labelled ones (完成时限:6月底) included; an earlier one is a milestone.
std::optional<base::Date> find_deadline(std::u32string_view text, std::optional<int> year);

/// The years a title or sentence says a plan covers: 2018-2020年, 2023年, “十四五”, 2012年起5年内.
PlanPeriod period_of(std::u32string_view text);

}  // namespace luoshi::document
