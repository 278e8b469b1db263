#include "document/text_reader.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "document/numbering.hpp"
#include "document/office_words.hpp"
#include "document/table_shape.hpp"

namespace luoshi::document {
namespace {

constexpr std::size_t kLongestTag = 80;   ///< characters between < and > that are still taken for a tag
constexpr std::size_t kWrappedLine = 30;  ///< a line without a full stop is broken off only when it is at least this long

struct Range {
    std::size_t begin;
    std::size_t end;
};

/// Length of the tag (<p>, </p>, <br/>) that starts at `at`, 0 when none does.
std::size_t tag_length(std::u32string_view text, std::size_t at) {
    if (text[at] != U'<' || at + 2 >= text.size() || !(base::is_latin(text[at + 1]) || text[at + 1] == U'/')) {
        return 0;
    }
    const auto close = text.substr(at, kLongestTag).find(U'>');
    return close == std::u32string_view::npos ? 0 : close + 1;
}

/// The characters of a range without tags; blanks at both ends are dropped.
Phrase phrase_of(std::u32string_view text, Range range) {
    Phrase out;
    for (std::size_t i = range.begin; i < range.end; ++i) {
        if (const std::size_t tag = tag_length(text.substr(0, range.end), i); tag > 0) {
            out.push(U' ', static_cast<int>(i));
            i += tag - 1;
        } else if (text.substr(i, 2) == U"**") {  // bold in Markdown
            ++i;
        } else if (text[i] != 0xFEFF) {
            out.push(text[i], static_cast<int>(i));
        }
    }
    return out.trimmed();
}

bool blank(std::u32string_view line) { return base::trim(line).empty(); }

Row tab_row(std::u32string_view text, Range line) {
    Row row{{}, static_cast<int>(line.begin), static_cast<int>(line.end)};
    std::size_t from = line.begin;
    for (std::size_t i = line.begin; i <= line.end; ++i) {
        if (i == line.end || text[i] == U'\t') {
            row.cells.push_back({phrase_of(text, {from, i})});
            from = i + 1;
        }
    }
    return row;
}

Row bar_row(std::u32string_view text, Range line) {
    Row row{{}, static_cast<int>(line.begin), static_cast<int>(line.end)};
    std::size_t from = text.find(U'|', line.begin) + 1;
    for (std::size_t i = from; i < line.end; ++i) {
        if (text[i] == U'|' && text[i - 1] != U'\\') {
            row.cells.push_back({phrase_of(text, {from, i})});
            from = i + 1;
        }
    }
    if (!blank(text.substr(from, line.end - from))) {
        row.cells.push_back({phrase_of(text, {from, line.end})});
    }
    return row;
}

/// A rule line of a Markdown table: |---|:--:|
bool bar_rule(std::u32string_view line) { return line.find_first_not_of(U"|-: \t") == std::u32string_view::npos; }

/// One CSV record (RFC 4180) starting at `at`; moves `at` behind it. A field may hold line breaks between quotes.
Row csv_row(std::u32string_view text, std::size_t& at) {
    Row row{{}, static_cast<int>(at), 0};
    for (;;) {
        Phrase field;
        const bool quoted = at < text.size() && text[at] == U'"';
        at += quoted ? 1U : 0U;
        for (; at < text.size(); ++at) {
            if (quoted && text[at] == U'"') {
                if (at + 1 < text.size() && text[at + 1] == U'"') {
                    ++at;
                } else {
                    ++at;
                    break;
                }
            } else if (!quoted && (text[at] == U',' || text[at] == U'\n')) {
                break;
            }
            field.push(text[at], static_cast<int>(at));
        }
        row.cells.push_back({field.trimmed()});
        if (at >= text.size() || text[at] != U',') {
            break;
        }
        ++at;
    }
    row.end = static_cast<int>(std::min(at, text.size()));
    at = std::min(text.find(U'\n', at), text.size());
    at += at < text.size() ? 1U : 0U;
    return row;
}

class TextReader {
public:
    TextReader(std::u32string text, TextFormat format) : document_(std::move(text)), format_(format) {}

