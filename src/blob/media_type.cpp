#include "blob/media_type.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <initializer_list>
#include <memory>
#include <optional>
#include <system_error>

#include "base/text.hpp"

namespace luoshi::blob {
namespace {

enum class Form { Pdf, OleWord, OleExcel, OlePowerPoint, Word, Excel, PowerPoint, Ofd, Zip, Jpeg, Png, Gif, Bmp, Mp4, Text };

struct Allowed {
    MediaType type;
    Form form;
};

/// GB/T 33190 (OFD) is what government offices exchange; wps, et and dps are the OLE formats of WPS Office.
constexpr std::array<Allowed, 20> kAllowed{{
    {{"pdf", "application/pdf"}, Form::Pdf},
    {{"ofd", "application/ofd"}, Form::Ofd},
    {{"doc", "application/msword"}, Form::OleWord},
    {{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, Form::Word},
    {{"wps", "application/vnd.ms-works"}, Form::OleWord},
    {{"xls", "application/vnd.ms-excel"}, Form::OleExcel},
    {{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, Form::Excel},
    {{"et", "application/vnd.ms-excel"}, Form::OleExcel},
    {{"ppt", "application/vnd.ms-powerpoint"}, Form::OlePowerPoint},
    {{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"}, Form::PowerPoint},
    {{"dps", "application/vnd.ms-powerpoint"}, Form::OlePowerPoint},
    {{"jpg", "image/jpeg"}, Form::Jpeg},
    {{"jpeg", "image/jpeg"}, Form::Jpeg},
    {{"png", "image/png"}, Form::Png},
    {{"gif", "image/gif"}, Form::Gif},
    {{"bmp", "image/bmp"}, Form::Bmp},
    {{"mp4", "video/mp4"}, Form::Mp4},
    {{"txt", "text/plain; charset=utf-8"}, Form::Text},
    {{"csv", "text/csv; charset=utf-8"}, Form::Text},
    {{"zip", "application/zip"}, Form::Zip},
}};

/// Names in a zip that would run when opened.
constexpr std::array<std::string_view, 24> kExecutable{"exe", "com", "scr", "msi", "msp", "dll", "bat", "cmd", "ps1", "vbs", "vbe", "js",
                                                       "jse", "wsf", "hta", "lnk", "jar", "apk", "sh",  "reg", "cpl", "pif", "chm", "html"};

constexpr zip_int64_t kMaxZipEntries = 10'000;

/// A file seen as bytes without reading it into memory.
class MappedFile {
public:
    explicit MappedFile(const std::string& path) {
        const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        struct stat facts {};
        if (descriptor < 0 || ::fstat(descriptor, &facts) != 0) {
            const int reason = errno;
            if (descriptor >= 0) {
                ::close(descriptor);
            }
            throw std::system_error(reason, std::generic_category(), path);
        }
        size_ = static_cast<std::size_t>(facts.st_size);
        void* memory = size_ == 0 ? nullptr : ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
        const int reason = errno;
        ::close(descriptor);
        if (memory == MAP_FAILED) {
            throw std::system_error(reason, std::generic_category(), path);
        }
        data_ = memory;
    }
    ~MappedFile() {
        if (data_ != nullptr) {
            ::munmap(data_, size_);
        }
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

private:
    void* data_ = nullptr;
    std::size_t size_ = 0;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

std::string extension_of(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    std::string extension{dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1)};
    std::transform(extension.begin(), extension.end(), extension.begin(), lower);
    return extension;
}

/// Path separators, control characters, and marks that reverse the direction of writing ("报告\u202Efdp.exe" reads as …exe.pdf).
bool is_deceiving(std::string_view name) {
    const auto text = base::decode_utf8(name);
    return !text || std::any_of(text->begin(), text->end(), [](char32_t c) {
        return c < 0x20 || c == 0x7F || c == U'/' || c == U'\\' || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    });
}

bool contains_ignoring_case(std::string_view text, std::string_view lower_case) {
    return std::search(text.begin(), text.end(), lower_case.begin(), lower_case.end(), [](char a, char b) { return lower(a) == b; }) !=
           text.end();
}

/// GB 18030: one byte below 0x80, two bytes, or four.
bool is_gb18030(std::string_view bytes) {
    const auto byte = [&](std::size_t at) { return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U; };
    const auto is_lead = [](unsigned b) { return b >= 0x81 && b <= 0xFE; };
    const auto is_digit = [](unsigned b) { return b >= 0x30 && b <= 0x39; };
    for (std::size_t at = 0; at < bytes.size();) {
        if (byte(at) < 0x80) {
            ++at;
        } else if (is_lead(byte(at)) && byte(at + 1) >= 0x40 && byte(at + 1) <= 0xFE && byte(at + 1) != 0x7F) {
            at += 2;
        } else if (is_lead(byte(at)) && is_digit(byte(at + 1)) && is_lead(byte(at + 2)) && is_digit(byte(at + 3))) {
            at += 4;
        } else {
            return false;
        }
    }
    return true;
}

bool is_plain_text(std::string_view bytes) {
    const bool has_control = std::any_of(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
    });
    if (has_control || bytes.starts_with("#!")) {
        return false;
    }
    for (const std::string_view markup : {"<script", "<html", "<!doctype", "<svg", "<iframe"}) {
        if (contains_ignoring_case(bytes, markup)) {
            return false;
        }
    }
    return base::is_utf8(bytes) || is_gb18030(bytes);
}

/// The name of a stream in an OLE file's directory is UTF-16. Installers (.msi) are OLE files too, hence the look for the stream.
bool has_ole_stream(std::string_view bytes, std::initializer_list<std::string_view> names) {
    if (!bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
        return false;
    }
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        std::string wide;
        for (const char c : name) {
            wide += c;
            wide += '\0';
        }
        wide.append(2, '\0');
        return bytes.find(wide) != std::string_view::npos;
    });
}

struct ZipContent {
    std::vector<std::string> names;
    bool has(std::string_view name) const { return std::find(names.begin(), names.end(), name) != names.end(); }
};

/// Nothing when it is not a readable zip, starts with something else (a self-extracting program), or has too many entries.
std::optional<ZipContent> read_zip(std::string_view bytes, const std::string& path) {
    if (!bytes.starts_with("PK\x03\x04")) {
        return std::nullopt;
    }
    int reason = 0;
    const std::unique_ptr<zip_t, decltype(&zip_discard)> archive{zip_open(path.c_str(), ZIP_RDONLY, &reason), &zip_discard};
    if (!archive) {
        return std::nullopt;
    }
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    if (count <= 0 || count > kMaxZipEntries) {
        return std::nullopt;
    }
    ZipContent content;
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* name = zip_get_name(archive.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
        if (name == nullptr) {
            return std::nullopt;
        }
        content.names.emplace_back(name);
    }
    return content;
}

bool is_office_zip(std::string_view bytes, const std::string& path, std::string_view main_part) {
    const auto content = read_zip(bytes, path);
    return content && content->has("[Content_Types].xml") && content->has(main_part) &&
           std::none_of(content->names.begin(), content->names.end(),
                        [](const std::string& name) { return name.ends_with("vbaProject.bin"); });
}

bool is_bitmap(std::string_view bytes) {
    return bytes.size() >= 26 && bytes.starts_with("BM") && bytes.substr(6, 4) == std::string_view{"\0\0\0\0", 4} && bytes[14] >= 12 &&
           bytes.substr(15, 3) == std::string_view{"\0\0\0", 3};
}

bool has_form(Form form, std::string_view bytes, const std::string& path) {
    switch (form) {
        case Form::Pdf:
            return bytes.starts_with("%PDF-");
        case Form::OleWord:
            return has_ole_stream(bytes, {"WordDocument"});
        case Form::OleExcel:
            return has_ole_stream(bytes, {"Workbook", "Book"});
        case Form::OlePowerPoint:
            return has_ole_stream(bytes, {"PowerPoint Document"});
        case Form::Word:
            return is_office_zip(bytes, path, "word/document.xml");
        case Form::Excel:
            return is_office_zip(bytes, path, "xl/workbook.xml");
        case Form::PowerPoint:
            return is_office_zip(bytes, path, "ppt/presentation.xml");
        case Form::Ofd: {
            const auto content = read_zip(bytes, path);
            return content && content->has("OFD.xml");
        }
        case Form::Zip:
            return read_zip(bytes, path).has_value();
        case Form::Jpeg:
            return bytes.starts_with("\xFF\xD8\xFF");
        case Form::Png:
            return bytes.starts_with("\x89PNG\r\n\x1A\n");
        case Form::Gif:
            return bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a");
        case Form::Bmp:
            return is_bitmap(bytes);
        case Form::Mp4:
            return bytes.size() >= 12 && bytes.substr(4, 4) == "ftyp";
        case Form::Text:
            return is_plain_text(bytes);
    }
    return false;
}

base::Error refused(std::string code, std::string message) {
    return {base::Category::UnsupportedType, std::move(code), std::move(message), {}, {}};
}

std::string what_to_do(Form form, std::string_view extension) {
    switch (form) {
        case Form::Text:
            return "请用记事本另存为 UTF-8 编码的纯文本，且不含网页代码。";
        case Form::Zip:
            return "请用压缩软件重新打包为普通 zip（不要用自解压格式）。";
        case Form::Pdf:
        case Form::Ofd:
        case Form::Jpeg:
        case Form::Png:
        case Form::Gif:
        case Form::Bmp:
        case Form::Mp4:
            return fmt::format("请用原来的软件重新导出为 {}，不要只改扩展名。", extension);
        default:
            return fmt::format("请用办公软件另存为 {}，去掉打开密码和宏，不要只改扩展名。", extension);
    }
}

}  // namespace

std::vector<std::string_view> allowed_extensions() {
    std::vector<std::string_view> extensions;
    for (const Allowed& allowed : kAllowed) {
        extensions.push_back(allowed.type.extension);
    }
    return extensions;
}

base::Result<MediaType> check_type(std::string_view file_name, const std::string& path) {
    if (is_deceiving(file_name)) {
        return refused("evidence.disguised", "文件名中含有斜杠、控制字符或改变书写方向的字符。请重命名后再上传。");
    }
    const std::string extension = extension_of(file_name);
    const auto allowed =
        std::find_if(kAllowed.begin(), kAllowed.end(), [&](const Allowed& row) { return row.type.extension == extension; });
    if (allowed == kAllowed.end()) {
        return refused("evidence.type_refused",
                       fmt::format("不能上传“{}”：只接受 {}。请转换格式后再上传。", file_name, fmt::join(allowed_extensions(), "、")));
    }
    const MappedFile file{path};
    const std::string_view bytes = file.bytes();
    if (bytes.empty()) {
        return base::bad_input("evidence.empty", fmt::format("“{}”是空文件。请检查文件是否已保存，再重新上传。", file_name));
    }
    if (!has_form(allowed->form, bytes, path)) {
        return refused("evidence.disguised",
                       fmt::format("“{}”的内容不是 {} 文件。{}", file_name, extension, what_to_do(allowed->form, allowed->type.extension)));
    }
    if (allowed->form == Form::Zip) {
        const auto content = read_zip(bytes, path);
        for (const std::string& name : content->names) {
            if (std::find(kExecutable.begin(), kExecutable.end(), extension_of(name)) != kExecutable.end()) {
                const std::string shown = base::is_utf8(name) ? name : "（文件名编码不明）." + extension_of(name);
                return refused("evidence.type_refused",
                               fmt::format("压缩包“{}”中含有程序或脚本“{}”。请去掉后重新打包。", file_name, shown));
            }
        }
    }
    return allowed->type;
}

}  // namespace luoshi::blob
