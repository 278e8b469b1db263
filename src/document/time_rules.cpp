#include "document/time_rules.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "document/lexicon.hpp"

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
constexpr std::size_t kNone = Text::npos;

const Lexicon kBaseBefore{U"比", U"较", U"与", U"以", U"同比", U"相比"};
const Lexicon kBaseAfter{U"基础上", U"为基数", U"为基期", U"相比", U"的基础", U"水平", U"同期"};
const Lexicon kBefore{U"前",   U"之前", U"以前",     U"内",   U"底前", U"前完成", U"完成", U"实现", U"末前", U"建成",
                      U"投产", U"投用", U"投入使用", U"开工", U"竣工", U"启动",   U"办结", U"出台", U"印发"};
const Lexicon kTimeLabels{U"完成时限:", U"完成时间:", U"时限:",     U"时间节点:", U"完成期限:", U"办结时限:",
                          U"时限要求:", U"时间要求:", U"完成日期:", U"时间安排:", U"推进时限:"};
const Lexicon kContinuous{U"持续", U"长期", U"常态", U"全程", U"滚动", U"每年", U"贯穿", U"一直"};
const Lexicon kRecurring{U"每", U"每年", U"每季度", U"次年"};
const Lexicon kYearWords{U"今年", U"当年", U"本年", U"全年", U"本年度"};

int digits_value(Text digits) {
    int value = 0;
    for (const char32_t c : digits) {
        value = value * 10 + static_cast<int>(c - U'0');
    }
    return value;
}

/// Digits from `at` on, counted up to five: a year has four.
std::size_t digit_run(Text text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && end - at < 5 && base::is_digit(text[end])) {
        ++end;
    }
    return end - at;
}

bool is_year(int value) { return value >= 1990 && value <= 2099; }

/// A month or day number, Arabic or Chinese, up to `most`.
std::optional<std::pair<int, std::size_t>> small_number(Text text, std::size_t at, int most) {
    const auto reading = base::read_number(text, at);
    if (!reading || reading->high || reading->low.e4() % base::Decimal::kUnit != 0 || reading->low.e4() < base::Decimal::kUnit ||
        reading->low.e4() > most * base::Decimal::kUnit) {
        return std::nullopt;
    }
    return std::pair{static_cast<int>(reading->low.e4() / base::Decimal::kUnit), reading->length};
}

struct PointOfTime {
    std::optional<base::Date> date;
    std::size_t length = 0;
    bool bare_year = false;  ///< only a year: a time limit when 前, 内 or 底 follows
    bool ends = false;       ///< says the end itself: 年内
};

std::optional<base::Date> end_of_quarter(int year, int quarter) {
    return base::last_day_of_month(year, static_cast<unsigned>(quarter) * 3);
}

/// The month part: 8月底, 9月30日, 7月上旬, 上半年, 三季度末, 年底.
std::optional<PointOfTime> read_within_year(Text text, std::size_t at, std::optional<int> year) {
    const Text rest = text.substr(at);
    const auto whole = [&](std::size_t length, unsigned month, bool ends) {
        return PointOfTime{year ? std::optional{base::last_day_of_month(*year, month)} : std::nullopt, length, false, ends};
    };
    if (rest.starts_with(U"年底") || rest.starts_with(U"年末")) {
        return whole(2, 12, false);
    }
    if (rest.starts_with(U"年内") || rest.starts_with(U"年度内")) {
        return whole(rest[1] == U'内' ? 2 : 3, 12, true);
    }
    if (rest.starts_with(U"底") || rest.starts_with(U"末")) {
        return whole(1, 12, false);
    }
    if (rest.starts_with(U"内")) {
        return whole(1, 12, true);
    }
    if (rest.starts_with(U"上半年")) {
        return whole(3, 6, false);
    }
    if (rest.starts_with(U"下半年")) {
        return whole(3, 12, false);
    }
    const std::size_t ordinal = rest.starts_with(U"第") ? 1 : 0;
    if (const auto quarter = small_number(text, at + ordinal, 4);
        quarter && text.substr(at + ordinal + quarter->second).starts_with(U"季度")) {
        std::size_t length = ordinal + quarter->second + 2;
        length += at + length < text.size() && (text[at + length] == U'末' || text[at + length] == U'底') ? 1U : 0U;
        return PointOfTime{year ? end_of_quarter(*year, quarter->first) : std::nullopt, length};
    }
    const auto month = small_number(text, at, 12);
    if (!month || at + month->second >= text.size() || text[at + month->second] != U'月') {
        return std::nullopt;
    }
    std::size_t length = month->second + 1;
    const auto number = static_cast<unsigned>(month->first);
    std::optional<base::Date> date = year ? std::optional{base::last_day_of_month(*year, number)} : std::nullopt;
    const Text after = text.substr(at + length);
    if (const auto day = small_number(text, at + length, 31); day && text.substr(at + length + day->second).starts_with(U"日")) {
        date = year ? base::make_date(*year, number, static_cast<unsigned>(day->first)) : std::nullopt;
        length += day->second + 1;
    } else if (after.starts_with(U"上旬") || after.starts_with(U"中旬")) {
        date = year ? base::make_date(*year, number, after[0] == U'上' ? 10U : 20U) : std::nullopt;
        length += 2;
    } else if (after.starts_with(U"下旬")) {
        length += 2;
    } else if (after.starts_with(U"底") || after.starts_with(U"末") || after.starts_with(U"份")) {
        length += 1;
    }
    return PointOfTime{date, length};
}

