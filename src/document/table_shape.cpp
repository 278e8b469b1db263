#include "document/table_shape.hpp"

#include <iterator>

#include "base/text.hpp"

namespace luoshi::document {
namespace {

constexpr std::size_t kMostColumns = 12;
constexpr std::size_t kMostLinesBetween = 3;  ///< between two pieces of one table
constexpr std::size_t kLongestLineBetween = 40;

const Phrase* paragraph_at(const std::vector<Block>& blocks, std::size_t i) {
    const auto* paragraph = i < blocks.size() ? std::get_if<Paragraph>(&blocks[i]) : nullptr;
    return paragraph == nullptr ? nullptr : &paragraph->phrase;
}

bool is_number_head(const Phrase* phrase) {
    return phrase != nullptr && (phrase->text == U"序号" || phrase->text == U"编号" || phrase->text == U"序 号");
}

/// Whether the paragraph is just the row number `number`.
bool is_row_number(const Phrase* phrase, int number) {
    const auto wanted = base::Decimal::from_integer(number);
    if (phrase == nullptr || phrase->size() > 3) {
        return false;
    }
    const auto reading = base::read_number(phrase->text, 0);
    return reading && !reading->chinese && reading->length == phrase->size() && reading->low == wanted;
}

Row row_of(const std::vector<Block>& blocks, std::size_t begin, std::size_t end) {
    Row row;
    for (std::size_t i = begin; i < end; ++i) {
        row.cells.push_back({*paragraph_at(blocks, i)});
    }
    row.begin = row.cells.front().phrase.at.front();
    row.end = row.cells.back().phrase.at.back() + 1;
    return row;
}

/// Reads the stacked table whose head starts at `begin`; moves `begin` behind it. An empty table when it is none.
Table unstack(const std::vector<Block>& blocks, std::size_t& begin) {
    std::size_t columns = 1;
    while (columns <= kMostColumns && paragraph_at(blocks, begin + columns) != nullptr &&
           !is_row_number(paragraph_at(blocks, begin + columns), 1)) {
        ++columns;
    }
    if (columns < 2 || columns > kMostColumns || !is_row_number(paragraph_at(blocks, begin + columns), 1)) {
        return {};
    }
    Table table;
    table.rows.push_back(row_of(blocks, begin, begin + columns));
    std::size_t at = begin + columns;
    for (int number = 1; is_row_number(paragraph_at(blocks, at), number); ++number) {
        std::size_t end = at + 1;  // a row may have lost empty cells; the next row number ends it
        while (end < at + columns && paragraph_at(blocks, end) != nullptr && !is_row_number(paragraph_at(blocks, end), number + 1)) {
            ++end;
        }
        table.rows.push_back(row_of(blocks, at, end));
        at = end;
    }
    begin = at;
    return table;
}

/// Whether a table starts in the middle: its first cell is a row number, not a header.
bool starts_in_the_middle(const Table& table) {
    const Row& first = table.rows.front();
    const Phrase number = first.cells.front().phrase.compact();
    const auto reading = number.empty() ? std::nullopt : base::read_number(number.text, 0);
    return reading && !reading->chinese && reading->length == number.size() && first.cells.size() >= 3;
}

Row one_cell_row(const Phrase& phrase) { return {{{phrase}}, phrase.at.front(), phrase.at.back() + 1}; }

}  // namespace

void rejoin_tables(Document& document) {
    std::vector<Block> blocks;
    blocks.reserve(document.blocks.size());
    for (Block& block : document.blocks) {
        auto* piece = std::get_if<Table>(&block);
        std::size_t head = blocks.size();
        while (head > 0 && blocks.size() - head < kMostLinesBetween && std::holds_alternative<Paragraph>(blocks[head - 1]) &&
               std::get<Paragraph>(blocks[head - 1]).phrase.size() <= kLongestLineBetween) {
            --head;
        }
        auto* table = head > 0 ? std::get_if<Table>(&blocks[head - 1]) : nullptr;
        if (piece == nullptr || table == nullptr || !starts_in_the_middle(*piece)) {
            blocks.push_back(std::move(block));
            continue;
        }
        for (std::size_t i = head; i < blocks.size(); ++i) {
            table->rows.push_back(one_cell_row(std::get<Paragraph>(blocks[i]).phrase));
        }
        table->rows.insert(table->rows.end(), std::make_move_iterator(piece->rows.begin()), std::make_move_iterator(piece->rows.end()));
        blocks.resize(head, Block{Paragraph{}});
    }
    document.blocks = std::move(blocks);
}

void unstack_tables(Document& document) {
    std::vector<Block> blocks;
    blocks.reserve(document.blocks.size());
    for (std::size_t i = 0; i < document.blocks.size();) {
        if (is_number_head(paragraph_at(document.blocks, i))) {
            if (Table table = unstack(document.blocks, i); !table.rows.empty()) {
                blocks.emplace_back(std::move(table));
                continue;
            }
        }
        blocks.push_back(std::move(document.blocks[i]));
        ++i;
    }
    document.blocks = std::move(blocks);
}

}  // namespace luoshi::document
