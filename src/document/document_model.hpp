#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "plan/plan_draft.hpp"

namespace luoshi::document {

/// Running text cut out of the document, character by character: `text` folded to half width for the rules, `shown` as written,
/// `at` the code point of the document each came from. A phrase may leave out tags, marks and page breaks; its places stay exact.
struct Phrase {
    std::u32string text;
    std::u32string shown;
    std::vector<int> at;

    bool empty() const { return text.empty(); }
    std::size_t size() const { return text.size(); }
    /// Adds a character; folds it for `text`.
    void push(char32_t c, int position);
    void append(const Phrase& other);
    Phrase slice(std::size_t begin, std::size_t end) const;
    /// Without blanks at both ends.
    Phrase trimmed() const;
    /// Without any blanks, except between two Latin words: what the rules read.
    Phrase compact() const;
    /// Characters [begin, end) as written, in UTF-8.
    std::string written(std::size_t begin, std::size_t end) const;
    std::string written() const { return written(0, size()); }
};

struct Paragraph {
    Phrase phrase;
};

struct Cell {
    Phrase phrase;
    int columns = 1;  ///< columns it is known to cover; a text table does not say, so 1
};

struct Row {
    std::vector<Cell> cells;
    int begin = 0;  ///< code points of the document, [begin, end)
    int end = 0;
};

struct Table {
    std::vector<Row> rows;
};

using Block = std::variant<Paragraph, Table>;

/// A document as its reader understood it: the stored text and, in reading order, paragraphs and tables with exact places.
struct Document {
    std::u32string text;
    std::vector<int> line_begin;  ///< code point each line starts at
    std::vector<Block> blocks;

    /// Stores the text and finds its lines.
    explicit Document(std::u32string stored);
    /// 1-based line of a code point.
    int line_of(int position) const;
    /// The place of code points [begin, end).
    plan::Span span(int begin, int end) const;
    /// The place of characters [begin, end) of a phrase; an empty range gives an empty span.
    plan::Span span(const Phrase& phrase, std::size_t begin, std::size_t end) const;
    plan::Span span(const Phrase& phrase) const { return span(phrase, 0, phrase.size()); }
};

}  // namespace luoshi::document
