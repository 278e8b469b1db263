#include "document/quantity.hpp"

#include "document/lexicon.hpp"

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
using Op = plan::TargetOperator;
constexpr std::size_t kNone = Text::npos;
constexpr std::size_t kLongestName = 14;  ///< characters in quotes that are still a name

const Lexicon kMeasures{
    U"%",        U"‰",      U"个百分点", U"百分点", U"倍",          U"元",       U"美元",   U"欧元",     U"港元",   U"人民币", U"人次",
    U"人",       U"名",     U"家",       U"个",     U"户",          U"户次",     U"场",     U"场次",     U"次",     U"种",     U"项",
    U"件",       U"亩",     U"公顷",     U"公里",   U"千米",        U"米",       U"平方米", U"平方公里", U"立方米", U"吨",     U"公斤",
    U"千克",     U"克",     U"斤",       U"所",     U"座",          U"台",       U"套",     U"条",       U"部",     U"份",     U"辆",
    U"只",       U"头",     U"张",       U"期",     U"班",          U"门",       U"篇",     U"支",       U"处",     U"间",     U"栋",
    U"片",       U"块",     U"株",       U"位",     U"对",          U"宗",       U"单",     U"票",       U"千瓦",   U"千瓦时", U"兆瓦",
    U"吉瓦",     U"升",     U"标准箱",   U"岁",     U"床",          U"张床位",   U"桶",     U"架",       U"艘",     U"列",     U"孔",
    U"眼",       U"口",     U"册",       U"盏",     U"枚",          U"幅",       U"ms",     U"km",       U"MW",     U"kW",     U"GW",
    U"kWh",      U"TEU",    U"Mbps",     U"Gbps",   U"微克/立方米", U"毫克/升",  U"㎡",     U"平米",     U"万亿",   U"小时",   U"分钟",
    U"个工作日", U"工作日", U"天",       U"标箱",   U"标煤",        U"吨标准煤", U"PFlops", U"EFlops",   U"P",      U"架次",   U"航班",
    U"节",       U"课时",   U"学时",     U"人天",   U"趟",          U"轮",       U"批次"};
const Lexicon kMultipliers{U"万亿", U"亿", U"千万", U"百万", U"万", U"千", U"百"};
const Lexicon kTimes{U"小时", U"分钟", U"个工作日", U"工作日", U"天"};
/// What follows a number that is part of a name or date.
const Lexicon kNotMeasures{U"个月",   U"个方面", U"个环节", U"个部分", U"个阶段", U"个专项行动", U"项任务", U"项重点任务", U"项举措",
                           U"项措施", U"项工作", U"条措施", U"个层面", U"个维度", U"个重点",     U"个季度", U"人民",       U"年",
                           U"月",     U"日",     U"号",     U"级",     U"届",     U"大",         U"类",     U"点",         U"时",
                           U"周",     U"旬",     U"季度",   U"次会议", U"部门",   U"个字",       U"次全会", U"项要求",     U"个原则",
                           U"单位",   U"名单",   U"家庭",   U"个人",   U"位一体", U"个坚持",     U"项内容", U"件事",       U"部委",
                           U"张网",   U"个一批", U"分",     U"张清单", U"门户",   U"次性",       U"口岸"};
const Lexicon kAtLeast{U"不少于", U"不低于", U"不小于", U"至少", U"≥", U">=", U"最少", U"不得少于", U"不得低于", U"不低于年度", U"保底"};
const Lexicon kMoreThan{U"超过", U"突破", U"高于", U"大于", U"超", U"逾", U">", U"多于", U"超出"};
const Lexicon kAtMost{U"不超过", U"不高于", U"不大于", U"不得超过", U"不得高于", U"≤", U"<=", U"不多于", U"最多"};
const Lexicon kLessThan{U"低于", U"小于", U"少于", U"<", U"不足"};
const Lexicon kAbout{U"约", U"≈", U"大约", U"接近", U"近"};
const Lexicon kLevel{U"达到",   U"达",       U"到",     U"至",     U"为", U"完成",   U"实现",
                     U"达到了", U"力争达到", U"稳定在", U"保持在", U"在", U"控制在", U"约为"};
const Lexicon kOrMore{U"以上", U"及以上", U"或以上", U"(含)以上", U"(含)及以上", U"之上"};
const Lexicon kOrLess{U"以内", U"以下", U"之内", U"(含)以内", U"(含)以下"};
const Lexicon kNearly{U"左右", U"上下"};
const Lexicon kRankBefore{U"前", U"第", U"No.", U"TOP", U"Top", U"全国前", U"排名前"};