std::optional<PointOfTime> read_point(Text text, std::size_t at, std::optional<int> year) {
    if (const auto words = kYearWords.match(text, at); words > 0) {
        if (auto point = read_within_year(text, at + words, year)) {
            point->length += words;
            return point;
        }
        return std::nullopt;
    }
    const std::size_t run = digit_run(text, at);
    if (run == 4 && text.substr(at + 4).starts_with(U"年") && is_year(digits_value(text.substr(at, 4)))) {
        const int written = digits_value(text.substr(at, 4));
        const std::size_t head =
            text.substr(at + 5).starts_with(U"年") || text.substr(at + 5).starts_with(U"度") ? 6 : 5;  // 2021年年底, 2021年度
        if (auto point = read_within_year(
                text, at + (text.substr(at + 5).starts_with(U"年底") || text.substr(at + 5).starts_with(U"年内") ? 5 : head), written)) {
            point->length += text.substr(at + 5).starts_with(U"年底") || text.substr(at + 5).starts_with(U"年内") ? 5 : head;
            return point;
        }
        return PointOfTime{base::last_day_of_month(written, 12), 5, true};
    }
    return read_within_year(text, at, year);
}

/// 2022.12, 2022-06-30, 2022/6/30: how table cells shorten dates.
std::optional<PointOfTime> read_numeric_date(Text text, std::size_t at) {
    if (digit_run(text, at) != 4 || !is_year(digits_value(text.substr(at, 4))) || at + 5 >= text.size() ||
        Text(U".-/").find(text[at + 4]) == kNone) {
        return std::nullopt;
    }
    const int year = digits_value(text.substr(at, 4));
    const std::size_t month_run = digit_run(text, at + 5);
    const int month = month_run <= 2 ? digits_value(text.substr(at + 5, month_run)) : 0;
    if (month < 1 || month > 12) {
        return std::nullopt;
    }
    const std::size_t day_at = at + 6 + month_run;
    const std::size_t day_run = day_at <= text.size() && text[day_at - 1] == text[at + 4] ? digit_run(text, day_at) : 0;
    if (day_run == 0 || day_run > 2) {
        return PointOfTime{base::last_day_of_month(year, static_cast<unsigned>(month)), 5 + month_run};
    }
    const auto date =
        base::make_date(year, static_cast<unsigned>(month), static_cast<unsigned>(digits_value(text.substr(day_at, day_run))));
    return date ? std::optional{PointOfTime{date, 6 + month_run + day_run}} : std::nullopt;
}

bool starts_point(Text text, std::size_t at) {
    const char32_t c = text[at];
    return base::is_digit(c) || c == U'年' || c == U'今' || c == U'当' || c == U'本' || c == U'全' || c == U'上' || c == U'下' ||
           c == U'第' || (c >= U'一' && Text(U"一二三四五六七八九十").find(c) != kNone);
}

}  // namespace

std::optional<YearMention> read_years(Text text, std::size_t at) {
    if (digit_run(text, at) != 4 || (at > 0 && (base::is_digit(text[at - 1]) || base::is_latin(text[at - 1])))) {
        return std::nullopt;
    }
    YearMention mention;
    mention.from = mention.to = digits_value(text.substr(at, 4));
    std::size_t end = at + 4;
    const bool own_year_word = end < text.size() && text[end] == U'年';
    end += own_year_word ? 1U : 0U;
    if (end < text.size() && Text(U"-—–~至到").find(text[end]) != kNone) {
        std::size_t second = end + 1;
        while (second < text.size() && text[second] == U'—') {
            ++second;
        }
        if (digit_run(text, second) == 4 && text.substr(second + 4).starts_with(U"年")) {
            mention.to = digits_value(text.substr(second, 4));
            end = second + 5;
        }
    }
    if (text.substr(end).starts_with(U"起")) {  // 2012年起5年内: five years from then
        const auto years = small_number(text, end + 1, 20);
        if (!years || !text.substr(end + 1 + years->second).starts_with(U"年")) {
            return std::nullopt;
        }
        mention.to = mention.from + years->first - 1;
        end += 2 + years->second;
    }
    if (text[end - 1] != U'年' || !is_year(mention.from) || !is_year(mention.to) || mention.to < mention.from) {
        return std::nullopt;
    }
    if (kBaseBefore.match_before(text, at) > 0 || kBaseAfter.match(text, end) > 0) {
        return std::nullopt;
    }
    mention.length = end - at;
    mention.horizon = at > 0 && text[at - 1] == U'到';
    return mention;
}

