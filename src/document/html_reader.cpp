#include "document/html_reader.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "document/table_shape.hpp"

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
constexpr std::size_t kNone = Text::npos;
constexpr int kMostSpan = 64;
constexpr std::size_t kLongestTag = 1000;

constexpr std::array<Text, 24> kBlocks{U"p",       U"div",    U"h1",     U"h2",    U"h3",    U"h4",   U"h5",         U"h6",
                                       U"li",      U"ul",     U"ol",     U"br",    U"hr",    U"body", U"html",       U"section",
                                       U"article", U"header", U"footer", U"title", U"table", U"pre",  U"blockquote", U"center"};
constexpr std::array<Text, 4> kSkipped{U"script", U"style", U"head", U"noscript"};

template <std::size_t N>
bool one_of(const std::array<Text, N>& names, Text name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::u32string lower(Text text) {
    std::u32string out(text);
    for (char32_t& c : out) {
        c = c >= U'A' && c <= U'Z' ? c + 32 : c;
    }
    return out;
}

struct Tag {
    std::u32string name;
    bool closing = false;
    std::size_t end = 0;  ///< behind >
    Text attributes;
};

std::optional<Tag> read_tag(Text source, std::size_t at) {
    std::size_t from = at + 1;
    const bool closing = from < source.size() && source[from] == U'/';
    from += closing ? 1U : 0U;
    std::size_t to = from;
    while (to < source.size() && (base::is_latin(source[to]) || base::is_digit(source[to]))) {
        ++to;
    }
    const auto end = to == from ? kNone : source.substr(to, kLongestTag).find(U'>');
    if (end == kNone) {
        return std::nullopt;
    }
    return Tag{lower(source.substr(from, to - from)), closing, to + end + 1, source.substr(to, end)};
}

int span_of(Text attributes, Text name) {
    const std::u32string low = lower(attributes);
    const auto at = low.find(name);
    const auto digit = at == kNone ? kNone : low.find_first_of(U"0123456789", at);
    if (digit == kNone || digit > at + name.size() + 4) {
        return 1;
    }
    const auto value = base::read_number(low, digit);
    return value ? std::clamp(static_cast<int>(value->low.e4() / base::Decimal::kUnit), 1, kMostSpan) : 1;
}

/// The character a reference (&nbsp; &#12288;) stands for and the characters it takes.
std::optional<std::pair<char32_t, std::size_t>> read_reference(Text source, std::size_t at) {
    const auto end = source.substr(at, 12).find(U';');
    if (end == kNone) {
        return std::nullopt;
    }
    const Text name = source.substr(at + 1, end - 1);
    static const std::map<Text, char32_t> names{{U"nbsp", U' '},   {U"amp", U'&'},   {U"lt", U'<'},    {U"gt", U'>'},    {U"quot", U'"'},
                                                {U"ldquo", U'“'},  {U"rdquo", U'”'}, {U"mdash", U'—'}, {U"ndash", U'–'}, {U"hellip", U'…'},
                                                {U"middot", U'·'}, {U"emsp", U' '},  {U"ensp", U' '},  {U"ge", U'≥'},    {U"le", U'≤'}};
    if (const auto known = names.find(name); known != names.end()) {
        return std::pair{known->second, end + 1};
    }
    if (name.size() < 2 || name.front() != U'#') {
        return std::nullopt;
    }
    const bool hex = name[1] == U'x' || name[1] == U'X';
    char32_t value = 0;
    for (const char32_t c : name.substr(hex ? 2 : 1)) {
        const char32_t digit = base::is_digit(c)        ? c - U'0'
                               : c >= U'a' && c <= U'f' ? c - U'a' + 10
                               : c >= U'A' && c <= U'F' ? c - U'A' + 10
                                                        : 99;
        if (digit >= (hex ? 16U : 10U) || value > 0x10FFFF) {
            return std::nullopt;
        }
        value = value * (hex ? 16 : 10) + digit;
    }
    return value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) ? std::nullopt : std::optional{std::pair{value, end + 1}};
}

class HtmlReader {
public:
    explicit HtmlReader(std::u32string source) : document_(std::move(source)), source_(document_.text) {}

