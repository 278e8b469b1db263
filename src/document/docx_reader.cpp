#include "document/docx_reader.hpp"

#include <zip.h>

#include <memory>
#include <optional>
#include <pugixml.hpp>

#include "base/text.hpp"

namespace luoshi::document {
namespace {

constexpr std::size_t kMostUnpacked = std::size_t{64} * 1024 * 1024;
constexpr int kDeepestNesting = 32;

base::Error damaged() {
    return base::bad_input("document.damaged", "Word 文件已损坏或不是 docx 格式,无法打开。请用 Word 或 WPS 打开后另存为 .docx,再重试。");
}

std::optional<std::string> unpack(std::string_view bytes, const char* name) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) {
        return std::nullopt;
    }
    const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(zip_open_from_source(source, ZIP_RDONLY, &error), &zip_discard);
    if (!archive) {
        zip_source_free(source);
        return std::nullopt;
    }
    zip_stat_t stat;
    if (zip_stat(archive.get(), name, 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0 || stat.size > kMostUnpacked) {
        return std::nullopt;
    }
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen(archive.get(), name, 0), &zip_fclose);
    std::string content(static_cast<std::size_t>(stat.size), '\0');
    if (!file || zip_fread(file.get(), content.data(), content.size()) != static_cast<zip_int64_t>(content.size())) {
        return std::nullopt;
    }
    return content;
}

/// The runs of a paragraph; a TAB or line break inside becomes a blank so that it opens no cell and no line.
void append_runs(pugi::xml_node node, std::string& out, int depth) {
    for (const auto child : node) {
        const std::string_view name = child.name();
        if (name == "w:t") {
            out += child.text().get();
        } else if (name == "w:tab" || name == "w:br") {
            out += ' ';
        } else if (name != "w:del" && name != "w:pPr" && name != "w:rPr" && depth < kDeepestNesting) {
            append_runs(child, out, depth + 1);
        }
    }
}

std::string cell_text(pugi::xml_node cell) {
    const auto merge = cell.child("w:tcPr").child("w:vMerge");
    if (merge && std::string_view(merge.attribute("w:val").value()) != "restart") {
        return {};
    }
    std::string text;
    for (const auto paragraph : cell.children("w:p")) {
        text += text.empty() ? "" : " ";
        append_runs(paragraph, text, 0);
    }
    return text;
}

void append_lines(pugi::xml_node body, std::string& out, int depth) {
    for (const auto child : body) {
        const std::string_view name = child.name();
        if (name == "w:p") {
            append_runs(child, out, 0);
            out += '\n';
        } else if (name == "w:tbl") {
            for (const auto row : child.children("w:tr")) {
                bool first = true;
                for (const auto cell : row.children("w:tc")) {
                    out += first ? "" : "\t";
                    out += cell_text(cell);
                    first = false;
                }
                out += '\n';
            }
        } else if (depth < kDeepestNesting && (name == "w:sdt" || name == "w:sdtContent" || name == "w:ins" || name == "w:smartTag")) {
            append_lines(child, out, depth + 1);
        }
    }
}

}  // namespace

base::Result<std::u32string> docx_lines(std::string_view bytes) {
    const auto xml = unpack(bytes, "word/document.xml");
    pugi::xml_document document;
    if (!xml || !document.load_buffer(xml->data(), xml->size(), pugi::parse_default | pugi::parse_ws_pcdata)) {
        return damaged();
    }
    std::string lines;
    append_lines(document.child("w:document").child("w:body"), lines, 0);
    if (base::trim(lines).empty()) {
        return base::bad_input("document.empty", "Word 文件里没有文字内容。如果正文是图片,请先识别成文字再上传。");
    }
    auto text = base::decode_utf8(lines);
    return text ? base::Result<std::u32string>(std::move(*text)) : base::Result<std::u32string>(damaged());
}

}  // namespace luoshi::document