    Document read() {
        if (format_ == TextFormat::Csv) {
            for (std::size_t at = 0; at < document_.text.size();) {
                add_row(csv_row(document_.text, at));
            }
        } else {
            const std::u32string_view text = document_.text;
            for (const int begin : document_.line_begin) {
                const auto from = static_cast<std::size_t>(begin);
                read_line({from, std::min(text.find(U'\n', from), text.size())});
            }
        }
        unstack_tables(document_);
        rejoin_tables(document_);
        return std::move(document_);
    }

private:
    void read_line(Range range) {
        const std::u32string_view text = document_.text;
        const auto line = text.substr(range.begin, range.end - range.begin);
        const auto content = base::trim(line);
        if (content.empty() || is_page_number(base::fold_width(content))) {
            return;
        }
        if (content.front() == U'|' && content.back() == U'|' && content.size() > 2) {
            if (!bar_rule(content)) {
                add_row(bar_row(text, range));
            }
            return;
        }
        const bool inner_tab = content.find(U'\t') != std::u32string_view::npos;
        const bool table_tab = in_table() && line.find(U'\t') != std::u32string_view::npos;
        if (inner_tab || table_tab) {
            add_row(tab_row(text, range));
            return;
        }
        if (format_ == TextFormat::Markdown && content.front() == U'#') {
            range.begin = std::min(text.find_first_not_of(U'#', text.find(U'#', range.begin)), range.end);
        }
        add_paragraph(phrase_of(text, range));
    }

    bool in_table() const { return !document_.blocks.empty() && std::holds_alternative<Table>(document_.blocks.back()); }

    void add_row(Row row) {
        const auto filled = std::count_if(row.cells.begin(), row.cells.end(), [](const Cell& cell) { return !cell.phrase.empty(); });
        if (filled == 0) {
            return;
        }
        if (!in_table() && filled == 1) {  // a title line of a file that is all cells
            const auto cell = std::find_if(row.cells.begin(), row.cells.end(), [](const Cell& c) { return !c.phrase.empty(); });
            document_.blocks.emplace_back(Paragraph{cell->phrase});
            end_paragraph();
            return;
        }
        if (!in_table()) {
            document_.blocks.emplace_back(Table{});
        }
        std::get<Table>(document_.blocks.back()).rows.push_back(std::move(row));
        end_paragraph();
    }

    void add_paragraph(Phrase phrase) {
        if (phrase.empty()) {
            return;
        }
        const Phrase line = phrase.compact();
        if (line.empty()) {
            return;
        }
        const bool stands_alone =
            read_mark(line.text) || is_labelled_line(line.text) || is_date_line(line.text) || is_back_matter(line.text);
        if ((open_ && !stands_alone) || ends_notice_title(last_line_, line.text)) {
            std::get<Paragraph>(document_.blocks.back()).phrase.append(phrase);
        } else {
            document_.blocks.emplace_back(Paragraph{std::move(phrase)});
            has_stop_ = has_comma_ = false;
            length_ = 0;
        }
        has_stop_ = has_stop_ || line.text.find(U'。') != std::u32string::npos;
        has_comma_ = has_comma_ || line.text.find_first_of(U",;:") != std::u32string::npos;
        length_ += line.size();
        last_line_ = line.text;
        const bool mid_list = std::u32string_view(U"、,及和与").find(line.text.back()) != std::u32string_view::npos;
        open_ = mid_list || (!ends_sentence(line.text.back()) && (has_stop_ || (length_ >= kWrappedLine && has_comma_)));
    }

    void end_paragraph() {
        open_ = false;
        last_line_.clear();
    }

    Document document_;
    TextFormat format_;
    bool open_ = false;  ///< the last block is a paragraph that a line or page end broke off; what is known of it:
    bool has_stop_ = false;
    bool has_comma_ = false;
    std::size_t length_ = 0;
    std::u32string last_line_;
};

}  // namespace

Document read_text(std::u32string text, TextFormat format) { return TextReader(std::move(text), format).read(); }

}  // namespace luoshi::document