    Document read() {
        for (std::size_t i = 0; i < source_.size();) {
            if (source_[i] == U'<') {
                i = read_markup(i);
            } else if (const auto reference = source_[i] == U'&' ? read_reference(source_, i) : std::nullopt) {
                phrase_.push(reference->first, static_cast<int>(i));
                i += reference->second;
            } else {
                phrase_.push(source_[i] == U'\n' ? U' ' : source_[i], static_cast<int>(i));
                ++i;
            }
        }
        while (in_table_ > 0) {
            end_table(source_.size());
        }
        end_paragraph();
        unstack_tables(document_);
        rejoin_tables(document_);
        return std::move(document_);
    }

private:
    std::size_t read_markup(std::size_t at) {
        if (source_.substr(at, 4) == U"<!--") {
            const auto end = source_.find(U"-->", at);
            return end == kNone ? source_.size() : end + 3;
        }
        if (source_.substr(at, 2) == U"<!" || source_.substr(at, 2) == U"<?") {
            const auto end = source_.find(U'>', at);
            return end == kNone ? source_.size() : end + 1;
        }
        const auto tag = read_tag(source_, at);
        if (!tag) {
            phrase_.push(source_[at], static_cast<int>(at));
            return at + 1;
        }
        if (!tag->closing && one_of(kSkipped, tag->name)) {
            return behind_closing(tag->name, tag->end);
        }
        if (tag->name == U"td" || tag->name == U"th") {
            tag->closing ? end_cell() : begin_cell(*tag);
        } else if (tag->name == U"tr") {
            tag->closing ? end_row(tag->end) : begin_row(at);
        } else if (tag->name == U"table") {
            tag->closing ? end_table(tag->end) : begin_table();
        } else if (one_of(kBlocks, tag->name)) {
            in_cell_ ? phrase_.push(U' ', static_cast<int>(at)) : end_paragraph();
        }
        return tag->end;
    }

    /// Behind </name>; the end of the source when it never closes.
    std::size_t behind_closing(Text name, std::size_t from) {
        for (std::size_t at = source_.find(U"</", from); at != kNone; at = source_.find(U"</", at + 2)) {
            if (const auto tag = read_tag(source_, at); tag && tag->name == name) {
                return tag->end;
            }
        }
        return source_.size();
    }

    void begin_table() {
        end_paragraph();
        ++in_table_;
        if (in_table_ == 1) {
            table_ = {};
            hanging_.clear();
        }
    }

    void begin_row(std::size_t at) {
        end_row(at);
        row_ = Row{{}, static_cast<int>(at), static_cast<int>(at)};
        in_row_ = in_table_ > 0;
    }

    /// Cells that hang down from a rowspan above stand in this row as empty ones.
    void fill_hanging() {
        while (column_ < hanging_.size() && hanging_[column_] > 0) {
            --hanging_[column_];
            row_.cells.push_back({});
            ++column_;
        }
    }

    void begin_cell(const Tag& tag) {
        if (!in_row_) {
            return;
        }
        end_cell();
        fill_hanging();
        in_cell_ = true;
        phrase_ = {};
        columns_ = span_of(tag.attributes, U"colspan");
        const int rows = span_of(tag.attributes, U"rowspan");
        hanging_.resize(std::max(hanging_.size(), column_ + static_cast<std::size_t>(columns_)));
        for (int i = 0; i < columns_; ++i) {
            hanging_[column_ + static_cast<std::size_t>(i)] = rows - 1;
        }
    }

    void end_cell() {
        if (!in_cell_) {
            return;
        }
        row_.cells.push_back({phrase_.trimmed(), columns_});
        column_ += static_cast<std::size_t>(columns_);
        phrase_ = {};
        in_cell_ = false;
    }

    void end_row(std::size_t at) {
        if (!in_row_) {
            return;
        }
        end_cell();
        fill_hanging();
        row_.end = static_cast<int>(at);
        if (std::any_of(row_.cells.begin(), row_.cells.end(), [](const Cell& c) { return !c.phrase.empty(); })) {
            table_.rows.push_back(std::move(row_));
        }
        row_ = {};
        column_ = 0;
        in_row_ = false;
        phrase_ = {};
    }

    void end_table(std::size_t at) {
        end_row(at);
        in_table_ = std::max(0, in_table_ - 1);
        if (in_table_ == 0 && !table_.rows.empty()) {
            document_.blocks.emplace_back(std::move(table_));
            table_ = {};
        }
    }

    void end_paragraph() {
        Phrase text = phrase_.trimmed();
        phrase_ = {};
        if (!text.empty()) {
            document_.blocks.emplace_back(Paragraph{std::move(text)});
        }
    }

    Document document_;
    Text source_;
    Phrase phrase_;
    Table table_;
    Row row_;
    std::vector<int> hanging_;  ///< rows each column is still covered from above
    std::size_t column_ = 0;
    int columns_ = 1;
    int in_table_ = 0;
    bool in_row_ = false;
    bool in_cell_ = false;
};

}  // namespace

Document read_html(std::u32string source) { return HtmlReader(std::move(source)).read(); }

}  // namespace luoshi::document
