#include "document/extractor.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "document/docx_reader.hpp"
#include "document/encoding.hpp"
#include "document/html_reader.hpp"
#include "document/item_tasks.hpp"
#include "document/meta_rules.hpp"
#include "document/table_tasks.hpp"
#include "document/text_reader.hpp"

namespace luoshi::document {
namespace {

/// A plan has some ten thousand characters; the bound keeps the memory of reading one small.
constexpr std::size_t kMostCharacters = 4'000'000;

base::Error too_long(std::size_t characters) {
    return {
        base::Category::TooLarge,
        "document.too_large",
        fmt::format("文字太多({} 万字),最多可读 {} 万字。请只保留方案正文和任务表后重试。", characters / 10'000, kMostCharacters / 10'000),
        {},
        {}};
}

std::string ending_of(std::string_view file_name) {
    const auto dot = file_name.rfind('.');
    std::string ending(dot == std::string_view::npos ? std::string_view{} : file_name.substr(dot + 1));
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return ending;
}

base::Result<Document> read_document(std::string_view bytes, std::string_view file_name) {
    const std::string ending = ending_of(file_name);
    if (ending == "docx") {
        LUOSHI_TRY(lines, docx_lines(bytes));
        if (lines.size() > kMostCharacters) {
            return too_long(lines.size());
        }
        return read_text(std::move(lines), TextFormat::Plain);
    }
    LUOSHI_TRY(text, decode_text(bytes));
    if (text.size() > kMostCharacters) {
        return too_long(text.size());
    }
    if (ending == "html" || ending == "htm") {
        return read_html(std::move(text));
    }
    return read_text(std::move(text), ending == "csv"                          ? TextFormat::Csv
                                      : ending == "md" || ending == "markdown" ? TextFormat::Markdown
                                                                               : TextFormat::Plain);
}

/// What stands before and behind the clauses: head, covering notice, signature, copy list.
void add_edges(const Document& document, plan::PlanDraft& draft) {
    int first = static_cast<int>(document.text.size());
    int last = 0;
    for (const auto& clause : draft.clauses) {
        first = std::min(first, clause.span.begin);
        last = std::max(last, clause.span.end);
    }
    plan::DraftClause front;
    front.kind = plan::ClauseKind::Front;
    front.span = document.span(0, first);
    plan::DraftClause back;
    back.kind = plan::ClauseKind::Back;
    back.span = document.span(last, static_cast<int>(document.text.size()));
    if (first > 0) {
        draft.clauses.push_back(std::move(front));
    }
    if (last < static_cast<int>(document.text.size())) {
        draft.clauses.push_back(std::move(back));
    }
}

}  // namespace

base::Error too_large(std::size_t bytes) {
    return {base::Category::TooLarge,
            "document.too_large",
            fmt::format("文件太大({} MB),最多可读 {} MB。请只保留方案正文和任务表,去掉图片等附件后重试。", bytes / 1024 / 1024,
                        kMaxDocumentBytes / 1024 / 1024),
            {},
            {}};
}

base::Result<plan::PlanDraft> extract(std::string_view bytes, std::string_view file_name) {
    if (bytes.size() > kMaxDocumentBytes) {
        return too_large(bytes.size());
    }
    LUOSHI_TRY(document, read_document(bytes, file_name));
    plan::PlanDraft draft;
    draft.meta = read_meta(document);
    TaskContext context;
    context.period = {draft.meta.period_from, draft.meta.period_to};
    context.year =
        context.period.single_year() || !draft.meta.issued_on ? context.period.from : std::optional{base::year_of(*draft.meta.issued_on)};
    for (const Block& block : document.blocks) {
        if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
            learn_duty_custom(document, paragraph->phrase.compact(), context.duty);
        }
    }
    const auto items = read_outline(document);
    add_item_tasks(document, items, context, draft);
    bool has_table = false;
    for (const Block& block : document.blocks) {
        if (const auto* rows = std::get_if<Table>(&block)) {
            if (const auto table = read_task_table(*rows)) {
                has_table = true;
                add_table_tasks(document, *table, context, draft);
            }
        }
    }
    const bool numbered = std::any_of(items.begin(), items.end(), [](const Item& item) { return item.mark.has_value(); });
    if (!numbered && !has_table && draft.tasks.empty()) {
        return base::bad_input("document.not_a_plan",
                               "这不是可识别的方案文本:全文没有带编号的条款(如“一、”“(一)”“1.”),也没有带表头的任务表。请检查是否选错了文件,"
                               "或补上条款编号后重试。");
    }
    add_edges(document, draft);
    draft.text = base::encode_utf8(document.text);
    return draft;
}

}  // namespace luoshi::document
