#include "document/office_words.hpp"

#include "base/text.hpp"
#include "document/duty_rules.hpp"
#include "document/lexicon.hpp"

namespace luoshi::document {
namespace {

constexpr std::size_t kLongestOrgan = 30;
constexpr std::size_t kLongestTitle = 70;

const Lexicon kBackMatter{U"抄报:", U"抄送:", U"主送:", U"(共印", U"(此件", U"(联系人", U"(联系电话", U"附件:", U"附件1:", U"(信息公开"};
const Lexicon kOrganEnds{U"人民政府", U"政府", U"办公室", U"办公厅", U"委员会", U"管委会", U"领导小组",
                         U"局",       U"厅",   U"委",     U"部",     U"院",     U"指挥部"};
const Lexicon kIssues{U"关于印发", U"关于转发", U"印发关于", U"关于下发", U"转发关于"};
const Lexicon kTitleEnds{U"方案", U"计划",   U"规划", U"意见",   U"办法",   U"细则",   U"措施", U"政策", U"要点",
                         U"清单", U"分解",   U"分工", U"分解表", U"指标",   U"图谱",   U"任务", U"工作", U"台账",
                         U"通知", U"任务书", U"纲要", U"安排",   U"一览表", U"汇总表", U"表",   U"目标"};

std::u32string_view without_brackets_at_end(std::u32string_view text) {
    while (!text.empty() && text.back() == U')') {
        const auto open = text.rfind(U'(');
        if (open == std::u32string_view::npos || open == 0) {
            break;
        }
        text = text.substr(0, open);
    }
    return text;
}

}  // namespace

bool ends_sentence(char32_t last) { return std::u32string_view(U"。!?;:”》)]…").find(last) != std::u32string_view::npos; }

bool is_page_number(std::u32string_view text) {
    const auto inner = [](std::u32string_view s) { return base::trim(s); };
    if (text.starts_with(U"第") && text.ends_with(U"页")) {
        text = inner(text.substr(1, text.size() - 2));
        return !text.empty() && text.find_first_not_of(U"0123456789 ") == std::u32string_view::npos;
    }
    const auto digits_from = text.find_first_of(U"0123456789");
    const bool dashes = text.size() >= 3 && text.find_first_not_of(U"-—–· 0123456789") == std::u32string_view::npos;
    return dashes && digits_from != std::u32string_view::npos && digits_from > 0 && !base::is_digit(text.back());
}

bool is_date_line(std::u32string_view text) {
    if (text.size() < 8 || text.size() > 14 ||
        text.find_first_not_of(U"0123456789〇零一二三四五六七八九十年月日印发") != std::u32string_view::npos) {
        return false;
    }
    return text.find(U'日') != std::u32string_view::npos;
}

bool is_labelled_line(std::u32string_view text) { return duty_label(text, 0).length > 0; }

bool is_back_matter(std::u32string_view text) { return kBackMatter.starts(text); }

bool is_organ_line(std::u32string_view text) {
    return text.size() >= 4 && text.size() <= kLongestOrgan && text.find_first_of(U",。;:、《0123456789") == std::u32string_view::npos &&
           kOrganEnds.ends(text);
}

bool is_title_line(std::u32string_view text) {
    const auto core = without_brackets_at_end(text);
    return core.size() >= 4 && core.size() <= kLongestTitle && core.find_first_of(U"。;:") == std::u32string_view::npos &&
           kTitleEnds.ends(core);
}

bool ends_notice_title(std::u32string_view first, std::u32string_view second) {
    const bool open = kIssues.within(first) && !is_title_line(first) && first.find_first_of(U"。,:") == std::u32string_view::npos;
    return open && first.size() <= kLongestTitle && second.size() <= kLongestTitle && second.ends_with(U"的通知");
}

std::pair<std::size_t, std::size_t> issued_title(std::u32string_view text) {
    const std::size_t at = kIssues.find(text);
    if (at == std::u32string_view::npos || !text.ends_with(U"的通知")) {
        return {0, 0};
    }
    std::size_t from = at + (text.substr(at).starts_with(U"印发关于") ? 2U : 4U);
    std::size_t to = text.size() - 3;
    if (from < to && text[from] == U'《' && text[to - 1] == U'》') {
        ++from;
        --to;
    }
    return {from, to};
}

}  // namespace luoshi::document
