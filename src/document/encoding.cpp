#include "document/encoding.hpp"

#include <fmt/core.h>
#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "base/text.hpp"

namespace luoshi::document {
namespace {

constexpr std::size_t kSample = 64 * 1024;  ///< bytes shown to uchardet

/// Strict conversion by ICU; nothing when a byte sequence does not belong to the encoding.
std::optional<std::u32string> convert(std::string_view bytes, const char* encoding) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(encoding, &status), &ucnv_close);
    if (U_FAILURE(status)) {
        return std::nullopt;
    }
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::vector<UChar> units(bytes.size() + 1);
    const auto length = ucnv_toUChars(converter.get(), units.data(), static_cast<int32_t>(units.size()), bytes.data(),
                                      static_cast<int32_t>(bytes.size()), &status);
    if (U_FAILURE(status)) {
        return std::nullopt;
    }
    std::u32string out;
    out.reserve(static_cast<std::size_t>(length));
    for (std::size_t i = 0; i < static_cast<std::size_t>(length); ++i) {
        const char32_t unit = units[i];
        if (unit >= 0xD800 && unit < 0xDC00 && i + 1 < static_cast<std::size_t>(length)) {
            out.push_back(0x10000 + ((unit - 0xD800) << 10U) + (char32_t{units[++i]} - 0xDC00));
        } else {
            out.push_back(unit);
        }
    }
    return out;
}

std::string detected_encoding(std::string_view bytes) {
    const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
    uchardet_handle_data(detector.get(), bytes.data(), std::min(bytes.size(), kSample));
    uchardet_data_end(detector.get());
    return uchardet_get_charset(detector.get());
}

/// Decodes what is not UTF-8, when it is an encoding Chinese offices use.
std::optional<std::u32string> decode_legacy(std::string_view bytes) {
    const std::string encoding = detected_encoding(bytes);
    const bool chinese =
        encoding == "GB18030" || encoding == "GB2312" || encoding == "GBK" || encoding == "HZ-GB-2312" || encoding == "BIG5";
    return chinese ? convert(bytes, encoding == "GB2312" ? "GB18030" : encoding.c_str()) : std::nullopt;
}

void unify_line_ends(std::u32string& text) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == U'\r') {
            if (i + 1 < text.size() && text[i + 1] == U'\n') {
                continue;
            }
            text[kept++] = U'\n';
        } else {
            text[kept++] = text[i];
        }
    }
    text.resize(kept);
}

bool looks_binary(std::u32string_view text) {
    const auto controls = std::count_if(text.begin(), text.end(), [](char32_t c) { return c < U' ' && !base::is_space(c) && c != 0x1B; });
    return static_cast<std::size_t>(controls) * 100 > text.size();
}

base::Error binary() {
    return base::bad_input("document.binary",
                           "这不是文本文件(含有二进制内容),无法读取方案。请上传 txt、docx、html、md、csv 或 tsv 格式的方案文本。");
}

}  // namespace

base::Result<std::u32string> decode_text(std::string_view bytes) {
    if (base::trim(bytes).empty()) {
        return base::bad_input("document.empty", "文件是空的,没有可读的内容。请检查是否选错了文件。");
    }
    std::optional<std::u32string> text;
    base::Utf8Fault fault;
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        text = convert(bytes, "UTF-16");
    } else {
        text = base::decode_utf8(bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes, &fault);
        if (!text && bytes.find('\0') != std::string_view::npos) {
            return binary();
        }
        if (!text) {
            text = decode_legacy(bytes);
        }
    }
    if (!text) {
        return base::bad_input("document.encoding",
                               fmt::format("文件的文字编码无法识别:第 {} 行第 {} 个字符不是有效的 UTF-8,也不像 GB18030 编码。"
                                           "请在原软件中另存为 UTF-8 编码的文本后重试。",
                                           fault.line, fault.column));
    }
    if (looks_binary(*text)) {
        return binary();
    }
    unify_line_ends(*text);
    return std::move(*text);
}

}  // namespace luoshi::document
