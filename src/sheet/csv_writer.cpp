#include "sheet/sheet.hpp"

namespace luoshi::sheet {
namespace {

void put_text(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        out += c;
        if (c == '"') {
            out += '"';
        }
    }
    out += '"';
}

void put(std::string& out, const std::string& text) { put_text(out, text); }

void put(std::string& out, const Cell& cell) {
    if (const auto* number = std::get_if<base::Decimal>(&cell)) {
        out += number->text();
    } else if (const auto* text = std::get_if<std::string>(&cell)) {
        const bool runs = !text->empty() && std::string_view{"=+-@\t\r"}.find(text->front()) != std::string_view::npos;
        put_text(out, runs ? "'" + *text : *text);
    }
}

template <class Cells>
void put_row(std::string& out, const Cells& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        out += i == 0 ? "" : ",";
        put(out, cells[i]);
    }
    out += "\r\n";
}

}  // namespace

std::string csv(const std::vector<Sheet>& sheets) {
    std::string out = "\xEF\xBB\xBF";
    for (const auto& sheet : sheets) {
        out += &sheet == sheets.data() ? "" : "\r\n";
        for (const auto& line : {sheet.title, sheet.note}) {
            if (!line.empty()) {
                put_text(out, line);
                out += "\r\n";
            }
        }
        for (const auto& row : sheet.head) {
            put_row(out, row);
        }
        for (const auto& row : sheet.rows) {
            put_row(out, row);
        }
    }
    return out;
}

}  // namespace luoshi::sheet
