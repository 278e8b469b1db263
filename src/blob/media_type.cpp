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
constexpr std::size_t kMaxContentTypes = 1 << 20;
constexpr std::size_t kXmlBeginning = 1024;
constexpr std::size_t kPdfEnd = 2048;  ///< readers look for %%EOF in the last 1024 bytes; some writers pad a little more

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

struct CloseZip {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, CloseZip>;

struct ZipContent {
    Archive archive;
    std::vector<std::string> names;
    bool has(std::string_view name) const { return std::find(names.begin(), names.end(), name) != names.end(); }
    /// The first bytes of an entry; empty when there is none, or it needs a password.
    std::string beginning(const char* name, std::size_t most) const {
        const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> entry{zip_fopen(archive.get(), name, 0), &zip_fclose};
        std::string text(entry ? most : 0, '\0');
        const auto read = entry ? zip_fread(entry.get(), text.data(), most) : 0;
        text.resize(static_cast<std::size_t>(std::max<zip_int64_t>(read, 0)));
        return text;
    }
};

/// Nothing when it is not a readable zip, starts with something else (a self-extracting program), or has too many entries.
std::optional<ZipContent> read_zip(std::string_view bytes, const std::string& path) {
    if (!bytes.starts_with("PK\x03\x04")) {
        return std::nullopt;
    }
    int reason = 0;
    ZipContent content{Archive{zip_open(path.c_str(), ZIP_RDONLY, &reason)}, {}};
    if (!content.archive) {
        return std::nullopt;
    }
    const zip_int64_t count = zip_get_num_entries(content.archive.get(), 0);
    if (count <= 0 || count > kMaxZipEntries) {
        return std::nullopt;
    }
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* name = zip_get_name(content.archive.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
        if (name == nullptr) {
            return std::nullopt;
        }
        content.names.emplace_back(name);
    }
    return content;
}

bool is_xml(std::string_view text) {
    text = text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
    return base::trim(text).starts_with("<") && !contains_ignoring_case(text, "<html") && !contains_ignoring_case(text, "<script");
}

/// An Office Open XML file says in [Content_Types].xml what its main part is; only the form without macros is named here (ECMA-376-2).
bool is_office_zip(std::string_view bytes, const std::string& path, const char* main_part, std::string_view main_type) {
    const auto content = read_zip(bytes, path);
    return content && content->has(main_part) &&
           contains_ignoring_case(content->beginning("[Content_Types].xml", kMaxContentTypes), main_type) &&
           is_xml(content->beginning(main_part, kXmlBeginning)) &&
           std::none_of(content->names.begin(), content->names.end(),
                        [](const std::string& name) { return name.ends_with("vbaProject.bin"); });
}

/// GB/T 33190: OFD.xml is the entry, its root element is OFD.
bool is_ofd(std::string_view bytes, const std::string& path) {
    const auto content = read_zip(bytes, path);
    const auto entry = content ? content->beginning("OFD.xml", kXmlBeginning) : std::string{};
    return is_xml(entry) && entry.find("OFD") != std::string::npos;
}

/// ISO 32000-1, 7.5: a version, numbered objects, and at the end where to find them.
bool is_pdf(std::string_view bytes) {
    const auto end = bytes.substr(bytes.size() - std::min(bytes.size(), kPdfEnd));
    return bytes.starts_with("%PDF-") && bytes.size() > 8 && base::is_digit(static_cast<unsigned char>(bytes[5])) && bytes[6] == '.' &&
           bytes.find(" obj") != std::string_view::npos && bytes.find("endobj") != std::string_view::npos &&
           (bytes.find("trailer") != std::string_view::npos || end.find("startxref") != std::string_view::npos) &&
           end.find("%%EOF") != std::string_view::npos;
}

std::size_t big_endian(std::string_view bytes, std::size_t at, std::size_t length) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < length; ++i) {
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
}

/// ITU-T T.81 annex B: segments with lengths, a frame, a scan, and the end of the image.
bool is_jpeg(std::string_view bytes) {
    if (!bytes.starts_with("\xFF\xD8\xFF")) {
        return false;
    }
    bool framed = false;
    for (std::size_t at = 2; at + 4 <= bytes.size();) {
        const auto marker = static_cast<unsigned char>(bytes[at + 1]);
        if (bytes[at] != '\xFF') {
            return false;
        }
        if (marker == 0xFF) {  // filling
            ++at;
            continue;
        }
        if (marker == 0xDA) {
            return framed && bytes.find("\xFF\xD9", at) != std::string_view::npos;
        }
        framed = framed || (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC);
        at += 2 + std::max<std::size_t>(big_endian(bytes, at + 2, 2), 2);
    }
    return false;
}

/// ISO/IEC 15948: chunks with lengths, the first IHDR, at least one IDAT, the last IEND.
bool is_png(std::string_view bytes) {
    constexpr std::size_t kSignature = 8;
    constexpr std::size_t kAroundChunk = 12;
    bool has_data = false;
    if (!bytes.starts_with("\x89PNG\r\n\x1A\n") || bytes.substr(kSignature, 8) != std::string_view{"\0\0\0\x0DIHDR", 8}) {
        return false;
    }
    for (std::size_t at = kSignature; at + kAroundChunk <= bytes.size();) {
        const auto type = bytes.substr(at + 4, 4);
        has_data = has_data || type == "IDAT";
        if (type == "IEND") {
            return has_data;
        }
        at += kAroundChunk + big_endian(bytes, at, 4);
    }
    return false;
}