/// Length of the quoted name or title that opens at `at`; 0 when it is long enough to hold sentences.
std::size_t quoted_name(Text text, std::size_t at) {
    const char32_t open = text[at];
    const char32_t close = open == U'《' ? U'》' : open == U'〈' ? U'〉' : open == U'“' ? U'”' : open == U'"' ? U'"' : U'\0';
    if (close == U'\0') {
        return 0;
    }
    const auto end = text.substr(at + 1, 80).find(close);
    if (end == kNone) {
        return 0;
    }
    return open == U'《' || end <= kLongestName ? end + 2 : 0;
}

/// Where the unit of measure behind a number ends; `at` when there is none.
std::size_t unit_end(Text text, std::size_t at, bool chinese) {
    if (at >= text.size() || kNotMeasures.match(text, at) > 0) {
        return at;
    }
    const std::size_t multiplier = chinese ? 0 : kMultipliers.match(text, at);
    std::size_t end = at + multiplier;
    if (multiplier > 0 && kNotMeasures.match(text, end) > 0) {
        return at;
    }
    const std::size_t measure = kMeasures.match(text, end);
    if (measure == 0 || (measure > 0 && base::is_latin(text[end]) && end + measure < text.size() && base::is_latin(text[end + measure]))) {
        return at;
    }
    end += measure;
    if (end + 1 < text.size() && text[end] == U'/') {  // 元/单, 件/万人
        const std::size_t scale = kMultipliers.match(text, end + 1);
        const std::size_t per = kMeasures.match(text, end + 1 + scale);
        end += per > 0 ? 1 + scale + per : 0;
    }
    return end;
}

std::size_t strip(Text text, std::size_t end, const Lexicon& words) { return end - words.match_before(text, end); }

/// Reads the bound in front of a figure; moves `begin` to its first character.
Op bound_before(Text text, std::size_t& begin) {
    const std::size_t end = begin;
    const std::size_t level = strip(text, end, kLevel);
    for (const std::size_t from : {end, level}) {
        const std::pair<const Lexicon*, Op> bounds[] = {
            {&kAtLeast, Op::AtLeast}, {&kAtMost, Op::AtMost}, {&kMoreThan, Op::MoreThan}, {&kLessThan, Op::LessThan}, {&kAbout, Op::About}};
        for (const auto& [words, op] : bounds) {
            if (const std::size_t n = words->match_before(text, from); n > 0) {
                begin = strip(text, from - n, kLevel);
                return op;
            }
        }
    }
    begin = level;
    return Op::Equal;
}

void bound_after(Text text, Quantity& quantity) {
    quantity.end = quantity.unit_end;
    if (const std::size_t more = kOrMore.match(text, quantity.end); more > 0) {
        quantity.op = Op::AtLeast;
        quantity.end += more;
    }
    if (const std::size_t less = kOrLess.match(text, quantity.end); less > 0) {
        quantity.op = Op::AtMost;
        quantity.end += less;
    }
    if (const std::size_t about = kNearly.match(text, quantity.end); about > 0) {
        quantity.op = Op::About;
        quantity.end += about;
    }
}

/// 5%-6%, 1家至2家: the unit stands with both ends of the range.
void join_range(Text text, Quantity& quantity) {
    if (quantity.number.high || quantity.unit_end >= text.size() || Text(U"-—–~至到").find(text[quantity.unit_end]) == kNone) {
        return;
    }
    const Text unit = text.substr(quantity.unit_begin, quantity.unit_end - quantity.unit_begin);
    const auto second = base::read_number(text, quantity.unit_end + 1);
    if (!second || second->high || !(second->low > quantity.number.low)) {
        return;
    }
    const std::size_t unit_at = quantity.unit_end + 1 + second->length;
    if (text.substr(unit_at, unit.size()) == unit) {
        quantity.number.high = second->low;
        quantity.unit_begin = unit_at;
        quantity.unit_end = unit_at + unit.size();
    }
}

/// The words on both sides that make the figure a bound; those behind it decide, except that 超过 stays strict.
void read_bounds(Text text, Quantity& quantity) {
    if (quantity.unit_begin == quantity.begin + quantity.number.length) {  // else the unit is borrowed and stands further on
        join_range(text, quantity);
        bound_after(text, quantity);
    }
    const Op before = bound_before(text, quantity.bound_begin);
    quantity.op = quantity.op == Op::Equal || before == Op::MoreThan ? before : quantity.op;
    if (quantity.number.high && quantity.op == Op::Equal) {
        quantity.op = Op::Between;
    }
}

