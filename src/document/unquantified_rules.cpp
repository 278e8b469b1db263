#include "document/unquantified_rules.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "document/clause_text.hpp"
#include "document/lexicon.hpp"

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
using plan::DraftTarget;
using plan::TargetKind;
using Op = plan::TargetOperator;
constexpr std::size_t kNone = Text::npos;

const Lexicon kBeyond{U"超过", U"高于", U"优于", U"快于", U"不低于"};
const Lexicon kReferenceEnds{U"目标", U"目标值", U"平均水平", U"平均值", U"平均", U"规划指标", U"增速", U"增幅"};
const Lexicon kAllOf{U"全部列入", U"全部列为", U"全部纳入", U"全部完成", U"全部达到", U"全部实现",
                     U"全部通过", U"全部建成", U"均列入",   U"均纳入",   U"全部达标", U"全部成为"};
const Lexicon kPlaceEnds{U"县", U"市", U"区", U"镇", U"乡", U"村", U"旗", U"州", U"街道", U"园区", U"开发区"};
const Lexicon kIssue{U"制定出台", U"出台", U"印发", U"制定", U"制订", U"编制", U"研究制定", U"编印"};
const Lexicon kPapers{U"措施", U"方案", U"办法", U"意见", U"细则", U"规划", U"计划",
                      U"政策", U"指引", U"指南", U"清单", U"标准", U"预案", U"目录"};

/// Number of places joined by 、 or 和 that end at `end`, and where the first begins.
std::pair<int, std::size_t> named_places(Text text, std::size_t begin, std::size_t end) {
    int count = 0;
    std::size_t from = end;
    for (std::size_t stop = end; stop > begin;) {
        const auto split = text.substr(begin, stop - begin).find_last_of(U"、和及");
        const std::size_t start = split == kNone ? begin : begin + split + 1;
        const Text place = text.substr(start, stop - start);
        if (!kPlaceEnds.ends(place) || place.size() < 2 || place.size() > 10 || place.find(U'各') != kNone) {
            break;
        }
        ++count;
        from = start;
        if (split == kNone) {
            break;
        }
        stop = begin + split;
    }
    return {count, from};
}

std::optional<int> year_before(Text text, std::size_t at, const TargetContext& context) {
    std::optional<int> year;
    for (std::size_t i = sentence_begin(text, at); i < at; ++i) {
        if (base::is_digit(text[i])) {
            if (const auto years = read_years(text, i)) {
                year = years->to;
                i += years->length - 1;
            }
        }
    }
    return year ? year : context.column_year ? context.column_year : context.period.single_year() ? context.period.to : std::nullopt;
}

}  // namespace

void read_unquantified(const Document& document, const Phrase& phrase, const TargetContext& context, std::vector<DraftTarget>& targets) {
    const Text text = phrase.text;
    for (std::size_t at = kAllOf.find(text); at != kNone; at = kAllOf.find(text, at + 1)) {
        const auto [places, from] = named_places(text, clause_begin(text, at), at);
        if (places >= 2) {
            DraftTarget target;
            target.kind = TargetKind::AllOfSet;
            target.name = phrase.written(at, clause_end(text, at));
            target.scope = phrase.written(from, at);
            target.year = year_before(text, at, context);
            target.span = document.span(phrase, from, clause_end(text, at));
            targets.push_back(std::move(target));
        }
    }
    for (std::size_t at = kBeyond.find(text); at != kNone; at = kBeyond.find(text, at + 1)) {
        const std::size_t from = clause_begin(text, at);
        const std::size_t to = clause_end(text, at);
        const Text other = text.substr(at, to - at);
        if (kReferenceEnds.ends(other) && other.find_first_of(U"0123456789%") == kNone && at > from) {
            DraftTarget target;
            target.kind = TargetKind::Reference;
            target.op = text.substr(at).starts_with(U"不低于") ? Op::AtLeast : Op::MoreThan;
            target.name = phrase.written(from, at);
            target.scope = phrase.written(at + kBeyond.match(text, at), to);
            target.year = year_before(text, at, context);
            target.span = document.span(phrase, from, to);
            targets.push_back(std::move(target));
        }
        at = to;
    }
}

void read_deliverable(const Document& document, const Phrase& phrase, std::optional<int> year, std::vector<DraftTarget>& targets) {
    const Text text = phrase.text;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find_first_of(U"。;", from), text.size());
        const std::size_t issue = kIssue.find(text.substr(0, to), from);
        const auto due = issue == kNone ? std::nullopt : find_deadline(text.substr(from, issue - from), year);
        if (due) {
            const std::size_t end = clause_end(text, issue);
            if (kPapers.within(text.substr(issue, end - issue))) {
                DraftTarget target;
                target.kind = TargetKind::Deliverable;
                target.name = phrase.written(issue, end);
                target.due_on = due;
                target.year = base::year_of(*due);
                target.span = document.span(phrase, from, end);
                targets.push_back(std::move(target));
            }
        }
        from = to + 1;
    }
}

}  // namespace luoshi::document