/// A screen size, at least one image, and the trailer.
bool is_gif(std::string_view bytes) {
    return (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) && bytes.size() > 14 &&
           bytes.find(',', 13) != std::string_view::npos &&
           bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 16)).find(';') != std::string_view::npos;
}

/// ISO/IEC 14496-12: boxes with lengths, the first ftyp, and a moov that says what is in the film.
bool is_mp4(std::string_view bytes) {
    for (std::size_t at = 0; at + 8 <= bytes.size();) {
        const auto type = bytes.substr(at + 4, 4);
        auto size = big_endian(bytes, at, 4);
        if (size == 1 && at + 16 <= bytes.size()) {
            size = big_endian(bytes, at + 8, 8);
        }
        if ((at == 0) != (type == "ftyp") || (size != 0 && (size < 8 || size > bytes.size() - at))) {
            return false;
        }
        if (type == "moov") {
            return true;
        }
        at += size == 0 ? bytes.size() : size;
    }
    return false;
}

bool is_bitmap(std::string_view bytes) {
    return bytes.size() >= 26 && bytes.starts_with("BM") && bytes.substr(6, 4) == std::string_view{"\0\0\0\0", 4} && bytes[14] >= 12 &&
           bytes.substr(15, 3) == std::string_view{"\0\0\0", 3};
}

bool has_form(Form form, std::string_view bytes, const std::string& path) {
    switch (form) {
        case Form::Pdf:
            return is_pdf(bytes);
        case Form::OleWord:
            return has_ole_stream(bytes, {"WordDocument"});
        case Form::OleExcel:
            return has_ole_stream(bytes, {"Workbook", "Book"});
        case Form::OlePowerPoint:
            return has_ole_stream(bytes, {"PowerPoint Document"});
        case Form::Word:
            return is_office_zip(bytes, path, "word/document.xml", "wordprocessingml.document.main+xml");
        case Form::Excel:
            return is_office_zip(bytes, path, "xl/workbook.xml", "spreadsheetml.sheet.main+xml");
        case Form::PowerPoint:
            return is_office_zip(bytes, path, "ppt/presentation.xml", "presentationml.presentation.main+xml");
        case Form::Ofd:
            return is_ofd(bytes, path);
        case Form::Zip:
            return read_zip(bytes, path).has_value();
        case Form::Jpeg:
            return is_jpeg(bytes);
        case Form::Png:
            return is_png(bytes);
        case Form::Gif:
            return is_gif(bytes);
        case Form::Bmp:
            return is_bitmap(bytes);
        case Form::Mp4:
            return is_mp4(bytes);
        case Form::Text:
            return is_plain_text(bytes);
    }
    return false;
}

base::Error refused(base::Phrase said) { return base::refused(base::Category::UnsupportedType, std::move(said)); }

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
        return refused(base::phrase("evidence.name_deceiving", "文件名中含有斜杠、控制字符或改变书写方向的字符。请重命名后再上传。"));
    }
    const std::string extension = extension_of(file_name);
    const auto allowed =
        std::find_if(kAllowed.begin(), kAllowed.end(), [&](const Allowed& row) { return row.type.extension == extension; });
    if (allowed == kAllowed.end()) {
        return refused(
            base::phrase("evidence.type_refused", "不能上传“{file}”：只接受 {types}。请转换格式后再上传。",
                         {{"file", std::string{file_name}}, {"types", fmt::format("{}", fmt::join(allowed_extensions(), "、"))}}));
    }
    const MappedFile file{path};
    const std::string_view bytes = file.bytes();
    if (bytes.empty()) {
        return base::bad_input(
            base::phrase("evidence.empty", "“{file}”是空文件。请检查文件是否已保存，再重新上传。", {{"file", std::string{file_name}}}));
    }
    if (!has_form(allowed->form, bytes, path)) {
        return refused(base::phrase(
            "evidence.disguised", "“{file}”的内容不是 {extension} 文件。{remedy}",
            {{"file", std::string{file_name}}, {"extension", extension}, {"remedy", what_to_do(allowed->form, allowed->type.extension)}}));
    }
    if (allowed->form == Form::Zip) {
        const auto content = read_zip(bytes, path);
        for (const std::string& name : content->names) {
            if (std::find(kExecutable.begin(), kExecutable.end(), extension_of(name)) != kExecutable.end()) {
                const std::string shown = base::is_utf8(name) ? name : "（文件名编码不明）." + extension_of(name);
                return refused(base::phrase("evidence.program_inside", "压缩包“{file}”中含有程序或脚本“{program}”。请去掉后重新打包。",
                                            {{"file", std::string{file_name}}, {"program", shown}}));
            }
        }
    }
    return allowed->type;
}

}  // namespace luoshi::blob