/// A time is a figure to be reached when it is bounded or cut (不超过5个工作日, 缩短2天); 5个工作日内 is a time limit.
bool is_bounded_time(Text text, const Quantity& quantity) {
    static const Lexicon cut{U"缩短", U"压缩", U"减少", U"压减", U"提前", U"压缩至", U"缩短至", U"压减至", U"缩减到", U"缩短到", U"压缩到"};
    return (quantity.op != Op::Equal && quantity.end == quantity.unit_end) || cut.match_before(text, quantity.begin) > 0;
}

/// 10、14、20家: the unit stands once, behind the last figure.
void borrow_unit(Text text, Quantity& quantity) {
    std::size_t at = quantity.unit_begin;
    for (int figures = 0; figures < 6 && at + 1 < text.size() && text[at] == U'、'; ++figures) {
        const auto next = base::read_number(text, at + 1);
        if (!next || next->chinese) {
            return;
        }
        at += 1 + next->length;
        if (const std::size_t end = unit_end(text, at, false); end > at) {
            quantity.end = quantity.unit_begin;
            quantity.unit_begin = at;
            quantity.unit_end = end;
            return;
        }
    }
}

bool starts_number(char32_t c) { return base::is_digit(c) || Text(U"一二两三四五六七八九十百").find(c) != kNone; }

}  // namespace

std::vector<Quantity> read_quantities(Text text) {
    std::vector<Quantity> found;
    for (std::size_t i = 0; i < text.size();) {
        if (const std::size_t name = quoted_name(text, i); name > 0) {
            i += name;
            continue;
        }
        const bool sign = text[i] == U'百' && text.substr(i).starts_with(U"百分之");
        if (!sign && (text[i] == U'百' || !starts_number(text[i]))) {
            ++i;
            continue;
        }
        const auto number = base::read_number(text, i);
        if (!number) {
            ++i;
            continue;
        }
        const std::size_t next = i + number->length;
        const bool named =
            i > 0 && (base::is_latin(text[i - 1]) || text[i - 1] == U'第' || (text[i - 1] == U'-' && i > 1 && base::is_latin(text[i - 2])));
        Quantity quantity{i, next, next, next, i, *number};
        quantity.unit_end = number->percent ? next : unit_end(text, next, number->chinese);
        if (quantity.unit_end == next && !number->percent && !number->chinese) {
            borrow_unit(text, quantity);
        }
        if (named || (quantity.unit_end == quantity.unit_begin && !number->percent) || kRankBefore.match_before(text, i) > 0) {
            i = next;
            continue;
        }
        read_bounds(text, quantity);
        if (kTimes.match(text, quantity.unit_begin) == 0 || is_bounded_time(text, quantity)) {
            found.push_back(quantity);
        }
        i = quantity.end;
    }
    return found;
}

std::vector<Quantity> read_figure_cell(Text text) {
    std::size_t i = 0;
    while (i < text.size() && !base::is_digit(text[i])) {
        ++i;
    }
    if (i == text.size()) {
        return {};
    }
    const auto number = base::read_number(text, i);
    if (!number || number->chinese) {
        return {};
    }
    const std::size_t next = i + number->length;
    Quantity quantity{i, next, next, next, i, *number};
    quantity.unit_end = unit_end(text, next, false);
    if (quantity.unit_end == next) {
        quantity.unit_end = next + kMultipliers.match(text, next);
    }
    read_bounds(text, quantity);
    if (quantity.bound_begin != 0 || quantity.end != text.size()) {
        return {};
    }
    return {quantity};
}

bool is_measure(Text text) { return !text.empty() && unit_end(text, 0, false) == text.size(); }

Text unit_in_bracket(Text name) {
    if (name.empty() || name.back() != U')') {
        return {};
    }
    const auto open = name.rfind(U'(');
    if (open == kNone) {
        return {};
    }
    Text inside = name.substr(open + 1, name.size() - open - 2);
    if (inside.starts_with(U"单位:")) {
        inside.remove_prefix(3);
    }
    return is_measure(inside) || inside.find(U'/') != kNone ? inside : Text{};
}

}  // namespace luoshi::document
