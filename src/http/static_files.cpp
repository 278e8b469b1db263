#include "http/static_files.hpp"

#include <fmt/format.h>

#include <array>

namespace luoshi::http {
namespace {

std::string_view type_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTypes{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json; charset=utf-8"},
        {".geojson", "application/json; charset=utf-8"},
        {".webmanifest", "application/manifest+json"},
        {".txt", "text/plain; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
    }};
    for (const auto& [ending, type] : kTypes) {
        if (name.ends_with(ending)) {
            return type;
        }
    }
    return "application/octet-stream";
}

/// FNV-1a, 64 bits: tells versions of a file apart.
std::string etag_of(std::string_view data) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : data) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    return fmt::format("\"{:016x}\"", hash);
}

/// Whether a comma separated header names the token, and not with q=0.
bool lists(std::string_view header, std::string_view token) {
    while (!header.empty()) {
        const std::size_t end = std::min(header.find(','), header.size());
        std::string_view item = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
        const std::string_view name = item.substr(0, item.find_first_of("; \t"));
        if (equal_ignoring_case(name, token)) {
            const std::size_t weight = item.find("q=0");
            return weight == std::string_view::npos || item.find_first_of("123456789", weight + 3) != std::string_view::npos;
        }
    }
    return false;
}

}  // namespace

StaticFiles::StaticFiles(base::EmbeddedFiles files) {
    for (const base::EmbeddedFile& file : files) {
        const bool gzip = file.name.ends_with(".gz");
        const bool brotli = file.name.ends_with(".br");
        const std::string_view name = gzip || brotli ? file.name.substr(0, file.name.size() - 3) : file.name;
        File& entry = files_["/" + std::string{name}];
        entry.type = type_of(name);
        Variant& variant = gzip ? entry.gzip : brotli ? entry.brotli : entry.plain;
        variant = {file.data, etag_of(file.data)};
    }
}

std::optional<Response> StaticFiles::answer(const Request& request) const {
    auto found = files_.find(request.path);
    if (found == files_.end() && !request.path.starts_with("/assets/") && !request.path.starts_with("/api/") && request.path != "/api") {
        found = files_.find("/index.html");
    }
    if (found == files_.end()) {
        return std::nullopt;
    }
    const File& file = found->second;
    const std::string_view accepted = request.header("accept-encoding");
    const Variant* variant = &file.plain;
    Response response;
    if (!file.brotli.data.empty() && lists(accepted, "br")) {
        variant = &file.brotli;
        response.with("Content-Encoding", "br");
    } else if (!file.gzip.data.empty() && lists(accepted, "gzip")) {
        variant = &file.gzip;
        response.with("Content-Encoding", "gzip");
    }
    response.content_type = file.type;
    response.embedded = variant->data;
    response.with("ETag", variant->etag).with("Vary", "Accept-Encoding");
    response.with("Cache-Control", found->first.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    return response;
}

}  // namespace luoshi::http