std::vector<YearSegment> year_segments(Text text) {
    std::vector<YearSegment> segments{{0, 0, text.size()}};
    for (std::size_t i = 0; i + 5 < text.size(); ++i) {
        const bool opens = i == 0 || Text(U"。;").find(text[i - 1]) != kNone;
        if (!opens || digit_run(text, i) != 4 || text[i + 4] != U'年' || !is_year(digits_value(text.substr(i, 4)))) {
            continue;
        }
        const std::size_t head = i + 5 + (text[i + 5] == U'度' ? 1U : 0U);
        if (head < text.size() && text[head] == U':') {
            segments.back().end = i;
            segments.push_back({digits_value(text.substr(i, 4)), head + 1, text.size()});
        }
    }
    return segments;
}

std::optional<TimeLimit> read_time_limit(Text text, std::size_t at, std::optional<int> year) {
    const bool inside_number = at > 0 && (base::is_digit(text[at - 1]) || Text(U".一二两三四五六七八九十几多").find(text[at - 1]) != kNone);
    if (inside_number || kRecurring.match_before(text, at) > 0) {
        return std::nullopt;
    }
    const auto point = read_point(text, at, year);
    if (!point || !point->date) {
        return std::nullopt;
    }
    const std::size_t end = at + point->length;
    const std::size_t before = kBefore.match(text, end);
    const bool plain_wish = point->bare_year && (before == 0 || text[end] != U'内');
    if (plain_wish || (before == 0 && !point->ends) || (before > 0 && text[end] == U'内' && point->length == 1)) {
        return std::nullopt;
    }
    return TimeLimit{point->date, point->length + before, false};
}

TimeLimit read_time_cell(Text text, std::optional<int> year) {
    TimeLimit limit;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!starts_point(text, i)) {
            continue;
        }
        if (const auto point = read_numeric_date(text, i)) {
            limit.date = limit.date ? std::max(*limit.date, *point->date) : *point->date;
            i += point->length - 1;
        } else if (const auto spoken = read_point(text, i, year); spoken && spoken->date && spoken->length > 1) {
            limit.date = limit.date ? std::max(*limit.date, *spoken->date) : *spoken->date;
            i += spoken->length - 1;
        }
    }
    limit.length = text.size();
    limit.continuous = !limit.date && kContinuous.within(text);
    return limit;
}

std::optional<base::Date> find_deadline(Text text, std::optional<int> year) {
    std::optional<base::Date> deadline;
    std::optional<int> nearest = year;
    int quoted = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        quoted += text[i] == U'《' ? 1 : text[i] == U'》' ? -1 : 0;
        if (const std::size_t label = kTimeLabels.match(text, i); label > 0) {
            const std::size_t stop = std::min(text.find_first_of(U";。)", i), text.size());
            if (const auto date = read_time_cell(text.substr(i + label, stop - i - label), nearest).date) {
                deadline = deadline ? std::max(*deadline, *date) : *date;
            }
            i = stop;
            continue;
        }
        if (quoted > 0 || !starts_point(text, i)) {
            continue;
        }
        if (const auto limit = read_time_limit(text, i, nearest)) {
            deadline = deadline ? std::max(*deadline, *limit->date) : *limit->date;
            i += limit->length - 1;
        } else if (const auto years = read_years(text, i)) {
            nearest = years->to;
            i += years->length - 1;
        }
    }
    return deadline;
}

PlanPeriod period_of(Text text) {
    PlanPeriod period;
    static const Lexicon five{U"十三五", U"十四五", U"十五五"};
    if (const auto at = five.find(text); at != kNone) {
        const int from = text.substr(at).starts_with(U"十三五") ? 2016 : text.substr(at).starts_with(U"十四五") ? 2021 : 2026;
        period = {from, from + 4};
    }
    for (std::size_t i = 0; i + 4 < text.size(); ++i) {
        const bool edge = i == 0 || !base::is_digit(text[i - 1]);
        if (!edge || digit_run(text, i) != 4 || !is_year(digits_value(text.substr(i, 4)))) {
            continue;
        }
        const int from = digits_value(text.substr(i, 4));
        std::size_t next = i + 4;
        next += text[next] == U'年' ? 1U : 0U;
        if (next < text.size() && Text(U"-—–~至到").find(text[next]) != kNone) {
            next = text.find_first_not_of(U"-—–~至到", next);
            if (next != kNone && digit_run(text, next) == 4 && is_year(digits_value(text.substr(next, 4)))) {
                return {from, digits_value(text.substr(next, 4))};
            }
        }
        if (text[i + 4] == U'年' && text.substr(i + 5).starts_with(U"起")) {
            if (const auto years = small_number(text, i + 6, 20); years && text.substr(i + 6 + years->second).starts_with(U"年")) {
                return {from, from + years->first - 1};
            }
        }
        if (text[i + 4] == U'年' && !period.from) {
            period = {from, from};
        }
    }
    return period;
}

}  // namespace luoshi::document
