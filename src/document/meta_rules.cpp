#include "document/meta_rules.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "document/lexicon.hpp"
#include "document/numbering.hpp"
#include "document/office_words.hpp"

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
constexpr std::size_t kNone = Text::npos;

const Lexicon kPublished{U"发布日期", U"公开日期", U"成文日期", U"印发日期", U"发文日期", U"生成日期", U"发布时间", U"成文时间"};
const Lexicon kNumberLabels{U"发文字号:", U"文号:", U"公文字号:"};
const Lexicon kHeadNoise{U"附件", U"目录", U"(节录)", U"节选"};

/// 2018年8月17日, 2018-08-17, ２０１９年５月１８日, 二〇一八年八月十七日 anywhere in a line.
std::optional<base::Date> date_in(Text text) {
    for (std::size_t i = 0; i + 7 < text.size(); ++i) {
        unsigned part[3] = {0, 0, 0};
        std::size_t at = i;
        int n = 0;
        for (; n < 3 && at < text.size(); ++n) {
            const std::size_t end = std::min(text.find_first_not_of(U"0123456789〇零一二三四五六七八九十", at), text.size());
            const Text digits = text.substr(at, end - at);
            const auto number = digits.empty() || digits.size() > 4 ? std::nullopt : base::read_number(digits, 0);
            if (!number || number->length != digits.size()) {
                break;
            }
            part[n] = static_cast<unsigned>(number->low.e4() / base::Decimal::kUnit);
            at = end + (end < text.size() && Text(U"年月日-/.").find(text[end]) != kNone ? 1U : 0U);
        }
        if (n == 3 && part[0] > 1900) {
            return base::make_date(static_cast<int>(part[0]), part[1], part[2]);
        }
    }
    return std::nullopt;
}

class MetaReader {
public:
    explicit MetaReader(const Document& document) {
        for (const Block& block : document.blocks) {
            if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
                Phrase phrase = paragraph->phrase.compact();
                const bool numbered = read_mark(phrase.text).has_value();
                body_ = std::min(body_, numbered ? lines_.size() : kNone);
                lines_.push_back(std::move(phrase));
            } else {
                body_ = std::min(body_, lines_.size());
            }
        }
        body_ = std::min(body_, lines_.size());
    }

    plan::DocumentMeta read() {
        plan::DocumentMeta meta;
        read_number(meta);
        read_title(meta);
        read_issuer(meta);
        read_date(meta);
        read_period(meta);
        return meta;
    }

