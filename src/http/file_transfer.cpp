#include "http/file_transfer.hpp"

namespace luoshi::http {
namespace {

constexpr std::size_t kNameBytes = 255;

}  // namespace

base::Result<std::string> upload_name(const Request& request) {
    auto decoded = percent_decoded(request.header("x-file-name"));
    std::string name = decoded ? *std::move(decoded) : std::string{};
    if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos) {
        name.erase(0, slash + 1);
    }
    if (name.empty() || name.size() > kNameBytes) {
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
