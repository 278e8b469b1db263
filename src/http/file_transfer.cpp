#include "http/file_transfer.hpp"

#include "http/target.hpp"

namespace luoshi::http {
namespace {

constexpr std::size_t kNameBytes = 255;

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (kPlain.find(c) != std::string_view::npos) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
        }
    }
    return out;
}

}  // namespace

base::Result<std::string> upload_name(const Request& request) {
    std::string name;
    const bool decoded = percent_decode(request.header("x-file-name"), Plus::Literal, name);
    if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) {
        name.erase(0, slash + 1);
    }
    if (!decoded || name.empty() || name.size() > kNameBytes) {
        return base::bad_input("upload.file_name", "上传须在请求头 X-File-Name 中给出文件名（UTF-8 百分号编码，不超过 255 字节）");
    }
    return name;
}

Response attachment(std::string path, std::string media_type, std::string_view name) {
    Response response;
    response.file = std::move(path);
    response.content_type = std::move(media_type);
    response.with("Content-Disposition", "attachment; filename*=UTF-8''" + percent_encoded(name));
    return response;
}

}  // namespace luoshi::http