private:
    Text text(std::size_t line) const { return lines_[line].text; }

    void read_number(plan::DocumentMeta& meta) {
        for (std::size_t i = 0; i < body_; ++i) {
            std::size_t from = 0;
            if (const std::size_t label = kNumberLabels.find(text(i)); label != kNone) {
                from = text(i).find(U':', label) + 1;
            }
            const std::size_t to = std::min(text(i).find(U'号', from), text(i).size() - 1) + 1;
            if (from <= to && is_document_number(text(i).substr(from, to - from)) && (from > 0 || to == text(i).size())) {
                meta.doc_number = lines_[i].written(from, to);
                return;
            }
        }
    }

    bool is_heading(std::size_t i) const {
        return is_title_line(text(i)) && !is_back_matter(text(i)) && text(i).find(U',') == kNone && !text(i).ends_with(U"文件");
    }

    /// The title as it stands over the plan itself, over one line or two.
    std::optional<Phrase> heading() const {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < body_; ++i) {
            const bool notice = text(i).ends_with(U"的通知");
            if (is_heading(i) && (!best || text(*best).ends_with(U"的通知")) && !(best && notice)) {
                best = i;
            }
        }
        if (!best) {
            return std::nullopt;
        }
        Phrase title = lines_[*best];
        const auto joinable = [&](std::size_t i) {
            return text(i).size() <= 30 && text(i).find_first_of(U",。:;、") == kNone && !is_date_line(text(i));
        };
        if (*best + 1 < body_ && !text(*best).ends_with(U"的通知")) {
            const std::size_t next = *best + 1;
            const bool bracket = text(next).starts_with(U"(2") || text(next).starts_with(U"(试行");
            const bool rest = is_heading(next) && !text(next).ends_with(U"的通知") && !text(*best).ends_with(U"方案") &&
                              !text(*best).ends_with(U"计划") && joinable(next) && text(*best).ends_with(U"工作");
            if (bracket || rest) {
                title.append(lines_[next]);
            }
        }
        return title;
    }

    void read_title(plan::DocumentMeta& meta) {
        for (std::size_t i = 0; i < body_; ++i) {
            const auto [from, to] = issued_title(text(i));
            if (from < to && is_title_line(text(i).substr(from, to - from)) && !text(i).substr(0, to).ends_with(U"任务")) {
                meta.title = lines_[i].written(from, to);
                return;
            }
        }
        if (const auto title = heading()) {
            meta.title = title->written();
            return;
        }
        for (std::size_t i = 0; i < body_; ++i) {
            const bool noise = kHeadNoise.starts(text(i)) || is_organ_line(text(i)) || is_date_line(text(i)) || is_document_number(text(i));
            if (!noise && text(i).size() >= 4 && text(i).size() <= 60 && text(i).find(U'。') == kNone && !text(i).ends_with(U":")) {
                meta.title = lines_[i].written();
                return;
            }
        }
    }

    /// The organ that signs (the line above a date), else the one in front of 关于 in the notice's title, else an organ line on top.
    void read_issuer(plan::DocumentMeta& meta) {
        for (std::size_t i = 0; i + 1 < lines_.size(); ++i) {
            if (text(i + 1).empty()) {
                continue;
            }
            const bool dated = is_date_line(text(i + 1)) ||
                               (base::is_digit(text(i + 1).front()) && text(i + 1).ends_with(U"日") && text(i + 1).size() < 14);
            if (dated && is_organ_line(text(i))) {
                meta.issuer = lines_[i].written();
                return;
            }
        }
        for (std::size_t i = 0; i < body_; ++i) {
            const auto about = text(i).find(U"关于");
            const auto issue = text(i).find(U"印发");
            const auto stop = std::min(about, issue);
            if (stop != kNone && stop > 0 && is_title_line(text(i)) && is_organ_line(text(i).substr(0, stop))) {
                meta.issuer = lines_[i].written(0, stop);
                return;
            }
        }
        for (std::size_t i = 0; i < body_; ++i) {
            if (is_organ_line(text(i))) {
                meta.issuer = lines_[i].written();
                return;
            }
        }
    }

    void read_date(plan::DocumentMeta& meta) {
        for (std::size_t i = 0; i < lines_.size() && !meta.issued_on; ++i) {
            if (is_date_line(text(i))) {
                meta.issued_on = date_in(text(i));
            }
        }
        for (std::size_t i = 0; i < lines_.size() && !meta.issued_on; ++i) {
            if (const auto at = kPublished.find(text(i)); at != kNone) {
                meta.issued_on = date_in(text(i).substr(at, 24));
            }
        }
    }

    void read_period(plan::DocumentMeta& meta) {
        PlanPeriod period;
        const auto take = [&](Text said) {
            if (const auto found = period_of(said); !period.from && found.from) {
                period = found;
            }
        };
        if (meta.title) {
            take(base::fold_width(base::decode_utf8(*meta.title).value_or(U"")));
        }
        for (std::size_t i = 0; i < lines_.size() && !period.from; ++i) {
            if (text(i).find(U"年起") != kNone) {
                take(text(i));
            }
        }
        for (std::size_t i = 0; i < body_ && !period.from; ++i) {
            if (is_heading(i)) {
                take(text(i));
            }
        }
        if (!period.from && meta.doc_number) {
            const auto number = base::fold_width(base::decode_utf8(*meta.doc_number).value_or(U""));
            const auto open = number.find(U'[');
            take(open == kNone ? U"" : number.substr(open + 1, 4) + U"年");
        }
        if (!period.from && meta.issued_on) {
            period = {base::year_of(*meta.issued_on), base::year_of(*meta.issued_on)};
        }
        meta.period_from = period.from;
        meta.period_to = period.to;
    }

    std::vector<Phrase> lines_;
    std::size_t body_ = kNone;  ///< lines before the first clause or table
};

}  // namespace

bool is_document_number(Text text) {
    const auto open = text.find_first_of(U"[(");
    if (open == kNone || open < 2 || open > 14 || !text.ends_with(U"号") || text.size() > open + 12) {
        return false;
    }
    const bool year = text.substr(open + 1).find_first_not_of(U"0123456789") == 4 && Text(U"])").find(text[open + 5]) != kNone;
    return year && text.substr(0, open).find_first_of(U",。:;、《") == kNone;
}

plan::DocumentMeta read_meta(const Document& document) { return MetaReader(document).read(); }

}  // namespace luoshi::document
