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
    if (name.empty()) {
        return base::bad_input("upload.file_name", "上传须在请求头 X-File-Name 中给出文件名（UTF-8 百分号编码）");
    }
    if (name.size() > kNameBytes) {
        return base::bad_input(base::phrase(
            "upload.name_too_long", "文件名过长：最多 {most} 字节（约 {han} 个汉字），现有 {now} 字节。请改短后再上传",
            {{"most", std::to_string(kNameBytes)}, {"han", std::to_string(kNameBytes / 3)}, {"now", std::to_string(name.size())}}));
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
